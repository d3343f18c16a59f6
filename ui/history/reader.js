const KEY = "chazhang-reader";

function known() {
  const fresh = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
  try {
    let word = localStorage.getItem(KEY);
    if (!/^[0-9a-f]{32}$/.test(word || "")) {
      word = fresh();
      localStorage.setItem(KEY, word);
    }
    return word;
  } catch {
    return fresh(); // storage is forbidden: history lasts as long as this page
  }
}

export default function ({ data, setStateValue }) {
  if (!data.known) setStateValue("word", known());
}
