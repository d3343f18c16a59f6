"""What is taken out of a file, or said of it and not so."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from eval.plant.planting import Plant, amount_cells, in_cells, with_table
from ingest.check.beside.required import LEAST_FORMS
from ingest.interpret.vocabulary import pattern, squeeze, words
from ingest.records import Disclosure, Fact, Line, Paragraph, Recognised


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


NO_DATA = "注：本表无数据。"


def says_empty(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """本表无数据 under a table that has data."""
    filled = {f.table for f in amount_cells(disclosure)}
    tables = [t for t in read.tables if t.number in filled and t.cells]
    if not tables:
        return None
    table = chance.choice(tables)
    box = next(c.source.box for c in reversed(table.cells) if c.source)
    line = Line(NO_DATA, table.pages[-1], box, (box,) * len(NO_DATA) if box else ())
    note = Paragraph((), NO_DATA, (line,), (0,))
    planted = with_table(read, replace(table, notes=(*table.notes, note)))
    places = tuple(f.source for f in amount_cells(disclosure) if f.table == table.number)
    return Plant("says_empty", "", NO_DATA, planted, places, says=table.title)


def filled_though_empty(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """A number in a table that says that it has none, or that the narrative says there is none of."""
    blank = [f for f in disclosure.facts if not f.text or (f.amount and not f.amount.number)]
    filled = {f.table for f in amount_cells(disclosure)}
    noted = {
        t.number for t in read.tables if any("空" in n.text or "无" in n.text for n in t.notes)
    }
    cells = [f for f in blank if f.table in noted - filled and f.text]
    if not cells:
        return None
    return in_cells("filled_though_empty", read, [(chance.choice(cells), "12.50")])


def emptied(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """All numbers of a table are gone, and nothing says why: noughts under 本表无发生额 are told."""
    none_said = pattern("checks", "empty_said")
    told = {
        t.number for t in read.tables if any(none_said.search(squeeze(n.text)) for n in t.notes)
    }
    filled: dict[int, list[Fact]] = {}
    for fact in disclosure.facts:
        if fact.text:
            filled.setdefault(fact.table, []).append(fact)
    tables = [t for t in read.tables if t.number in filled and t.kind == "grid"]
    tables = [t for t in tables if t.number not in told]
    if not tables:
        return None
    table = chance.choice(tables)
    facts = filled[table.number]
    plant = in_cells("emptied", read, [(fact, "") for fact in facts])
    return replace(plant, before=table.title, after="", says=table.title)
