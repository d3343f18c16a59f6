"""Numbers of the narrative, as an outsider would get them wrong."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from eval.plant.digits import (
    Slip,
    is_same,
    moved_point,
    other_digit,
    other_digits,
    transposed,
    without_a_digit,
)
from eval.plant.planting import Plant, edited, in_prose, levels, said_at, with_paragraph
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Recognised, Role, Statement

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SWAPPING = "〇〇〇"  # what stands in the place of one number while the other is written there
TURNED = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长"}
DIRECTION = re.compile(r"(?P<word>增加|减少|增长|下降)(?:了)?[\d,.]*[1-9][\d,.]*(?:万元|亿元|元|%)")


def _slipped(
    kind: str, slip: Slip, said: Sequence[Statement], read: Recognised, chance: Random
) -> Plant | None:
    """The digits alone are changed, whatever stands beside them."""
    if not said:
        return None
    one = chance.choice(said)
    text = squeeze(one.source.text)
    digits = NUMBER.search(text)
    changed = slip(digits[0], chance) if digits else None
    if digits is None or changed is None or is_same(changed, digits[0]):
        return None
    return in_prose(kind, read, one, text[: digits.start()] + changed + text[digits.end() :])


def digit_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("digit_in_prose", other_digit, levels(disclosure), read, chance)


def two_digits_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("two_digits_in_prose", other_digits, levels(disclosure), read, chance)


def digit_dropped_in_prose(
    read: Recognised, disclosure: Disclosure, chance: Random
) -> Plant | None:
    return _slipped("digit_dropped_in_prose", without_a_digit, levels(disclosure), read, chance)


def transposed_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("transposed_in_prose", transposed, levels(disclosure), read, chance)


def point_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("point_in_prose", moved_point, levels(disclosure), read, chance)


def change_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """A digit of the amount by which something is said to have changed."""
    said = [
        s
        for s in disclosure.statements
        if s.role is Role.CHANGE and s.amount.is_money and s.amount.number
    ]
    return _slipped("change_in_prose", other_digit, said, read, chance)


def direction(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """增加 where it should say 减少."""
    held = [
        (i, found)
        for i, p in enumerate(read.paragraphs)
        for found in DIRECTION.finditer(p.text)
        if p.lines
    ]
    if not held:
        return None
    number, found = chance.choice(held)
    word = TURNED[found["word"]]
    changed = edited(read.paragraphs[number], *found.span("word"), word)
    if changed is None:
        return None
    said = tuple(s for s in disclosure.statements if squeeze(s.sentence) in changed.text or
                 found[0] in s.sentence)  # fmt: skip
    planted = with_paragraph(read, number, changed)
    sources = tuple(s.source for s in said) + tuple(s.sentence_source for s in said)
    return Plant("direction", found[0], word, planted, sources)


def swapped_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Two amounts that follow each other in one sentence stand in each other's place."""
    pairs = [
        (one, other)
        for one, other in itertools.pairwise(levels(disclosure))
        if one.sentence == other.sentence and squeeze(one.source.text) != squeeze(other.source.text)
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    text, second = squeeze(one.source.text), squeeze(other.source.text)
    first = in_prose("swapped_in_prose", read, one, SWAPPING)
    both = in_prose("swapped_in_prose", first.planted, other, text) if first else None
    at = (
        said_at(both.planted, replace(one, source=replace(one.source, text=SWAPPING)))
        if both
        else None
    )
    if both is None or at is None:
        return None
    number, start = at
    changed = edited(both.planted.paragraphs[number], start, start + len(SWAPPING), second)
    if changed is None:
        return None
    planted = with_paragraph(both.planted, number, changed)
    places, ids = (one.source, other.source), (one.id, other.id)
    return Plant("swapped_in_prose", f"{text} {second}", f"{second} {text}", planted, places, ids)


def unit_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    said = [s for s in levels(disclosure) if squeeze(s.source.text).endswith(("万元", "亿元"))]
    if not said:
        return None
    one = chance.choice(said)
    text = squeeze(one.source.text)
    other = text[:-2] + ("元" if text.endswith("万元") else "万元")
    return in_prose("unit_in_prose", read, one, other)


def percentage(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """A share or a rate left over from elsewhere."""
    said = [
        s
        for s in disclosure.statements
        if s.role in (Role.SHARE, Role.RATE) and s.amount.unit == "%" and s.amount.number
    ]
    if not said:
        return None
    one = chance.choice(said)
    text = re.search(r"[\d.,]+", squeeze(one.source.text))
    if text is None:
        return None
    places = len(text[0].partition(".")[2])
    number = round(Decimal(chance.randint(10, 9900)) / 100, places)
    if abs(number - abs(one.amount.number)) < 1:
        return None
    old = squeeze(one.source.text)
    return in_prose("percentage", read, one, old.replace(text[0], f"{number:f}"))
