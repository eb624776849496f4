// Makes writing a query easier; without this script the form works all the same.
// Ctrl+Enter runs it; Tab goes on to the next control, as everywhere, so that nobody is caught in the text.
const query = document.getElementById("query");
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    query.form.requestSubmit();
  } else if (event.key === "Enter") {
    // A new line begins where the one above it began.
    const start = query.value.lastIndexOf("\n", query.selectionStart - 1) + 1;
    const indent = query.value.slice(start, query.selectionStart).match(/^ */)[0];
    if (indent) {
      event.preventDefault();
      query.setRangeText(`\n${indent}`, query.selectionStart, query.selectionEnd, "end");
    }
  }
});
// Where a message names a line and a column, that is where to go on.
const place = /(\d+):(\d+)/.exec(document.getElementById("message")?.textContent ?? "");
if (place) {
  const before = query.value.split("\n").slice(0, place[1] - 1).join("\n").length;
  const at = Math.min(before + (place[1] > 1 ? 1 : 0) + Number(place[2]) - 1, query.value.length);
  query.focus();
  query.setSelectionRange(at, at);
}
