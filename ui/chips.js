// Drawn once on a page, by `chips.prepare`, which puts STYLE before it: all the trees of nodes are drawn
// by this one script, and share one parsed style sheet, whatever their number.

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

const TAGS = new Set([
  "div", "p", "span", "button", "details", "summary", "sup", "code", "h1", "h2", "h3", "ul", "li",
  "table", "thead", "tbody", "tr", "th", "td",
]);
const PLAIN = ["colspan", "rowspan", "scope", "role"]; // attributes that can do no harm

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "polyline", "circle", "line"]);
const MEASURES = ["viewBox", "points", "cx", "cy", "r", "x1", "x2", "y1", "y2"];

// lines and points only; what they measure is numbers, so nothing in them can be a link or a script
function drawn(node) {
  const made = document.createElementNS(SVG, node.tag);
  if (node.class) made.setAttribute("class", node.class);
  for (const name of MEASURES)
    if (node[name] !== undefined) made.setAttribute(name, String(node[name]).replace(/[^0-9.,\- ]/g, ""));
  made.setAttribute("aria-hidden", "true");
  for (const child of node.children || []) made.appendChild(build(child));
  return made;
}

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  if (DRAWN.has(node.tag)) return drawn(node);
  const made = document.createElement(TAGS.has(node.tag) ? node.tag : "span");
  if (node.class) made.className = node.class;
  if (node.title) made.title = node.title;
  if (node.pick) {
    made.type = "button";
    made.dataset.cite = String(node.pick);
    made.dataset.also = node.also || String(node.pick);
  }
  if (node.label) made.setAttribute("aria-label", node.label);
  for (const name of PLAIN) if (node[name]) made.setAttribute(name, String(node[name]));
  if (node.focus) made.tabIndex = 0; // what scrolls can be scrolled by keys
  if (node.live) made.setAttribute("aria-live", "polite");
  if (node.now !== undefined) made.setAttribute("aria-valuenow", String(Number(node.now)));
  if (node.share !== undefined) made.style.width = `${Number(node.share)}%`;
  if (node.copy) {
    made.type = "button";
    made.onclick = () => copied(made, node);
  }
  if (node.link) {
    made.type = "button";
    // the address of this page with other parameters: never another place
    made.onclick = () => copied(made, { ...node, copy: addressed(node.link) });
  }
  if (node.act) {
    made.type = "button";
    made.dataset.act = node.act;
  }
  if (node.ticks !== undefined) tick(made, node);
  if (made.matches("details.menu")) made.addEventListener("toggle", () => unfolded(made));
  if (node.left !== undefined) made.style.left = `${Number(node.left)}%`;
  for (const child of node.children || []) made.appendChild(build(child));
  return made;
}

// seconds that have gone by, from `ticks` on: the page is not drawn again to tell them
function tick(made, node) {
  const from = performance.now() - 1000 * Number(node.ticks);
  const tell = () => {
    const gone = Math.floor((performance.now() - from) / 1000);
    made.textContent = gone ? node.words.replace("{n}", gone) : "";
  };
  tell();
  const timer = setInterval(() => (made.isConnected ? tell() : clearInterval(timer)), 1000);
}

// what folds out over the page is closed by a click elsewhere, or by Escape
const menus = new Set();

function unfolded(menu) {
  if (!menu.open) return menus.delete(menu);
  menus.add(menu);
  const list = menu.lastElementChild;
  list.style.left = "0px";
  const over = list.getBoundingClientRect().right - document.documentElement.clientWidth + 12;
  if (over > 0) list.style.left = `${-over}px`; // on a narrow page it stays on it
  list.scrollIntoView({ block: "nearest" });
}

document.addEventListener("pointerdown", (event) => {
  for (const menu of menus) if (!event.composedPath().includes(menu)) menu.open = false;
});

function escape(event) {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

async function copied(button, node) {
  const word = button.textContent;
  const done = await written(node.copy);
  button.textContent = done ? node.done || "已复制" : node.undone || "没有复制成，请手动选取";
  setTimeout(() => (button.textContent = word), 1600);
}

function addressed(parameters) {
  const address = new URL(window.location.href);
  address.search = new URLSearchParams(parameters).toString();
  address.hash = "";
  return address.toString();
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no permission, or not a secure page: the old way
    const box = document.createElement("textarea");
    box.value = text;
    box.style.position = "fixed";
    box.style.opacity = "0";
    document.body.appendChild(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

function draw({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".root");
  if (!root) {
    parentElement.adoptedStyleSheets = [sheet];
    root = document.createElement("div");
    root.className = "root";
    parentElement.appendChild(root);
  }
  const drawn = JSON.stringify(data.tree);
  if (root.drawn !== drawn) {
    root.replaceChildren(build(data.tree));
    root.drawn = drawn;
  }
  for (const button of root.querySelectorAll("[data-cite]")) {
    const open = button.dataset.also.split(" ").includes(String(data.active));
    button.classList.toggle("open", open);
    button.setAttribute("aria-pressed", String(open));
  }
  if (data.top && !root.shown) {
    root.shown = true;
    // when what stands above it has been drawn
    setTimeout(() => root.scrollIntoView({ block: "start" }), 250);
  }
  root.onkeydown = escape;
  root.onclick = (event) => {
    const button = event.target.closest("[data-cite], [data-act]");
    if (!button) return;
    const menu = button.closest("details.menu");
    if (menu) menu.open = false;
    if (button.dataset.act) setTriggerValue("act", button.dataset.act);
    else setTriggerValue("pick", Number(button.dataset.cite));
  };
}

const held = (globalThis.chazhangNodes ??= {});

export default function () {
  if (held.done) held.done(draw);
  else held.ready = Promise.resolve(draw); // those that come later
}
