"""What the label of a row says of its place: a total, 其中, a numbering."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.interpret.vocabulary import pattern

TOTAL = "合计"
WITHIN = re.compile(r"^(其中|包括)[:：，]?")
ORDINALS = (  # levels of numbering, outermost first
    re.compile(r"^[一二三四五六七八九十]+[、．.]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]、?"),
    re.compile(r"^\d{1,2}[、．.](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
)


@lru_cache(maxsize=50_000)  # the audit asks this of the same few labels over and over
def is_total(label: str) -> bool:
    return not label or pattern("columns", "total").search(label) is not None


def ordinal_level(label: str) -> int | None:
    """0 for 一、 1 for （一） 2 for 1. 3 for （1）; None without numbering."""
    plain = WITHIN.sub("", label)
    for level, numbering in enumerate(ORDINALS):
        if numbering.match(plain):
            return level
    return None


@lru_cache(maxsize=50_000)
def bare_label(label: str) -> str:
    """Without 其中： and numbering, for comparing."""
    plain = WITHIN.sub("", label)
    for numbering in ORDINALS:
        plain = numbering.sub("", plain)
    return plain.rstrip(":：")
