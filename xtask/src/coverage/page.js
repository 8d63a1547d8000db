"use strict";
(() => {
  const filter = document.getElementById("filter");
  const missing = document.getElementById("missing");
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll(".all tbody tr")].map(row => (
    { row, name: row.cells[1].textContent.toLowerCase(), none: row.classList.contains("none") }
  ));
  const update = () => {
    const wanted = filter.value.trim().toLowerCase();
    let count = 0;
    for (const { row, name, none } of rows) {
      row.hidden = !name.includes(wanted) || (missing.checked && !none);
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length} rows`;
  };
  const key = (row, column) => {
    const text = row.cells[column].textContent;
    return row.cells[column].classList.contains("n") ? Number(text) : text.toLowerCase();
  };
  const sort = (head, column) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = head.closest("table").tBodies[0];
    const sorted = [...body.rows].map(row => [key(row, column), row]);
    sorted.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (up ? 1 : -1));
    body.append(...sorted.map(([, row]) => row));
  };
  for (const head of document.querySelectorAll(".all thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head, head.cellIndex));
    head.replaceChildren(button);
  }
  filter.addEventListener("input", update);
  missing.addEventListener("change", update);
  document.getElementById("tools").addEventListener("submit", event => event.preventDefault());
  document.getElementById("tools").hidden = false;
  update();
})();
