// The draft in this tab, so that a reload does not lose it. It is gone when the tab is closed, and the
// server never stores it.
const KEY = "chazhang-draft";

function held(text) {
  try {
    if (text === undefined) return sessionStorage.getItem(KEY) || "";
    sessionStorage.setItem(KEY, text);
  } catch {
    // storage is forbidden: a reload begins with an empty box
  }
  return "";
}

function listen() {
  const box = document.querySelector(".st-key-draft-text textarea");
  if (!box || box.dataset.kept) return;
  box.dataset.kept = "1";
  box.addEventListener("input", () => held(box.value)); // what is typed is sent only when it is done
}

export default function ({ data, setTriggerValue }) {
  listen();
  if (!data.asks) held(data.text);
  else if (held()) setTriggerValue("text", held());
}
