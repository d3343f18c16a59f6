"""The hand-kept words of assistant/data/lexicon.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon() -> dict[str, Any]:
    text = files("assistant").joinpath("data/lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def place_pattern(*kinds: str) -> str:
    """The names of some kinds of places (provinces, cities), as alternatives of a pattern."""
    return "|".join(name for kind in kinds for name in lexicon()["place"][kind])
