const TAGS = new Set(["div", "p", "span", "button", "sup", "code", "h1"]);

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
  for (const child of node.children || []) made.appendChild(build(child));
  return made;
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
