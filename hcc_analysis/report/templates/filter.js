
// Long tables have a field that leaves the rows with certain words
(() => {
  const enough = 8;
  const depth = row => {
    const indent = /\bindent-(\d)\b/.exec(row.cells[0].className);
    return (indent ? Number(indent[1]) : 0) + (row.cells[0].scope === "rowgroup" ? 0 : 0.5);
  };

  // A row stays with its words, below a heading with them, or above a row with them
  const visible = (rows, matches) => {
    const kept = new Set();
    const above = [];
    for (const row of rows) {
      while (above.length && above.at(-1).depth >= depth(row)) above.pop();
      const own = matches(row);
      const under = above.some(one => one.own);
      if (own) above.forEach(one => kept.add(one.row));
      if (own || under) kept.add(row);
      above.push({ row, depth: depth(row), own });
    }
    return kept;
  };
  const apply = (table, text, status) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = row => words.every(word => row.textContent.toLowerCase().includes(word));
    const bodies = [...table.tBodies];
    const kept = new Set(bodies.flatMap(body => [...visible([...body.rows], matches)]));
    const rows = bodies.flatMap(body => [...body.rows]);
    rows.forEach(row => { row.hidden = !kept.has(row); });
    status.textContent = words.length ? `${kept.size} of ${rows.length} rows` : "";
    table.dispatchEvent(new Event("rows"));
  };

  for (const table of $$("main table")) {
    const rows = [...table.tBodies].reduce((sum, body) => sum + body.rows.length, 0);
    const scroll = table.closest(".scroll");
    if (rows <= enough || !scroll) continue;
    const input = make("input", { type: "search", placeholder: "Filter rows", autocomplete: "off", spellcheck: false });
    const status = make("span", { className: "filter-status" });
    input.setAttribute("aria-label", "Filter rows: " + clean(table.caption.textContent));
    status.setAttribute("role", "status");
    input.addEventListener("input", () => apply(table, input.value, status));
    input.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      input.value = "";
      apply(table, "", status);
    });
    scroll.before(make("div", { className: "filter" }, input, status));
    table.addEventListener("reveal", () => {
      input.value = "";
      apply(table, "", status);
    });
  }

  // A link to a row that is filtered out brings all rows back
  const reveal = hash => {
    const row = hash && document.getElementById(decodeURIComponent(hash.slice(1)))?.closest("tr");
    if (row?.hidden) row.closest("table").dispatchEvent(new Event("reveal"));
  };
  addEventListener("click", event => reveal(event.target.closest("a[href^='#']")?.hash));
  addEventListener("hashchange", () => reveal(location.hash));
})();
