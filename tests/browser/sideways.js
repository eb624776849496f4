// The elements that make the page scroll sideways; a region that scrolls by itself does not count.
() => {
  const room = document.scrollingElement;
  if (room.scrollWidth <= room.clientWidth) return [];
  return ["the page", ...[...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > room.clientWidth && !one.closest(".wide"))
    .map(one => one.outerHTML.slice(0, 100))].slice(0, 4)
}
