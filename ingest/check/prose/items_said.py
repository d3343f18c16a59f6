"""Items as the narrative and the tables name them: their level, their name, and names of old."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.check.compare import fact_side, in_words, statement_side
from ingest.interpret.labels import bare_label
from ingest.interpret.vocabulary import squeeze, words
from ingest.records import (
    Disclosure,
    Fact,
    Finding,
    PassageKind,
    Role,
    Severity,
    Side,
    Statement,
)

LEVELS = {3: "类", 5: "款", 7: "项"}
SAID = re.compile(r"(?P<name>[\u4e00-\u9fff]{3,24})[（(](?P<level>[类款项])[）)]")
CODED = re.compile(
    r"(?<!\d)(?P<code>2\d{6}|2\d{4})[-—、](?P<name>[\u4e00-\u9fff]{3,30}?)(?=\d|[，。；（])"
)
ITEM = re.compile(r"(?P<name>[\u4e00-\u9fff（）()]{3,30}?)[（(](?:\d{2,7})?项[）)]")
TELLING = 3  # digits of an amount that says which item is meant


def items_said(disclosure: Disclosure) -> Iterator[Finding]:
    """行政事业单位离退休（类）, which is a 款; …活动费支出（项）, which no table has."""
    held: dict[str, dict[str, Fact]] = defaultdict(dict)  # name → level → its first row
    rows: list[Fact] = []
    for fact in disclosure.facts:
        level = LEVELS.get(len(fact.code))
        if level and fact.code.isdigit() and fact.code[0] == "2" and fact.row:
            held[_bare(fact.row[-1])].setdefault(level, fact)
            rows.append(fact)
    if rows:
        yield from _other_levels(disclosure, held)
        yield from _other_names(disclosure, held, rows)
        yield from _other_codes(disclosure, rows)


def _bare(label: str) -> str:
    return bare_label(squeeze(label)).removesuffix("支出")


def _other_levels(disclosure: Disclosure, held: dict[str, dict[str, Fact]]) -> Iterator[Finding]:
    told: set[str] = set()
    for passage in disclosure.passages:
        if passage.kind is not PassageKind.NARRATIVE or not passage.sources:
            continue
        for said in SAID.finditer(passage.text):
            name = _bare(said["name"])
            if name in told or name not in held or said["level"] in held[name]:
                continue
            told.add(name)
            right = "、".join(sorted(held[name]))
            source = next((s for s in passage.sources if said[0] in squeeze(s.text)), None)
            message = f"正文写“{said[0]}”，表中“{said['name']}”却是{right}级科目，科目级次写错了。"
            side = Side(f"正文：{said[0]}", None, source or passage.sources[0])
            row = fact_side(next(iter(held[name].values())), disclosure.tables)
            yield Finding("item_level", Severity.NOTICE, message, (side, row), None, None)


def _other_names(
    disclosure: Disclosure, held: dict[str, dict[str, Fact]], rows: list[Fact]
) -> Iterator[Finding]:
    """An item that no table has, for just the money of one that they all have."""
    for said in disclosure.statements:
        named = _item(said)
        if not named or _bare(named) in held or said.year != disclosure.identity.year:
            continue
        same = [
            f
            for f in rows
            if len(f.code) == 7 and f.amount and f.year == said.year
            if f.amount.number and f.amount.agrees_with(said.amount)
        ]
        if len({f.code for f in same}) == 1:
            sides = (statement_side(said), fact_side(same[0], disclosure.tables))
            message = (
                f"正文的“{named}（项）”{in_words(said.amount)}，各表都没有这个科目，"
                f"同一笔钱在表里是“{same[0].row[-1]}”（{same[0].code}），科目名称写错或沿用了旧名。"
            )
            yield Finding("item_name", Severity.NOTICE, message, sides, None, None)


def _other_codes(disclosure: Disclosure, rows: list[Fact]) -> Iterator[Finding]:
    """2080055-机关事业单位基本养老保险缴费支出, where every table has it under 2080505."""
    codes: dict[str, set[str]] = defaultdict(set)
    for fact in rows:
        codes[_bare(fact.row[-1])].add(fact.code)
    known = {code for held in codes.values() for code in held}
    for passage in disclosure.passages:
        for said in CODED.finditer(passage.text) if passage.sources else ():
            held = codes.get(_bare(said["name"]), set())
            if said["code"] in known or len(held) != 1:
                continue
            right = next(iter(held))
            if len(right) != len(said["code"]):
                continue
            row = next(fact for fact in rows if fact.code == right)
            source = next((s for s in passage.sources if said["code"] in squeeze(s.text)), None)
            side = Side(f"正文：{said[0]}", None, source or passage.sources[0])
            message = f"正文写“{said[0]}”，表中“{said['name']}”的编码却是 {right}，编码写错了。"
            sides = (side, fact_side(row, disclosure.tables))
            yield Finding("item_name", Severity.NOTICE, message, sides, None, None)


def _item(said: Statement) -> str:
    if said.role is not Role.LEVEL or not said.amount.is_money:
        return ""
    if len(said.amount.number.normalize().as_tuple().digits) < TELLING - 1:
        return ""
    found = ITEM.search(re.split("[款类][）)]", squeeze(said.subject))[-1])
    return found["name"] if found else ""


def old_items(disclosure: Disclosure) -> Iterator[Finding]:
    """医疗卫生与计划生育支出 in a table of 2024: the classification has dropped it since."""
    last: dict[str, int] = words("checks")["old_items"]
    for table in disclosure.tables:
        found = [
            (name, cell.source)
            for cell in table.cells
            if cell.source and (name := bare_label(squeeze(cell.text))) in last
            if disclosure.identity.year > last[name]
        ]
        if found:
            names = "、".join(dict.fromkeys(f"“{name}”" for name, _ in found))
            message = (
                f"《{table.title}》里还有{names}，这个科目名称在{disclosure.identity.year}年的"
                f"《政府收支分类科目》里已经没有，可能沿用了旧表样。"
            )
            side = Side(f"《{table.title}》{found[0][0]}", None, found[0][1])
            yield Finding("old_item", Severity.NOTICE, message, (side,), None, None)
