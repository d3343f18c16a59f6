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

// What is typed is sent only when it is done. The box may be drawn after this is run, so its page listens.
function listen() {
  const page = document.documentElement;
  if (page.dataset.draftKept) return;
  page.dataset.draftKept = "1";
  document.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.closest(".st-key-draft-text")) held(target.value);
  });
}

export default function ({ data, setTriggerValue }) {
  listen();
  if (!data.asks) held(data.text);
  else if (held()) setTriggerValue("text", held());
}
