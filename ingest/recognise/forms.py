"""Which standard form a table is, by the words of its title; the words are data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    display: str
    every: tuple[str, ...]
    some: tuple[str, ...]
    none: tuple[str, ...]

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
        )
        for entry in tomllib.loads(content)["form"]
    )


def forms() -> dict[str, str]:
    """Form name → what people call it."""
    return {signature.name: signature.display for signature in signatures()}


def classify(title: str) -> str:
    found = (signature.name for signature in signatures() if signature.fits(title))
    return next(found, UNCLASSIFIED)
