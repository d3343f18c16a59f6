"""Names, years and words, as an outsider would get them wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from eval.plant.planting import Plant, edited, with_paragraph, with_table
from eval.plant.planting import place_of as place_at
from ingest.check.words.names import place_of
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Recognised, Stage


def _other_name(entity: str, chance: Random) -> str:
    """A neighbour's name: one word of it changed, as where a template was taken over."""
    at = chance.randrange(len(entity) // 2, len(entity) - 1)
    letters = [letter for letter in "教卫民商农文水交科" if letter != entity[at]]
    return entity[:at] + chance.choice(letters) + entity[at + 1 :]


NEIGHBOURS = (
    "财政局",
    "教育局",
    "民政局",
    "审计局",
    "司法局",
    "公安局",
    "水务局",
    "卫生健康委员会",
)


def _other_body(entity: str, chance: Random) -> str | None:
    """Another body of the same place, as where its book was the model."""
    place = place_of(entity)
    others = [f"{place}{office}" for office in NEIGHBOURS if not entity.endswith(office)]
    return chance.choice(others) if len(place) > 1 and len(entity) - len(place) > 2 else None


def _two_letters(entity: str, chance: Random) -> str:
    once = _other_name(entity, chance)
    for _ in range(20):
        again = _other_name(once, chance)
        if sum(a != b for a, b in zip(again, entity, strict=True)) == 2:
            return again
    return once


def name_in_table(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    entity = disclosure.identity.entity
    tables = [t for t in read.tables if entity in squeeze(t.entity_line)]
    if not tables or len(entity) < 5:
        return None
    table, other = chance.choice(tables), _other_name(entity, chance)
    line = squeeze(table.entity_line).replace(entity, other)
    planted = with_table(read, replace(table, entity_line=line))
    return Plant("name_in_table", entity, other, planted, says=other)


def name_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    entity = disclosure.identity.entity
    held = [i for i, p in enumerate(read.paragraphs) if p.text.count(entity) == 1]
    if not held or len(entity) < 5:
        return None
    number, other = chance.choice(held), _other_name(entity, chance)
    paragraph = read.paragraphs[number]
    start = paragraph.text.index(entity)
    changed = edited(paragraph, start, start + len(entity), other)
    if changed is None:
        return None
    planted = with_paragraph(read, number, changed)
    return Plant("name_in_prose", entity, other, planted, says=other)


def body_in_table(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Another body of the same place over a table."""
    entity = disclosure.identity.entity
    tables = [t for t in read.tables if entity in squeeze(t.entity_line)]
    other = _other_body(entity, chance)
    if not tables or other is None:
        return None
    table = chance.choice(tables)
    line = squeeze(table.entity_line).replace(entity, other)
    planted = with_table(read, replace(table, entity_line=line))
    return Plant("body_in_table", entity, other, planted, says=other)


def body_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Another body of the same place in a sentence on the office's own books."""
    entity = disclosure.identity.entity
    return _renamed("body_in_prose", read, entity, _other_body(entity, chance), chance, OWN_BOOKS)


def two_letters_of_name(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    entity = disclosure.identity.entity
    if len(entity) < 8:
        return None
    other = _two_letters(entity, chance)
    return _renamed("two_letters_of_name", read, entity, other, chance, OWN_BOOKS)


OWN_BOOKS = r"{}(?:20\d\d年|部门预算|部门决算|单位预算|单位决算|主要职能|的?主要职责|本级)"


def _renamed(
    kind: str, read: Recognised, entity: str, other: str | None, chance: Random, wanted: str
) -> Plant | None:
    said = re.compile(wanted.format(re.escape(entity)))
    held = [
        (i, found)
        for i, p in enumerate(read.paragraphs)
        for found in [said.search(p.text)]
        if found and p.text.count(entity) == 1
    ]
    if not held or other is None:
        return None
    number, found = chance.choice(held)
    start = found.start()
    changed = edited(read.paragraphs[number], start, start + len(entity), other)
    if changed is None:
        return None
    return Plant(kind, entity, other, with_paragraph(read, number, changed), says=other)


def stage_in_title(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """决算表 in a budget, 预算表 in final accounts."""
    own, other = ("预算", "决算") if disclosure.identity.stage is Stage.BUDGET else ("决算", "预算")
    tables = [t for t in read.tables if re.search(f"{own}(?:总|情况|明细)?表", t.title)]
    if not tables:
        return None
    table = chance.choice(tables)
    title = re.sub(f"{own}(?=(?:总|情况|明细)?表)", other, table.title)
    planted = with_table(read, replace(table, title=title))
    return Plant("stage_in_title", table.title, title, planted, says=title)


def item_name(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """The amount of 教育支出 under the name of 科学技术支出, its code as it was."""
    rows = [
        f
        for f in disclosure.facts
        if f.amount and f.amount.number and f.code.isdigit() and len(f.code) in (3, 5, 7) and f.row
    ]
    if not rows:
        return None
    fact = chance.choice(rows)
    names = {f.row[-1] for f in disclosure.facts if f.code and f.code != fact.code and f.row}
    names -= {fact.row[-1]}
    table = next(t for t in read.tables if t.number == fact.table)
    row = place_at(fact.id)[1]
    cell = next(
        (c for c in table.cells if c.row == row and squeeze(c.text) == squeeze(fact.row[-1])), None
    )
    if not names or cell is None or cell.source is None:
        return None
    name = chance.choice(sorted(names))
    other = replace(cell, text=name, source=replace(cell.source, text=name))
    cells = tuple(other if c is cell else c for c in table.cells)
    planted = with_table(read, replace(table, cells=cells))
    return Plant("item_name", fact.row[-1], name, planted, (cell.source, fact.source), says=name)


def year_before_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """2025年收入总计 in a disclosure of 2026: the year before's."""
    return _other_year("year_before_in_prose", read, disclosure, chance, 1)


def year_in_title(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    year = str(disclosure.identity.year)
    tables = [t for t in read.tables if year in t.title]
    if not tables:
        return None
    table, other = chance.choice(tables), str(int(year) - 1)
    title = table.title.replace(year, other)
    planted = with_table(read, replace(table, title=title))
    return Plant("year_in_title", table.title, title, planted, says=title)


def year_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """2024年收入总计 in a disclosure of 2026: last year's sentence."""
    return _other_year("year_in_prose", read, disclosure, chance, 2)


def _other_year(
    kind: str, read: Recognised, disclosure: Disclosure, chance: Random, back: int
) -> Plant | None:
    year = disclosure.identity.year
    said = re.compile(
        rf"{year}年(?:度)?(?=[^，。；]{{0,20}}(?:预算|决算|收入|支出)[^，。；]{{0,12}}\d)"
    )
    held = [
        (i, found)
        for i, p in enumerate(read.paragraphs)
        for found in [said.search(p.text)]
        if found and p.text.count(str(year)) == 1
    ]
    if not held:
        return None
    number, found = chance.choice(held)
    other = str(year - back)
    changed = edited(read.paragraphs[number], found.start(), found.start() + 4, other)
    if changed is None:
        return None
    planted = with_paragraph(read, number, changed)
    return Plant(kind, str(year), other, planted, says=other)


LEFTOVERS = ("XX局", "××单位", "增加（减少）0万元", "占%", "XXX万元")


def leftover(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    held = [i for i, p in enumerate(read.paragraphs) if len(p.text) > 30 and p.lines]
    if not held:
        return None
    number, word = chance.choice(held), chance.choice(LEFTOVERS)
    paragraph = read.paragraphs[number]
    changed = edited(paragraph, 10, 11, f"{paragraph.text[10]}{word}")
    if changed is None:
        return None
    planted = with_paragraph(read, number, changed)
    return Plant("leftover", "", word, planted, says=word[:2])
