"""Errors as an outsider would plant them, put into what was recognised of a file.

Each kind is a function: (the file, its meaning, chance) → one plant, or None where the file has no
place for it. Places are drawn at random from all there are, whether or not a rule could see them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from ingest.check.required import LEAST_FORMS
from ingest.interpret.labels import is_total
from ingest.interpret.vocabulary import squeeze, words
from ingest.records import (
    Box,
    Disclosure,
    Fact,
    Paragraph,
    Recognised,
    Role,
    Source,
    Statement,
    Table,
)


@dataclass(frozen=True, slots=True)
class Plant:
    """One error: `sources` are the places that were changed, none where something was taken out."""

    kind: str
    before: str
    after: str
    planted: Recognised
    sources: tuple[Source, ...] = ()
    facts: tuple[str, ...] = ()  # ids of the changed cells or statements
    says: str = ""  # what a finding without a place must speak of


Kind = Callable[[Recognised, Disclosure, Random], Plant | None]


# ---------------------------------------------------------------------- changing what is printed


def with_texts(read: Recognised, changes: dict[str, str]) -> Recognised:
    """Fact id → what is printed in its cell instead."""
    wanted = {_place(fact_id): text for fact_id, text in changes.items()}
    tables = []
    for table in read.tables:
        cells = tuple(
            replace(
                cell,
                text=text,
                source=replace(cell.source, text=text) if cell.source else None,
            )
            if (text := wanted.get((table.number, cell.row, cell.column))) is not None
            else cell
            for cell in table.cells
        )
        tables.append(replace(table, cells=cells))
    return replace(read, tables=tuple(tables))


def _place(fact_id: str) -> tuple[int, int, int]:
    table, row, column = re.findall(r"\d+", fact_id.split(":", 1)[1])[:3]
    return int(table), int(row), int(column)


def edited(paragraph: Paragraph, start: int, stop: int, new: str) -> Paragraph | None:
    """Other words in one line of a paragraph; None where they would run over its end."""
    at = max(i for i, offset in enumerate(paragraph.offsets) if offset <= start)
    line, offset = paragraph.lines[at], paragraph.offsets[at]
    inked = [i for i, letter in enumerate(line.text) if not letter.isspace()]
    if not start < stop or stop - offset > len(inked):
        return None
    first, last = inked[start - offset], inked[stop - offset - 1] + 1
    if squeeze(line.text[first:last]) != paragraph.text[start:stop]:
        return None
    boxes = line.boxes and (
        *line.boxes[:first],
        *[line.boxes[first]] * len(new),
        *line.boxes[last:],
    )
    changed = replace(line, text=line.text[:first] + new + line.text[last:], boxes=boxes)
    longer = len(new) - (stop - start)
    offsets = tuple(o + longer if i > at else o for i, o in enumerate(paragraph.offsets))
    text = paragraph.text[:start] + new + paragraph.text[stop:]
    lines = (*paragraph.lines[:at], changed, *paragraph.lines[at + 1 :])
    return Paragraph(paragraph.headings, text, lines, offsets)


def with_paragraph(read: Recognised, place: int, new: Paragraph) -> Recognised:
    paragraphs = (*read.paragraphs[:place], new, *read.paragraphs[place + 1 :])
    return replace(read, paragraphs=paragraphs)


def _said_at(read: Recognised, said: Statement) -> tuple[int, int] | None:
    """The paragraph and the place in it where a statement's number stands."""
    box, digits = said.source.box, squeeze(said.source.text)
    for number, paragraph in enumerate(read.paragraphs):
        if paragraph.headings != said.headings:
            continue
        for line, offset in zip(paragraph.lines, paragraph.offsets, strict=True):
            if line.page != said.source.page or not _is_on_line(box, line.box):
                continue
            own = squeeze(line.text)
            if own.count(digits) == 1:
                return number, offset + own.index(digits)
    return None


def _is_on_line(box: Box | None, line: Box | None) -> bool:
    if box is None or line is None:
        return box is line
    return line.top - 1 <= (box.top + box.bottom) / 2 <= line.bottom + 1


# ---------------------------------------------------------------------- other numbers


def other_digit(text: str, chance: Random) -> str:
    """One digit of a printed number changed, the first not to 0."""
    places = [i for i, letter in enumerate(text) if letter.isdigit()]
    first = next((i for i in places if text[i] != "0"), places[0])
    at = chance.choice([i for i in places if i >= first])
    digits = [d for d in "0123456789" if d != text[at] and (d != "0" or at != first)]
    return text[:at] + chance.choice(digits) + text[at + 1 :]


def amount_cells(disclosure: Disclosure) -> list[Fact]:
    return [f for f in disclosure.facts if f.amount and f.amount.is_money and f.amount.number]


def levels(disclosure: Disclosure) -> list[Statement]:
    return [
        s
        for s in disclosure.statements
        if s.role is Role.LEVEL and s.amount.is_money and s.amount.number
    ]


def _in_cells(kind: str, read: Recognised, changes: Sequence[tuple[Fact, str]]) -> Plant:
    return Plant(
        kind,
        " ".join(fact.text for fact, _ in changes),
        " ".join(text for _, text in changes),
        with_texts(read, {fact.id: text for fact, text in changes}),
        tuple(fact.source for fact, _ in changes),
        tuple(fact.id for fact, _ in changes),
    )


def _in_prose(kind: str, read: Recognised, said: Statement, new: str) -> Plant | None:
    at = _said_at(read, said)
    if at is None:
        return None
    number, start = at
    old = squeeze(said.source.text)
    changed = edited(read.paragraphs[number], start, start + len(old), new)
    if changed is None:
        return None
    planted = with_paragraph(read, number, changed)
    return Plant(kind, old, new, planted, (said.source,), (said.id,))


def digit(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    cells = amount_cells(disclosure)
    if not cells:
        return None
    fact = chance.choice(cells)
    return _in_cells("digit", read, [(fact, other_digit(fact.text, chance))])


def digit_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    said = levels(disclosure)
    if not said:
        return None
    one = chance.choice(said)
    return _in_prose("digit_in_prose", read, one, other_digit(squeeze(one.source.text), chance))


def sign(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    cells = [f for f in amount_cells(disclosure) if not f.text.startswith("-")]
    if not cells:
        return None
    fact = chance.choice(cells)
    return _in_cells("sign", read, [(fact, f"-{fact.text}")])


def unit_in_table(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """A cell in 元 among 万元, or the reverse."""
    cells = [f for f in amount_cells(disclosure) if f.amount and f.amount.unit in ("元", "万元")]
    if not cells:
        return None
    fact = chance.choice(cells)
    assert fact.amount is not None
    by = Decimal(10_000) if fact.amount.unit == "万元" else Decimal("0.0001")
    return _in_cells("unit_in_table", read, [(fact, f"{(fact.amount.number * by).normalize():f}")])


def unit_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    said = [s for s in levels(disclosure) if squeeze(s.source.text).endswith(("万元", "亿元"))]
    if not said:
        return None
    one = chance.choice(said)
    text = squeeze(one.source.text)
    other = text[:-2] + ("元" if text.endswith("万元") else "万元")
    return _in_prose("unit_in_prose", read, one, other)


def _columns(disclosure: Disclosure) -> dict[tuple[int, int], list[Fact]]:
    columns: dict[tuple[int, int], list[Fact]] = {}
    for fact in amount_cells(disclosure):
        table, _, column = _place(fact.id)
        columns.setdefault((table, column), []).append(fact)
    return columns


def swapped_rows(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """The amounts of two neighbouring filled rows stand in each other's place."""
    pairs = [
        (one, other)
        for column in _columns(disclosure).values()
        for one, other in itertools.pairwise(column)
        if one.text != other.text
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return _in_cells("swapped_rows", read, [(one, other.text), (other, one.text)])


def swapped_years(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Two years, or budget and final, of one row stand in each other's place."""
    rows: dict[tuple[int, int, str], list[Fact]] = {}
    for fact in amount_cells(disclosure):
        table, row, _ = _place(fact.id)
        rows.setdefault((table, row, fact.side), []).append(fact)
    pairs = [
        (one, other)
        for row in rows.values()
        for one, other in itertools.pairwise(row)
        if one.text != other.text and _of_other_time(one, other)
    ]
    if not pairs:
        return None
    one, other = chance.choice(pairs)
    return _in_cells("swapped_years", read, [(one, other.text), (other, one.text)])


def _of_other_time(one: Fact, other: Fact) -> bool:
    if one.year != other.year:
        return True
    heads = "".join(one.column), "".join(other.column)
    return any(re.search("预算", a) and re.search("决算|执行", b) for a, b in (heads, heads[::-1]))


def total(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    cells = [f for f in amount_cells(disclosure) if f.row and is_total(f.row[-1])]
    if not cells:
        return None
    fact = chance.choice(cells)
    assert fact.amount is not None
    places = -int(fact.amount.number.as_tuple().exponent)
    changed = round(fact.amount.number * Decimal(chance.choice(("0.9", "1.07", "1.2"))), places)
    text = f"{changed:f}"
    return None if text == fact.text else _in_cells("total", read, [(fact, text)])


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
    return _in_prose("percentage", read, one, old.replace(text[0], f"{number:f}"))


# ---------------------------------------------------------------------- other words


def _other_name(entity: str, chance: Random) -> str:
    """A neighbour's name: one word of it changed, as where a template was taken over."""
    at = chance.randrange(len(entity) // 2, len(entity) - 1)
    letters = [letter for letter in "教卫民商农文水交科" if letter != entity[at]]
    return entity[:at] + chance.choice(letters) + entity[at + 1 :]


def name_in_table(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    entity = disclosure.identity.entity
    tables = [t for t in read.tables if entity in squeeze(t.entity_line)]
    if not tables or len(entity) < 5:
        return None
    table, other = chance.choice(tables), _other_name(entity, chance)
    line = squeeze(table.entity_line).replace(entity, other)
    planted = _with_table(read, replace(table, entity_line=line))
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


def _with_table(read: Recognised, table: Table) -> Recognised:
    tables = tuple(table if t.number == table.number else t for t in read.tables)
    return replace(read, tables=tables)


def year_in_title(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    year = str(disclosure.identity.year)
    tables = [t for t in read.tables if year in t.title]
    if not tables:
        return None
    table, other = chance.choice(tables), str(int(year) - 1)
    title = table.title.replace(year, other)
    planted = _with_table(read, replace(table, title=title))
    return Plant("year_in_title", table.title, title, planted, says=title)


def year_in_prose(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """2024年收入总计 in a disclosure of 2026: last year's sentence."""
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
    changed = edited(read.paragraphs[number], found.start(), found.start() + 4, str(year - 2))
    if changed is None:
        return None
    planted = with_paragraph(read, number, changed)
    return Plant("year_in_prose", str(year), str(year - 2), planted, says=str(year - 2))


# ---------------------------------------------------------------------- what is not there


def removed_form(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """All tables that would do for one required form are gone."""
    held = {t.form for t in read.tables}
    required = [set(one["forms"]) for one in words("required")["form"] if held & set(one["forms"])]
    if len(held & set().union(*required)) <= LEAST_FORMS:
        return None
    forms = chance.choice(required)
    kept = tuple(t for t in read.tables if t.form not in forms)
    gone = next(t.title for t in read.tables if t.form in forms)
    return Plant("removed_form", gone, "", replace(read, tables=kept))


def removed_explanation(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Every paragraph that speaks of one required matter is gone, with its headings."""
    told = []
    for one in words("required")["explanation"]:
        wanted = re.compile("|".join(one["said"]))
        in_tables = {t.form for t in read.tables} & set(one.get("forms", ()))
        if not in_tables and any(wanted.search(p.text) for p in read.paragraphs):
            told.append((one["name"], wanted))
    if not told:
        return None
    name, wanted = chance.choice(told)
    kept = tuple(p for p in read.paragraphs if not wanted.search("".join((*p.headings, p.text))))
    return Plant("removed_explanation", name, "", replace(read, paragraphs=kept))


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


KINDS: tuple[Kind, ...] = (
    digit,
    digit_in_prose,
    sign,
    unit_in_table,
    unit_in_prose,
    swapped_rows,
    swapped_years,
    total,
    percentage,
    name_in_table,
    name_in_prose,
    year_in_title,
    year_in_prose,
    removed_form,
    removed_explanation,
    leftover,
)
