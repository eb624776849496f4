// The elements of which something cannot be seen, as they hide what does not fit.
() => [...document.querySelectorAll("body *")].filter(one => {
  const style = getComputedStyle(one);
  const hides = value => value === "hidden" || value === "clip";
  return one.checkVisibility() && one.innerText && (
    hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1 ||
    hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1)
}).map(one => one.outerHTML.slice(0, 100))
