"""The word lists of ingest/data, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
SPACE = re.compile(r"\s+")


@cache
def words(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """One pattern for a list of them: matches where any of them does."""
    found = words(name)[key]
    return re.compile("|".join(found) if isinstance(found, list) else found)


def squeeze(text: str) -> str:
    return SPACE.sub("", text)
