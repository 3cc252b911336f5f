
// Numbers: each opens a card that says what it is, how it was made, and what the paper printed
(() => {
  const card = $(".card");
  const body = $(".card-body");
  const known = element => element.dataset.result.split(" ").filter(id => facts.results[id]);
  const numbers = $$("main [data-result]").filter(element => clean(element.textContent) && known(element).length);

  // What stands on the card
  const link = (text, href) => make("a", { href, textContent: text });
  const listed = items => items.flatMap((item, i) => (i ? [", ", item] : [item]));
  const rows = (...pairs) => {
    const list = make("dl");
    for (const [name, ...content] of pairs) {
      list.append(make("div", {}, make("dt", { textContent: name }), make("dd", {}, ...content)));
    }
    return list;
  };
  const named = id => `${facts.outputs[id].label} ${facts.outputs[id].title}`;
  const agreement = status => {
    const [sign, meaning] = facts.statuses[status];
    const word = make("span", { className: "status " + status.replace(" ", "-"), textContent: `${sign} ${status}` });
    return [word, ": " + meaning];
  };
  const printed = (id, claim) => [
    ["Printed", `${claim.printed} `, link("in the comparison", "#claim-" + id)],
    ["In the paper", `${claim.quote} (${claim.where})`],
    ["Agreement", ...agreement(claim.status), ...(claim.note ? [make("p", { textContent: claim.note })] : [])],
  ];
  const none = "not stated";
  const part = id => {
    const result = facts.results[id];
    const claim = facts.claims[id];
    return make("section", {},
      make("h3", { textContent: result.what }),
      rows(
        ["Result", make("code", { textContent: id })],
        ["Value", result.value],
        ...(result.interval ? [["Interval", result.interval]] : []),
        ["n", String(result.n ?? none)],
        ["Method", result.method || none],
        ...(claim ? printed(id, claim) : [["Printed", "no printed number is held against this one"]]),
        ["Published by", ...listed(result.outputs.map(output => link(named(output), "#" + output)))],
      ));
  };
  const making = output => {
    const { cells, label } = facts.outputs[output];
    const links = cells.map(cell => link(cell, `#code-${output}-${cell}`));
    return make("section", {},
      make("h3", { textContent: "How it was made" }),
      rows(
        ["Notebook", link(output + ".ipynb", `notebooks/${output}.html`)],
        ...(links.length ? [["Cells", ...listed(links)]] : []),
        ["Choices", `convention ${facts.convention}; notes of `, link(label, "#" + output)],
        ["Data", `${facts.data.title}, version ${facts.data.version}. ${facts.data.provenance}`],
        ["Data SHA-256", make("code", { textContent: facts.data.sha256 || none })],
      ));
  };
  const fill = element => {
    const ids = known(element);
    const limits = new Set(ids.flatMap(id => facts.results[id].limits || []));
    const here = element.closest(".output")?.id;
    const origins = ids.map(id => facts.results[id].outputs).map(all => (all.includes(here) ? here : all[0]));
    $("#card-title").textContent = clean(element.textContent);
    body.replaceChildren(...ids.filter(id => !limits.has(id)).map(part), ...[...new Set(origins)].map(making));
    body.scrollTop = 0;
  };

  // Below the number, above it or beside it, where there is room; else at the edge that is farther from it
  const gap = 8;
  const place = element => {
    const at = element.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const [right, bottom] = [document.documentElement.clientWidth - width - gap, innerHeight - height - gap];
    const clamp = (value, most) => Math.max(gap, Math.min(value, most));
    let [left, top] = [clamp(at.left, right), at.bottom + gap];
    if (top > bottom) top = at.top - gap - height;
    if (top < gap) {
      const beside = [at.right + gap, at.left - gap - width].find(x => x >= gap && x <= right);
      top = beside === undefined && at.top < innerHeight / 2 ? bottom : clamp(beside === undefined ? gap : at.top, bottom);
      left = beside ?? left;
    }
    card.style.left = left + "px";
    card.style.top = Math.max(gap, top) + "px";
  };
  const open = element => {
    fill(element);
    card.showModal();
    place(element);
  };
  card.addEventListener("click", event => {
    if (event.target === card || event.target.closest("a, .card-close")) card.close();
  });

  // In a table the arrow keys go from number to number, and the table is one stop of the tabulator
  const shown = table => $$("[data-result][tabindex]", table).filter(element => !element.closest("tr").hidden);
  const stop = (table, element) => {
    $$("[data-result][tabindex='0']", table).forEach(other => { other.tabIndex = -1; });
    if (element) element.tabIndex = 0;
  };
  const column = element => element.closest("th, td").cellIndex;
  const beyond = (element, all, step) => {
    const order = step > 0 ? all : all.toReversed();
    const after = order.slice(order.indexOf(element) + 1);
    return after.find(other => other.closest("tr") !== element.closest("tr") && column(other) === column(element));
  };
  const moves = {
    ArrowRight: (element, all) => all[all.indexOf(element) + 1],
    ArrowLeft: (element, all) => all[all.indexOf(element) - 1],
    ArrowDown: (element, all) => beyond(element, all, 1),
    ArrowUp: (element, all) => beyond(element, all, -1),
    Home: (element, all) => all[0],
    End: (element, all) => all.at(-1),
  };
  const move = (event, element, table) => {
    const to = moves[event.key](element, shown(table));
    event.preventDefault();
    if (!to) return;
    stop(table, to);
    to.focus();
  };

  for (const element of numbers) {
    const table = element.closest("table");
    element.setAttribute("aria-haspopup", "dialog");
    element.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (table) stop(table, element);
      element.focus();
      open(element);
    });
    if (element.localName === "a") continue;
    element.setAttribute("role", "button");
    element.tabIndex = table ? -1 : 0;
    if (table) element.setAttribute("aria-describedby", "numbers-help");
    element.addEventListener("keydown", event => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(element);
      } else if (table && moves[event.key]) move(event, element, table);
    });
  }
  for (const table of new Set(numbers.map(element => element.closest("table")).filter(Boolean))) {
    const renew = () => stop(table, shown(table)[0]);
    table.addEventListener("rows", renew);
    renew();
  }
  document.documentElement.classList.add("numbers-open");
})();
