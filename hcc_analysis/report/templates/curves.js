
// Survival curves: a line that follows the pointer or the arrow keys, with what every curve says there
(() => {
  const step = 0.5; // months that an arrow key moves by
  const [AT, RISK, CENSORED, SURVIVAL, LOWER, UPPER] = [0, 1, 2, 3, 4, 5];
  const percent = value => (value === null ? "\u2013" : value.toFixed(1));

  // What a curve says at a time: its last step, and those whose time is at or after it
  const read = (group, time) => {
    const { steps } = group;
    const passed = steps.findLast(one => one[AT] <= time);
    const next = steps.find(one => one[AT] >= time);
    const over = time > steps.at(-1)[AT];
    return {
      survival: over ? null : passed ? passed[SURVIVAL] : 100,
      limits: over || !passed ? [null, null] : [passed[LOWER], passed[UPPER]],
      risk: next ? next[RISK] : 0,
    };
  };
  const interval = ([lower, upper]) => (lower === null || upper === null ? "\u2013" : `${percent(lower)}\u2013${percent(upper)}`);
  const words = (group, time) => {
    const said = read(group, time);
    const limits = said.limits[0] === null ? "" : `, interval ${interval(said.limits)}`;
    const rate = said.survival === null ? "after the last observation" : `${percent(said.survival)}%${limits}`;
    return `${group.name}: ${rate}, ${said.risk} at risk`;
  };

  // The curve as a path in the unit square of the plot
  const outline = (group, { last, top }) => {
    const x = time => time / last;
    const y = value => 1 - value / top;
    let path = `M0 ${y(100)}`;
    for (const one of group.steps) path += `H${x(one[AT])}V${y(one[SURVIVAL])}`;
    const marks = group.steps.filter(one => one[CENSORED])
      .map(one => `M${x(one[AT])} ${y(one[SURVIVAL]) - 0.02}v0.04`).join("");
    return [path, marks];
  };
  const veil = (sheet, curves, on) => {
    const draw = (d, group, dashes) => {
      const line = document.createElementNS(sheet.namespaceURI, "path");
      line.setAttribute("d", d);
      line.setAttribute("stroke", group.line);
      line.setAttribute("stroke-dasharray", dashes.map(length => length * 2).join(" "));
      return line;
    };
    $$("path", sheet).forEach(line => line.remove());
    sheet.toggleAttribute("hidden", on.size === curves.groups.length);
    for (const group of on) {
      const [path, marks] = outline(group, curves);
      sheet.append(draw(path, group, group.dashes), draw(marks, group, []));
    }
  };

  const table = (groups, toggle) => {
    const head = ["Group", "Survival (%)", "Interval", "At risk"].map((text, i) =>
      make("th", { scope: "col", textContent: text, className: i ? "right" : "" }));
    const rows = groups.map(group => {
      const name = groups.length > 1
        ? make("button", { type: "button", textContent: group.name })
        : make("span", { textContent: group.name });
      name.style.color = group.ink;
      if (groups.length > 1) {
        name.setAttribute("aria-pressed", "true");
        name.addEventListener("click", () => name.setAttribute("aria-pressed", String(toggle(group))));
      }
      const cells = [1, 2, 3].map(() => make("td", { className: "right" }));
      return make("tr", {}, make("th", { scope: "row" }, name), ...cells);
    });
    return make("table", {}, make("caption"), make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  };

  const follow = (image, curves) => {
    const label = clean($("h3 .label", image.closest(".output")).textContent);
    const { groups, last, top, box } = curves;
    const on = new Set(groups);
    const trace = $("#trace").content.cloneNode(true).firstElementChild;
    const [line, sheet] = [$(".trace-line", trace), $(".trace-sheet", trace)];
    const dots = groups.map(group => make("span", { className: "trace-dot" }));
    dots.forEach((dot, i) => { dot.style.background = groups[i].line; });
    trace.append(...dots);
    ["left", "top", "width", "height"].forEach((side, i) => { trace.style[side] = box[i] * 100 + "%"; });

    let time = 0;
    const readout = table(groups, group => {
      const shown = on.delete(group) ? false : Boolean(on.add(group));
      veil(sheet, curves, on);
      show(time);
      return shown;
    });
    const show = to => {
      time = Math.min(last, Math.max(0, Math.round(to * 10) / 10));
      line.style.left = (time / last) * 100 + "%";
      readout.caption.textContent = `At ${time.toFixed(1)} months`;
      groups.forEach((group, i) => {
        const said = read(group, time);
        const row = readout.tBodies[0].rows[i];
        row.classList.toggle("off", !on.has(group));
        [percent(said.survival), interval(said.limits), String(said.risk)].forEach((text, k) => {
          row.cells[k + 1].textContent = on.has(group) ? text : "";
        });
        dots[i].hidden = !on.has(group) || said.survival === null;
        dots[i].style.left = line.style.left;
        dots[i].style.top = (1 - (said.survival ?? 0) / top) * 100 + "%";
      });
      trace.setAttribute("aria-valuenow", String(time));
      const spoken = groups.filter(group => on.has(group)).map(group => words(group, time));
      trace.setAttribute("aria-valuetext", [`${time.toFixed(1)} months`, ...spoken].join("; "));
    };

    trace.setAttribute("aria-label", `${label}: time in months`);
    trace.setAttribute("aria-valuemin", "0");
    trace.setAttribute("aria-valuemax", String(last));
    const point = event => {
      const at = trace.getBoundingClientRect();
      trace.classList.add("used");
      show(((event.clientX - at.left) / at.width) * last);
    };
    trace.addEventListener("pointermove", point);
    trace.addEventListener("pointerdown", point);
    trace.addEventListener("pointerleave", () => trace.classList.remove("used"));
    const keys = {
      ArrowRight: () => time + step, ArrowUp: () => time + step,
      ArrowLeft: () => time - step, ArrowDown: () => time - step,
      PageUp: () => time + 6, PageDown: () => time - 6, Home: () => 0, End: () => last,
    };
    trace.addEventListener("keydown", event => {
      if (!keys[event.key]) return;
      event.preventDefault();
      show(keys[event.key]());
    });

    const frame = make("div", { className: "trace-frame" });
    image.replaceWith(frame);
    frame.append(image, trace);
    const hint = make("p", { textContent: "Point at the curves, or focus them and use the arrow keys."
      + (groups.length > 1 ? " A group\u2019s name fades it or brings it back." : "") });
    frame.parentElement.append(make("div", { className: "readout" }, readout, hint));
    show(0);
  };

  for (const [id, curves] of Object.entries(facts.curves)) {
    const image = $(".plate-image", document.getElementById(id));
    if (image) follow(image, curves);
  }
})();
