"""Data of the ledger by what they are called: the queries, and the rows that they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Text,
    cast,
    func,
    or_,
    select,
    true,
)

from ingest.corpus import schema
from ingest.corpus.rows import list_of
from ingest.records import Fact, Statement

FEW = 8  # disclosures whose data are looked through rather than asked label by label
# what is the whole of an item, a part or a code: by which column, and which one must be empty
WHOLE = {
    "whole_item": ("item", "part"),
    "whole_part": ("part", "item"),
    "whole_code": ("code", "part"),
}


class Row(NamedTuple):
    """One datum: where it stands, the cores of its labels, and the fact or statement itself."""

    disclosure: str
    at: int
    item: str
    part: str
    record: Fact | Statement


def labelled(column: str, said: int) -> tuple[Select[Any], Column[Any], Column[Any]]:
    """Rows by a column, with what they are asked by: the label, and the disclosure."""
    d, a = schema.data.c, schema.above.c
    if column != "above":
        own, beside = _parts(column)
        query = rows_of(said, d[own])
        return query.where(d[beside].is_(None)) if beside else query, d[own], d.disclosure
    both = (a.disclosure == d.disclosure) & (a.at == d.at)
    return rows_of(said, a.key).join(schema.above, both), a.key, a.disclosure


def of_few(
    db: Connection, disclosures: Sequence[str], wanted: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[str, Row]]]:
    """All columns at one go, over the data of those few."""
    d = schema.data.c
    found: dict[str, list[tuple[str, Row]]] = {column: [] for column in wanted}
    for said in (0, 1):
        # not by the index of all that is called so: by that of the disclosures
        limits = [
            func.coalesce(d[own], "").in_(values) & (d[beside].is_(None) if beside else true())
            for (own, beside), values in zip(map(_parts, wanted), wanted.values(), strict=True)
            if not said or is_said(own)
        ]
        if not limits:
            continue
        query = rows_of(said, d.code).where(d.disclosure.in_(disclosures), or_(*limits))
        for code, row in read_rows(db, query, said):
            held = {"item": row.item, "part": row.part, "code": code}
            for column, values in wanted.items():
                own, beside = _parts(column)
                if held[own] in values and not held.get(beside):
                    found[column].append((held[own], row))
    return found


def is_said(column: str) -> bool:
    """Whether statements have it, too: they have neither parts, codes nor rows above them."""
    return _parts(column)[0] == "item"


def _parts(column: str) -> tuple[str, str]:
    """The column that is asked by, and the one that must be empty, if any."""
    return WHOLE.get(column, (column, ""))


def rows_of(said: int, value: ColumnElement[Any]) -> Select[Any]:
    d = schema.data.c
    table = schema.statements if said else schema.facts
    columns = (value, d.disclosure, d.at, d.item, d.part, cast(table.c.record, Text))
    return select(*columns).select_from(schema.data).join(table, table.c.row == d.source).where(
        d.said == said
    )  # fmt: skip


def read_rows(db: Connection, query: Select[Any], said: int) -> list[tuple[str, Row]]:
    rows = db.execute(query).all()
    told = f"[{','.join(r[5] for r in rows)}]"
    records = list_of(Statement if said else Fact).validate_json(told)
    return [
        (r[0] or "", Row(r[1], r[2], r[3] or "", r[4] or "", record))
        for r, record in zip(rows, records, strict=True)
    ]
