const TAGS = new Set(["div", "p", "span", "button", "sup", "code", "h1", "table", "tbody", "tr", "td", "th"]);

function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const made = document.createElement(TAGS.has(node.tag) ? node.tag : "span");
  if (node.class) made.className = node.class;
  if (node.title) made.title = node.title;
  if (node.pick) {
    made.type = "button";
    made.dataset.cite = String(node.pick);
    made.dataset.also = node.also || String(node.pick);
  }
  if (node.wide) made.colSpan = node.wide;
  if (node.deep) made.rowSpan = node.deep;
  if (node.label) made.setAttribute("aria-label", node.label);
  if (node.copy) {
    made.type = "button";
    made.onclick = () => copied(made, node.copy);
  }
  for (const child of node.children || []) made.appendChild(build(child));
  return made;
}

async function copied(button, text) {
  const word = button.textContent;
  const done = await written(text);
  button.textContent = done ? "已复制" : "没有复制成，请手动选取";
  setTimeout(() => (button.textContent = word), 1600);
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

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".root");
  if (!root) {
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
    // after Streamlit's own scroll to the end of the page
    setTimeout(() => root.scrollIntoView({ block: "start", behavior: "smooth" }), 250);
  }
  root.onclick = (event) => {
    const button = event.target.closest("[data-cite]");
    if (button) setTriggerValue("pick", Number(button.dataset.cite));
  };
}
