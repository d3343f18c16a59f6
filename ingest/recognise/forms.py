"""Which standard form a table is, by the words of its title; the words are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

UNCLASSIFIED = "unclassified"
SEVERAL = 2  # cells: one might be chance


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    display: str
    every: tuple[str, ...]
    some: tuple[str, ...]
    none: tuple[str, ...]
    columns: tuple[str, ...]  # each stands in some column header, where the title says nothing
    body: tuple[str, ...]  # whole cells, several of which stand in no other form

    def fits_columns(self, heads: Sequence[str]) -> bool:
        return bool(self.columns) and all(
            any(re.search(wanted, head) for head in heads) for wanted in self.columns
        )

    def fits_body(self, texts: Sequence[str]) -> bool:
        return bool(self.body) and sum(text in self.body for text in texts) >= SEVERAL

    def fits(self, title: str) -> bool:
        return (
            all(word in title for word in self.every)
            and (not self.some or any(word in title for word in self.some))
            and not any(word in title for word in self.none)
        )


@cache
def signatures() -> tuple[Signature, ...]:
    content = resources.files("ingest").joinpath("data/forms.toml").read_text(encoding="utf-8")
    return tuple(
        Signature(
            entry["name"],
            entry["display"],
            tuple(entry.get("all", ())),
            tuple(entry.get("any", ())),
            tuple(entry.get("none", ())),
            tuple(entry.get("columns", ())),
            tuple(entry.get("body", ())),
        )
        for entry in tomllib.loads(content)["form"]
    )


def forms() -> dict[str, str]:
    """Form name → what people call it."""
    return {signature.name: signature.display for signature in signatures()}


def classify(title: str, columns: Sequence[tuple[str, ...]] = (), texts: Sequence[str] = ()) -> str:
    """By title; where that says nothing, by the column headers, then by what cells say."""
    found = next((s.name for s in signatures() if s.fits(title)), UNCLASSIFIED)
    if found != UNCLASSIFIED:
        return found
    heads = ["".join(path) for path in columns]
    told = (s.name for s in signatures() if s.fits_columns(heads) or s.fits_body(texts))
    return next(told, UNCLASSIFIED)
