"""The numbers that Word writes before paragraphs by itself: 一、, （一）, 1. – printed, but no text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.read.office.markup import Element, attribute, child, children, value_at

DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """Up to 99 as people count: 一, 十, 十一, 二十."""
    if number > 99:
        return "".join(DIGITS[int(d)] for d in str(number))
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return ten + (DIGITS[ones] if ones else "") or DIGITS[0]


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


WRITTEN: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "decimalZero": lambda n: f"{n:02d}",
}
SILENT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    form: str
    text: str  # "%1、"
    start: int

    def written(self, counts: dict[int, int], levels: dict[int, Level]) -> str:
        if self.form in SILENT:
            return ""

        def one(mark: re.Match[str]) -> str:
            at = int(mark[1]) - 1
            form = levels[at].form if at in levels else "decimal"
            return WRITTEN.get(form, str)(counts.get(at, 1))

        return re.sub(r"%([1-9])", one, self.text)


@dataclass(slots=True)
class Numbering:
    """Counts along the document: each list goes on where it was."""

    lists: dict[str, tuple[str, dict[int, Level]]]  # numId → its abstract list and levels
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next(self, number: str, level: int) -> str:
        """What is printed before the next paragraph of this list and level; "" where nothing."""
        if number not in self.lists:
            return ""
        key, levels = self.lists[number]
        if level not in levels:
            return ""
        counts = self._counts[key]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return levels[level].written(counts, levels)


def read_numbering(root: Element | None) -> Numbering:
    if root is None:
        return Numbering({})
    abstract = {
        attribute(a, "abstractNumId"): {
            int(attribute(level, "ilvl") or 0): _level(level) for level in children(a, "lvl")
        }
        for a in children(root, "abstractNum")
    }
    found = {}
    for number in children(root, "num"):
        key = value_at(number, "abstractNumId")
        levels = dict(abstract.get(key, {}))
        own = attribute(number, "numId")
        for changed in children(number, "lvlOverride"):
            at = int(attribute(changed, "ilvl") or 0)
            if (level := child(changed, "lvl")) is not None:
                levels[at] = _level(level)
            if child(changed, "startOverride") is not None:
                key = f"{key}/{own}"  # it begins anew
        found[own] = (key, levels)
    return Numbering(found)


def _level(level: Element) -> Level:
    start = value_at(level, "start")
    return Level(
        value_at(level, "numFmt") or "decimal",
        value_at(level, "lvlText"),
        int(start) if start.isdecimal() else 1,
    )
