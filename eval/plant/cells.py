"""Numbers of tables, as an outsider would get them wrong."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from eval.plant.digits import (
    Slip,
    is_same,
    moved_point,
    other_digit,
    other_digits,
    transposed,
    with_a_digit,
    without_a_digit,
)
from eval.plant.planting import Plant, amount_cells, in_cells, place_of, with_table
from ingest.interpret.labels import is_total
from ingest.records import Disclosure, Fact, Recognised, Table


def _slipped(
    kind: str, slip: Slip, read: Recognised, disclosure: Disclosure, chance: Random
) -> Plant | None:
    cells = amount_cells(disclosure)
    if not cells:
        return None
    fact = chance.choice(cells)
    text = slip(fact.text, chance)
    if text is None or is_same(text, fact.text):
        return None
    return in_cells(kind, read, [(fact, text)])


def digit(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("digit", other_digit, read, disclosure, chance)


def two_digits(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("two_digits", other_digits, read, disclosure, chance)


def digit_dropped(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("digit_dropped", without_a_digit, read, disclosure, chance)


def digit_inserted(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("digit_inserted", with_a_digit, read, disclosure, chance)


def digits_transposed(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("digits_transposed", transposed, read, disclosure, chance)


def point_moved(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    return _slipped("point_moved", moved_point, read, disclosure, chance)


def sign(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    cells = [f for f in amount_cells(disclosure) if not f.text.startswith("-")]
    if not cells:
        return None
    fact = chance.choice(cells)
    return in_cells("sign", read, [(fact, f"-{fact.text}")])


def unit_in_table(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """A cell in 元 among 万元, or the reverse."""
    cells = [f for f in amount_cells(disclosure) if f.amount and f.amount.unit in ("元", "万元")]
    if not cells:
        return None
    fact = chance.choice(cells)
    assert fact.amount is not None
    by = Decimal(10_000) if fact.amount.unit == "万元" else Decimal("0.0001")
    return in_cells("unit_in_table", read, [(fact, f"{(fact.amount.number * by).normalize():f}")])


def filled_columns(disclosure: Disclosure) -> dict[tuple[int, int], list[Fact]]:
    columns: dict[tuple[int, int], list[Fact]] = {}
    for fact in amount_cells(disclosure):
        table, _, column = place_of(fact.id)
        columns.setdefault((table, column), []).append(fact)
    return columns


def _neighbours(
    chance: Random,
    lines: Mapping[Any, list[Fact]],
    fits: Callable[[Fact, Fact], bool] = lambda one, other: True,
) -> tuple[Fact, Fact] | None:
    """Two amounts beside each other in a column or row that print different numbers."""
    pairs = [
        (one, other)
        for line in lines.values()
        for one, other in itertools.pairwise(line)
        if one.text != other.text and fits(one, other)
    ]
    return chance.choice(pairs) if pairs else None


def swapped_rows(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """The amounts of two neighbouring filled rows stand in each other's place."""
    pair = _neighbours(chance, filled_columns(disclosure))
    if pair is None:
        return None
    one, other = pair
    return in_cells("swapped_rows", read, [(one, other.text), (other, one.text)])


def swapped_years(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Two years, or budget and final, of one row stand in each other's place."""
    pair = _neighbours(chance, _filled_rows(disclosure), _of_other_time)
    if pair is None:
        return None
    one, other = pair
    return in_cells("swapped_years", read, [(one, other.text), (other, one.text)])


def swapped_columns(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Two amounts beside each other in one row stand in each other's place."""
    pair = _neighbours(chance, _filled_rows(disclosure))
    if pair is None:
        return None
    one, other = pair
    return in_cells("swapped_columns", read, [(one, other.text), (other, one.text)])


def stale_year(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """Last year's amount, or the budgeted one, is copied into this year's cell."""
    pair = _neighbours(chance, _filled_rows(disclosure), _of_other_time)
    if pair is None:
        return None
    one, other = pair
    fresh, stale = (one, other) if one.year > other.year else (other, one)
    return in_cells("stale_year", read, [(fresh, stale.text)])


def _filled_rows(disclosure: Disclosure) -> dict[tuple[int, int, str], list[Fact]]:
    rows: dict[tuple[int, int, str], list[Fact]] = {}
    for fact in amount_cells(disclosure):
        table, row, _ = place_of(fact.id)
        rows.setdefault((table, row, fact.side), []).append(fact)
    return rows


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
    return None if text == fact.text else in_cells("total", read, [(fact, text)])


def row_left_out(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """A row of a list with a total is gone, and those below have moved up."""
    summed = {f.table for f in amount_cells(disclosure) if f.row and is_total(f.row[-1])}
    rows = [
        (table, place_of(facts[0].id)[1], facts)
        for table in read.tables
        if table.number in summed and table.kind == "grid"
        for facts in _rows_of(disclosure, table.number)
        if not is_total(facts[0].row[-1]) and not _is_two_sided(facts)
    ]
    if not rows:
        return None
    table, row, facts = chance.choice(rows)
    others = tuple(f.source for f in amount_cells(disclosure) if f.table == table.number)
    planted = with_table(read, without_row(table, row))
    name = "／".join(facts[0].row)
    return Plant("row_left_out", name, "", planted, others, tuple(f.id for f in facts))


def _rows_of(disclosure: Disclosure, table: int) -> list[list[Fact]]:
    rows: dict[int, list[Fact]] = {}
    for fact in amount_cells(disclosure):
        if fact.table == table and fact.row:
            rows.setdefault(place_of(fact.id)[1], []).append(fact)
    return list(rows.values())


def _is_two_sided(facts: list[Fact]) -> bool:
    return any(fact.side for fact in facts)


def without_row(table: Table, row: int) -> Table:
    """Cells that go over the row are one row shorter."""
    cells = []
    for cell in table.cells:
        last = cell.row + cell.row_span - 1
        if cell.row == row == last:
            continue
        if cell.row <= row <= last:
            start = cell.row
            cells.append(replace(cell, row=start, row_span=cell.row_span - 1))
        elif cell.row > row:
            cells.append(replace(cell, row=cell.row - 1))
        else:
            cells.append(cell)
    return replace(table, cells=tuple(cells), n_rows=table.n_rows - 1)


def unit_of_table(read: Recognised, disclosure: Disclosure, chance: Random) -> Plant | None:
    """The line over a table gives another unit than its numbers are in."""
    filled = {f.table for f in amount_cells(disclosure)}
    tables = [t for t in read.tables if t.number in filled and t.unit in ("元", "万元")]
    if not tables:
        return None
    table = chance.choice(tables)
    unit = "元" if table.unit == "万元" else "万元"
    facts = [f for f in amount_cells(disclosure) if f.table == table.number]
    planted = with_table(read, replace(table, unit=unit))
    places = tuple(fact.source for fact in facts)
    return Plant("unit_of_table", table.unit, unit, planted, places, (), table.title)
