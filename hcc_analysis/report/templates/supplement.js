
(() => {
  // Contents: folded on a narrow screen, always open beside the text
  const fold = $(".contents details");
  const wide = matchMedia("(min-width: 70rem)");
  const setFold = () => { fold.open = wide.matches; };
  wide.addEventListener("change", setFold);
  setFold();
  fold.addEventListener("click", event => {
    if (event.target.closest("a") && !wide.matches) fold.open = false;
  });

  // Theme
  const root = document.documentElement;
  const themeButton = $(".theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const remembered = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const remember = theme => { try { localStorage.setItem("theme", theme); } catch { /* a file may not store */ } };
  const showTheme = () => themeButton.setAttribute("aria-pressed", String(isDark()));
  if (["dark", "light"].includes(remembered())) root.dataset.theme = remembered();
  themeButton.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(root.dataset.theme);
    showTheme();
  });
  dark.addEventListener("change", showTheme);
  showTheme();
  $(".tools").hidden = false;

  // Reading position
  const links = new Map($$(".toc a").map(link => [link.hash.slice(1), link]));
  const places = [...links.keys()].map(id => document.getElementById(id)).filter(Boolean);
  let current = null;
  const follow = () => {
    const line = innerHeight * 0.3;
    const passed = places.filter(place => place.getBoundingClientRect().top <= line);
    const place = passed.at(-1) || places[0];
    const link = place && links.get(place.id);
    if (!link || link === current) return;
    if (current) current.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
    if (wide.matches) link.scrollIntoView({ block: "nearest" });
  };
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; follow(); });
  }, { passive: true });
  follow();

  // Search over captions, tables, notes and compared numbers
  const search = $("#search");
  const hits = $(".hits");
  const toc = $(".toc");
  const count = $(".hits-count");
  let corpus = null;
  const entries = () => corpus ??= [
    ...$$(".output").map(section => ({
      id: section.id,
      name: clean($("h3 .label", section).textContent) + " " + clean($("h3 .title", section).textContent),
      text: clean($$(".title, .caption, .output-table, .notes, .plate-image", section)
        .map(part => part.alt || part.innerText || part.textContent).join(" ")),
    })),
    ...$$("#all-claims tbody tr").map(row => ({
      id: row.id,
      name: clean(row.cells[0].firstChild.textContent),
      text: `printed ${clean(row.cells[1].textContent)}, computed ${clean(row.cells[2].textContent)}`,
      more: row.textContent,
    })),
  ].map(entry => ({ ...entry, lower: [entry.name, entry.text, entry.more].join(" ").toLowerCase() }));
  const snippet = (text, word) => {
    const at = text.toLowerCase().indexOf(word);
    if (at < 0) return [make("span", { className: "snippet", textContent: text.slice(0, 75) })];
    const from = Math.max(0, at - 30);
    const before = (from ? "\u2026" : "") + text.slice(from, at);
    const after = text.slice(at + word.length, at + word.length + 45);
    return [make("span", { className: "snippet" },
      before, make("mark", { textContent: text.slice(at, at + word.length) }), after + "\u2026")];
  };
  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    toc.hidden = words.length > 0;
    hits.hidden = !words.length;
    hits.replaceChildren();
    count.textContent = "";
    if (!words.length) return;
    const found = entries().filter(entry => words.every(word => entry.lower.includes(word)));
    count.textContent = found.length === 1 ? "1 place" : found.length + " places";
    for (const entry of found.slice(0, 60)) {
      const link = make("a", { href: "#" + entry.id }, entry.name, ...snippet(entry.text, words[0]));
      hits.append(make("li", {}, link));
    }
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", event => {
    if (event.key === "Escape") { search.value = ""; find(); }
    if (event.key === "Enter") $("a", hits)?.click();
  });
  addEventListener("keydown", event => {
    if (event.key !== "/" || event.target.closest("input, textarea")) return;
    event.preventDefault();
    fold.open = true;
    search.focus();
  });

  // Sorting where the order of the rows is free
  const number = text => {
    const match = text.replace(/\u2212/g, "-").match(/^[<>\u2264\u2265]?\s*(-?\d+(?:\.\d+)?)/);
    return match ? Number(match[1]) : null;
  };
  const compare = (a, b) => {
    const [x, y] = [number(a), number(b)];
    if (x !== null && y !== null) return x - y;
    if (x !== null || y !== null) return x !== null ? -1 : 1;
    return a.localeCompare(b, "en", { numeric: true });
  };
  const sortBy = (table, header, column) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    $$("[aria-sort]", table).forEach(other => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].map(row => [clean(row.cells[column].textContent), row]);
    rows.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
    body.append(...rows.map(([, row]) => row));
    table.dispatchEvent(new Event("rows"));
  };
  for (const table of $$("table.sortable")) {
    if (table.tHead.rows.length !== 1) continue;
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = make("button", { type: "button", className: "sort" }, ...header.childNodes);
      button.addEventListener("click", () => sortBy(table, header, column));
      header.append(button);
    });
  }

  // Figures open large
  const viewer = $(".viewer");
  const stage = $(".viewer-stage");
  const enlarge = image => {
    const section = image.closest(".output");
    $("#viewer-title").textContent = section ? clean($("h3 .label", section).textContent + " " + $("h3 .title", section).textContent) : "";
    stage.replaceChildren(make("img", { src: image.src, alt: image.alt }));
    viewer.showModal();
  };
  for (const image of $$(".plate-image")) {
    const label = clean($("h3 .label", image.closest(".output")).textContent);
    const button = make("button", { type: "button", className: "enlarge", textContent: "Enlarge" });
    button.setAttribute("aria-label", "Enlarge " + label);
    button.addEventListener("click", () => enlarge(image));
    image.after(button);
  }
  $(".viewer-close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("close", () => stage.replaceChildren());

  // A link to a place inside a folded part opens it
  const unfold = hash => {
    const target = hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  };
  addEventListener("hashchange", () => unfold(location.hash));
  addEventListener("click", event => unfold(event.target.closest("a[href^='#']")?.hash));
  unfold(location.hash);
})();
