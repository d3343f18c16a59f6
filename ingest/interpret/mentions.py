"""Running text → the numbers it mentions, each with the words that lead up to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.amount import Amount, parse_amount
from ingest.interpret.vocabulary import words
from ingest.records import Role

BOUNDARY = "，。；;！？,"
NOT_SAID = re.compile(r"(?:[（(]含[^（）()]{0,6}[）)])?(?:以[上下内外]|及以[上下]|左右的)")
NOTHING = re.compile(  # 事业收入为0；
    r"(?<=[费入出费算款金余])(?:预算|决算|支出)?(?:数|总额)?(?:均?为|是|：)(?P<number>0)(?=[，。；、])"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """`lead` is the text from the boundary before it; a 持平 is a CHANGE of 0."""

    start: int
    end: int
    role: Role
    amount: Amount
    lead: str
    lead_start: int


@lru_cache(maxsize=1)
def number_pattern() -> re.Pattern[str]:
    counters = "|".join(sorted(words("narrative")["counters"], key=len, reverse=True))
    return re.compile(
        r"(?P<number>-?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?)"
        rf"(?P<unit>亿元|万元|千元|元|万(?=[（(，。；])|个百分点|[%％]|{counters})"
    )


@lru_cache(maxsize=1)
def same_pattern() -> re.Pattern[str]:
    return re.compile("|".join(words("narrative")["same"]))


@lru_cache(maxsize=1)
def change_pattern() -> re.Pattern[str]:
    both = "|".join(words("narrative")["up"] + words("narrative")["down"])
    tail = r"(?:[（(](?:增加|减少|增长|下降|降低|上升)[）)])?(?:了|额|率|为|约|数|[:：])*$"
    return re.compile(rf"(?P<word>{both}){tail}")


def find_mentions(text: str) -> list[Mention]:
    found: list[Mention] = []
    for match in number_pattern().finditer(text):
        if NOT_SAID.match(text, match.end()):
            continue
        start = _lead_start(text, match.start(), found)
        lead = text[start : match.start()]
        if re.search(r"[\dA-Za-z．.第]$", lead):
            continue
        if match["unit"] == "项" and lead.endswith(("（", "(")):  # 行政单位离退休（01项）
            continue
        found.append(_mention(match, lead, start))
    found += [_nothing(text, match, found) for match in NOTHING.finditer(text)]
    found += [_same(text, match, found) for match in same_pattern().finditer(text)]
    return sorted(found, key=lambda mention: mention.start)


def _lead_start(text: str, end: int, found: list[Mention]) -> int:
    """After the last boundary or the number before, whichever is nearer."""
    cut = max(text.rfind(mark, 0, end) for mark in BOUNDARY) + 1
    before = [m.end for m in found if m.end <= end]
    return max([cut, *before])


def _mention(match: re.Match[str], lead: str, start: int) -> Mention:
    unit = match["unit"].replace("％", "%")
    unit = "万元" if unit == "万" else unit
    unit = "台" if unit.startswith("台") else unit
    amount = parse_amount(match["number"].replace("，", ","), unit)
    change = change_pattern().search(lead)
    if change:
        amount = _signed(amount, change["word"])
        role = Role.RATE if unit == "%" else Role.CHANGE
    elif unit in ("%", "个百分点"):
        role = Role.SHARE
    else:
        role = Role.LEVEL if amount.is_money else Role.COUNT
    return Mention(match.start(), match.end(), role, amount, lead, start)


def _signed(amount: Amount, word: str) -> Amount:
    down = word in words("narrative")["down"]
    return Amount(-amount.number, amount.unit) if down and amount.number > 0 else amount


def _nothing(text: str, match: re.Match[str], found: list[Mention]) -> Mention:
    start = _lead_start(text, match.start("number"), found)
    lead = text[start : match.start("number")]
    zero = parse_amount("0", "万元")
    return Mention(match.start("number"), match.end(), Role.LEVEL, zero, lead, start)


def _same(text: str, match: re.Match[str], found: list[Mention]) -> Mention:
    start = _lead_start(text, match.start(), found)
    amount = parse_amount("0", "万元")
    lead = text[start : match.start()]
    return Mention(match.start(), match.end(), Role.CHANGE, amount, lead, start)
