"use strict";
(() => {
  const table = document.querySelector("#results");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const tools = document.querySelector(".tools");
  const only = document.querySelector("#only");
  const find = document.querySelector("#find");
  const count = document.querySelector("#count");
  tools.hidden = false;

  const filter = () => {
    const words = find.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const fits = (!only.checked || row.dataset.changed === "1") && row.textContent.toLowerCase().includes(words);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${rows.length} results`;
  };

  const key = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number(text);
    return text === "" ? [2, ""] : Number.isNaN(number) ? [1, text] : [0, number];
  };

  const compare = (a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);

  const sort = (header, column) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row, place) => [key(row, column), place, row]);
    keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])) || a[1] - b[1]);
    body.append(...keyed.map(one => one[2]));
  };

  [...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header, column));
    header.append(button);
  });
  only.addEventListener("change", filter);
  find.addEventListener("input", filter);
  filter();
})();
