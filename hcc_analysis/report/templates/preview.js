"use strict";
(() => {
  let version = null;
  const shown = document.createElement("pre");
  shown.setAttribute("role", "alert");
  for (const [name, value] of Object.entries({
    position: "fixed", inset: "auto 0 0 0", margin: "0", padding: "1rem", maxHeight: "40vh", overflow: "auto",
    background: "#7a1410", color: "#ffffff", font: "14px/1.4 monospace", whiteSpace: "pre-wrap", zIndex: "1000",
  })) shown.style[name] = value;
  const place = `place of ${location.pathname}`;
  const kept = sessionStorage.getItem(place);
  // The place is the last part that begins above the window, and how far above; its parts may have grown or shrunk.
  const distance = (part) => part.getBoundingClientRect().top;
  const remember = () => {
    const above = [...document.querySelectorAll("main [id]")].filter((part) => distance(part) <= 0 && part.offsetHeight);
    const last = above.at(-1);
    return JSON.stringify(last ? { id: last.id, top: distance(last) } : { id: "", top: -scrollY });
  };
  const goBack = ({ id, top }) => {
    const part = document.getElementById(id);
    scrollTo({ top: (part ? scrollY + distance(part) : 0) - top, behavior: "instant" });
  };
  if (kept !== null) {
    sessionStorage.removeItem(place);
    goBack(JSON.parse(kept));
  }
  const ask = async () => {
    try {
      const status = await (await fetch("/status", { cache: "no-store" })).json();
      if (version !== null && status.version !== version) {
        sessionStorage.setItem(place, remember());
        location.reload();
        return;
      }
      version = status.version;
      shown.textContent = status.message;
    } catch {
      shown.textContent = "hcc-report preview does not answer; it may have been stopped";
    }
    if (shown.textContent) document.body.append(shown); else shown.remove();
    setTimeout(ask, 500);
  };
  ask();
})();
