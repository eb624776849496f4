// The elements that move, or would.
() => [...document.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  return one.getAnimations().length || parseFloat(style.transitionDuration) > 0 || style.scrollBehavior === "smooth";
}).map(one => one.tagName)
