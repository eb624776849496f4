// The regions that scroll sideways and that no key reaches.
controls => [...document.querySelectorAll("body *")].filter(one =>
  one.scrollWidth > one.clientWidth && ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.tabIndex < 0
).map(one => one.outerHTML.slice(0, 100))
