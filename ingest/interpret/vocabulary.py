"""The word lists of ingest/data, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


@cache
def words(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One pattern for a list of them: matches where any of them does."""
    found = words(name)[key]
    return re.compile("|".join(found) if isinstance(found, list) else found)


@cache
def _patterns(name: str, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in words(name)[key])


def without(name: str, key: str, text: str) -> str:
    """The text after each pattern of a list was taken out of it, in the order of the list."""
    if pattern(name, key).search(text):
        for one in _patterns(name, key):
            text = one.sub("", text)
    return text


def squeeze(text: str) -> str:
    return "".join(text.split())
