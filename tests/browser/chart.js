// What cannot be read in a chart: too small, outside, too pale, or over something else.
() => {
  const svg = document.documentElement, faults = [];
  const numbers = colour => colour.match(/[\d.]+/g).map(Number);
  const light = colour => numbers(colour).slice(0, 3).map(one => one / 255)
    .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const own = getComputedStyle(svg).backgroundColor;
  const paper = numbers(own)[3] === 0 ? "rgb(255, 255, 255)" : own;
  const room = svg.getBoundingClientRect();
  const rects = [...svg.querySelectorAll("rect")];
  const texts = [...svg.querySelectorAll("text")].map(one => [one, one.getBoundingClientRect()]);
  if (texts.length < 8) faults.push("too few texts: " + texts.length);
  texts.forEach(([one, box], at) => {
    const size = parseFloat(getComputedStyle(one).fontSize) * room.width / svg.viewBox.baseVal.width;
    if (size < 9.5) faults.push(`${one.textContent}: ${size.toFixed(1)} px`);
    if (box.left < room.left || box.right > room.right || box.bottom > room.bottom || box.top < room.top)
      faults.push(`${one.textContent}: outside`);
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    const under = rects.filter(rect => {
      const area = rect.getBoundingClientRect();
      return area.left < x && x < area.right && area.top < y && y < area.bottom;
    }).map(rect => getComputedStyle(rect).fill).pop() ?? paper;
    const seen = contrast(getComputedStyle(one).fill, under);
    if (seen < 4.5) faults.push(`${one.textContent}: contrast ${seen.toFixed(2)}`);
    texts.slice(at + 1).forEach(([other, there]) => {
      const wide = Math.min(box.right, there.right) - Math.max(box.left, there.left);
      const high = Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top);
      if (wide > 0.5 && high > 2) faults.push(`${one.textContent} over ${other.textContent}: ${wide.toFixed(1)} x ${high.toFixed(1)}`);
    });
  });
  return faults;
}
