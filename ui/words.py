"""What the interface says, in Chinese or English: `say("ask.new")`.

The words stand in `ui/data/*.toml`, a file a room: `new = {zh = "新对话", en = "New conversation"}` in
`ask.toml` is `ask.new`. Disclosures, questions and answers are never translated, only what is around them.
"""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

Tongue = Literal["zh", "en"]
TONGUES: tuple[Tongue, ...] = ("zh", "en")  # the first is the default
DATA = Path(__file__).with_name("data")
_spoken: ContextVar[Tongue] = ContextVar("spoken", default="zh")


@cache
def table() -> dict[str, dict[str, str]]:
    """Every entry as {"ask.new": {"zh": …, "en": …}}."""
    return {
        f"{path.stem}.{key}": entry
        for path in sorted(DATA.glob("*.toml"))
        for key, entry in tomllib.loads(path.read_text("utf-8")).items()
    }


def say(key: str, /, **values: object) -> str:
    """The words of a key in the reader's language, with {name}s filled in. KeyError if unknown."""
    words = table()[key][_spoken.get()]
    return words.format(**values) if values else words


def tongue() -> Tongue:
    return _spoken.get()


def speak(wanted: object) -> Tongue:
    """From here on in this run, say it in this language; the default where it is none of ours."""
    chosen = next((t for t in TONGUES if t == wanted), TONGUES[0])
    _spoken.set(chosen)
    return chosen
