"""One planted error, and how what was recognised of a file is changed by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from ingest.interpret.vocabulary import squeeze
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
    wanted = {place_of(fact_id): text for fact_id, text in changes.items()}
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


def place_of(fact_id: str) -> tuple[int, int, int]:
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


def said_at(read: Recognised, said: Statement) -> tuple[int, int] | None:
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


def with_table(read: Recognised, table: Table) -> Recognised:
    tables = tuple(table if t.number == table.number else t for t in read.tables)
    return replace(read, tables=tables)


# ---------------------------------------------------------------------- what can be changed


def amount_cells(disclosure: Disclosure) -> list[Fact]:
    return [f for f in disclosure.facts if f.amount and f.amount.is_money and f.amount.number]


def levels(disclosure: Disclosure) -> list[Statement]:
    return [
        s
        for s in disclosure.statements
        if s.role is Role.LEVEL and s.amount.is_money and s.amount.number
    ]


def in_cells(kind: str, read: Recognised, changes: Sequence[tuple[Fact, str]]) -> Plant:
    return Plant(
        kind,
        " ".join(fact.text for fact, _ in changes),
        " ".join(text for _, text in changes),
        with_texts(read, {fact.id: text for fact, text in changes}),
        tuple(fact.source for fact, _ in changes),
        tuple(fact.id for fact, _ in changes),
    )


def in_prose(kind: str, read: Recognised, said: Statement, new: str) -> Plant | None:
    at = said_at(read, said)
    if at is None:
        return None
    number, start = at
    old = squeeze(said.source.text)
    changed = edited(read.paragraphs[number], start, start + len(old), new)
    if changed is None:
        return None
    planted = with_paragraph(read, number, changed)
    return Plant(kind, old, new, planted, (said.source,), (said.id,))
