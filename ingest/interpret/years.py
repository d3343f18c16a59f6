"""Tables that list years down the page: 2025年, 2026年, 增减变化 under one name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.interpret.cells import Places, body_rows, text_at
from ingest.interpret.columns import Group
from ingest.interpret.row import Row
from ingest.records import Table

YEAR = re.compile(r"(20\d\d)年?(?:度|预算|决算)?(?:数)?")
CHANGE = re.compile(r"增|减|变化|变动|差额|比")


def year_column(table: Table, group: Group, at: Places) -> int | None:
    """The column that says the year of each row; None where no column does."""
    taken = {*group.values, *group.codes, *group.unit_codes}
    for column in range(len(table.columns)):
        if column in taken:
            continue
        texts = [t for row in body_rows(table) if (t := text_at(at, row, column))]
        years = sum(YEAR.fullmatch(t) is not None for t in texts)
        if years >= 2 and all(YEAR.fullmatch(t) or CHANGE.search(t) for t in texts):
            return column
    return None


def by_year(rows: Sequence[Row], at: Places, column: int) -> list[Row]:
    """Rows with their year; those without a name of their own go by the one above."""
    out: list[Row] = []
    above: Row | None = None
    for r in rows:
        said = text_at(at, r.row, column)
        own = r.label is not None and r.label.column != column
        named = r if own or above is None else replace(above, row=r.row)
        above = named if own else above
        year = YEAR.fullmatch(said)
        if year:
            out.append(replace(named, year=int(year.group(1))))
        else:
            out.append(replace(named, path=(*named.path, said)) if said else named)
    return out
