// The controls that do nothing without a script, or that have no name.
() => [...document.querySelectorAll("button, a")].filter(one =>
  one.tagName === "BUTTON" || !one.innerText.trim() && !one.querySelector("img[alt]") && one.checkVisibility()
).map(one => one.outerHTML.slice(0, 100))
