"""What is told while an answer is being made. No digit is told before it was read again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

VEIL = "▒▒▒"  # stands for a number that is not proved yet
_YEAR = r"(?:19|20)\d{2}(?=\s?(?:年|-|—|–|、))"
_VEILED = re.compile(rf"(?P<keep>{_YEAR})|(?:\[\d+\])+|-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Understood:
    """按…理解."""

    reading: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The sentences, each number under a veil."""

    text: str


@dataclass(frozen=True, slots=True)
class Proving:
    """So many of the cited places have been read again."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class AskingModel:
    name: str


Progress = Understood | Composed | Proving | AskingModel
Told = Callable[[Progress], None]


def nobody(_: Progress) -> None:
    """Where nobody wants to know."""


def veiled(text: str) -> str:
    """收入总计 364.4 万元[1] → 收入总计 ▒▒▒ 万元. Years stay."""

    def veil(found: re.Match[str]) -> str:
        if found["keep"]:
            return found["keep"]
        return "" if found[0].startswith("[") else VEIL

    return _VEILED.sub(veil, text)
