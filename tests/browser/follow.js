// Remembers each control that gets the focus, by its place in the order of the page, and whether that can be seen.
controls => {
  window.order = [...document.querySelectorAll(controls)].filter(one => one.checkVisibility());
  window.seen = [];
  document.addEventListener("focusin", event => {
    const style = getComputedStyle(event.target);
    const box = event.target.getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    window.seen.push([window.order.indexOf(event.target),
      style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && inside]);
  });
  return window.order.length;
}
