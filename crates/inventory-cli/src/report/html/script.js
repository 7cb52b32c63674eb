"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // Light and dark: the system's choice until the button is used.
  const theme = byId("theme");
  const dark = () =>
    (document.documentElement.dataset.theme ||
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = () => { theme.textContent = dark() ? "Light" : "Dark"; };
  theme.hidden = false;
  name();
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    name();
  });

  // A link to a mechanism unfolds it.
  const unfold = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details.mechanism")) {
      target.open = true;
      target.classList.remove("filtered-out");
      target.scrollIntoView({ block: "start" });
      target.querySelector("summary").focus({ preventScroll: true });
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  const only = byId("only-fragmented");
  if (only) {
    const show = () => byId("matrix").classList.toggle("only-fragmented", only.checked);
    only.addEventListener("change", show);
    show();
  }

  const mechanisms = [...document.querySelectorAll("details.mechanism")];
  const filter = byId("filter");
  if (filter) {
    const texts = mechanisms.map((mechanism) => mechanism.textContent.toLowerCase());
    filter.addEventListener("input", () => {
      const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      mechanisms.forEach((mechanism, position) => {
        const match = words.every((word) => texts[position].includes(word));
        mechanism.classList.toggle("filtered-out", !match);
        shown += match ? 1 : 0;
      });
      byId("filtered").textContent = words.length ? `${shown} of ${mechanisms.length}` : "";
    });
    const all = byId("unfold");
    all.hidden = false;
    all.addEventListener("click", () => {
      const open = mechanisms.some((mechanism) => !mechanism.open);
      mechanisms.forEach((mechanism) => { mechanism.open = open; });
      all.textContent = open ? "Fold all" : "Unfold all";
    });
  }

  // The graph shows what one mechanism, or one dimension, is tied to.
  const graph = byId("graph");
  if (graph) {
    const chords = [...graph.querySelectorAll(".chord")];
    const nodes = [...graph.querySelectorAll(".node")];
    const select = byId("graph-dimension");
    const has = (element, attribute, word) => element.dataset[attribute].split(" ").includes(word);
    const show = (id) => {
      const dimension = select.value;
      graph.classList.toggle("focused", Boolean(id || dimension));
      const near = new Set(id ? [id] : []);
      for (const chord of chords) {
        const lit = (!id || has(chord, "ends", id)) && (!dimension || has(chord, "dimensions", dimension));
        chord.classList.toggle("lit", lit);
        if (lit) chord.dataset.ends.split(" ").forEach((end) => near.add(end));
      }
      for (const node of nodes) {
        const lit = id ? near.has(node.dataset.id) : !dimension || has(node, "dimensions", dimension);
        node.classList.toggle("lit", lit);
      }
    };
    for (const node of nodes) {
      node.addEventListener("mouseenter", () => show(node.dataset.id));
      node.addEventListener("mouseleave", () => show(null));
      node.addEventListener("focus", () => show(node.dataset.id));
      node.addEventListener("blur", () => show(null));
    }
    select.addEventListener("change", () => show(null));
    show(null);
  }
})();
