"""Records ↔ rows: what is searched for in its column, the whole record as JSON beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    type_coerce,
)

from ingest.corpus import schema
from ingest.errors import CorpusError
from ingest.records import Cell, Disclosure, Fact, Finding, Indicator, Passage, Statement
from ingest.records import Table as PrintedTable

BATCH = 500  # ids in one query: SQLite takes a limited number


@cache
def codec(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def as_json(record: Any) -> str:
    """What the engine writes into a `record` column: straight from the record, in one pass."""
    kind: type = type(record)
    text: bytes = codec(kind).dump_json(record)
    return text.decode()


@cache
def _list_of(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(list[record])  # type: ignore[valid-type]


def head(disclosure: Disclosure) -> dict[str, Any]:
    who = disclosure.identity
    bare = replace(
        disclosure, tables=(), facts=(), indicators=(), statements=(), passages=(), findings=()
    )
    return {
        "id": disclosure.id,
        "path": disclosure.path,
        "sha256": disclosure.sha256,
        "entity": who.entity,
        "year": who.year,
        "stage": str(who.stage),
        "record": bare,
    }


def parts(disclosure: Disclosure) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    own = disclosure.id
    yield schema.tables, [
        {"disclosure": own, "number": t.number, "form": t.form, "title": t.title,
         "record": replace(t, cells=())}
        for t in disclosure.tables
    ]  # fmt: skip
    yield (
        schema.cells,
        [
            {"disclosure": own, "table_number": t.number, "text": c.text, "record": c}
            for t in disclosure.tables
            for c in t.cells
        ],
    )
    yield schema.facts, [_fact_row(own, f) for f in disclosure.facts]
    yield (
        schema.indicators,
        [
            {"disclosure": own, "id": i.id, "name": i.name, "record": i}
            for i in disclosure.indicators
        ],
    )
    yield schema.statements, [
        {"disclosure": own, "id": s.id, "subject": s.subject, "role": str(s.role),
         "amount": f"{s.amount.number:f}", "unit": s.amount.unit, "year": s.year,
         "record": s}
        for s in disclosure.statements
    ]  # fmt: skip
    yield (
        schema.passages,
        [
            {"disclosure": own, "id": p.id, "kind": str(p.kind), "record": p}
            for p in disclosure.passages
        ],
    )
    yield (
        schema.findings,
        [
            {"disclosure": own, "rule": f.rule, "severity": str(f.severity), "record": f}
            for f in disclosure.findings
        ],
    )


def _fact_row(own: str, fact: Fact) -> dict[str, Any]:
    return {
        "disclosure": own,
        "id": fact.id,
        "form": fact.form,
        "code": fact.code,
        "item": fact.row[-1] if fact.row else "",
        "amount": f"{fact.amount.number:f}" if fact.amount else None,
        "unit": fact.amount.unit if fact.amount else None,
        "year": fact.year,
        "record": fact,
    }


def load(db: Connection, disclosure_id: str) -> Disclosure:
    d = schema.disclosures.c
    record = db.execute(select(d.record).where(d.id == disclosure_id)).scalar()
    if record is None:
        raise CorpusError(f"文件库里没有编号 {disclosure_id}")
    bare: Disclosure = codec(Disclosure).validate_python(record)
    cells: dict[int, list[Cell]] = {}
    c = schema.cells.c
    numbers = select(c.table_number).where(c.disclosure == disclosure_id).order_by(c.row)
    held = _records(db, schema.cells, Cell, disclosure_id)
    for number, cell in zip(db.execute(numbers).scalars(), held, strict=True):
        cells.setdefault(number, []).append(cell)
    printed = _records(db, schema.tables, PrintedTable, disclosure_id)
    return replace(
        bare,
        tables=tuple(replace(t, cells=tuple(cells.get(t.number, ()))) for t in printed),
        facts=tuple(_records(db, schema.facts, Fact, disclosure_id)),
        indicators=tuple(_records(db, schema.indicators, Indicator, disclosure_id)),
        statements=tuple(_records(db, schema.statements, Statement, disclosure_id)),
        passages=tuple(_records(db, schema.passages, Passage, disclosure_id)),
        findings=tuple(_records(db, schema.findings, Finding, disclosure_id)),
    )


def _records(db: Connection, table: Table, record: type, disclosure_id: str) -> Sequence[Any]:
    """All rows decoded at one go: a disclosure has thousands of cells."""
    raw = type_coerce(table.c.record, Text)
    query = select(raw).where(table.c.disclosure == disclosure_id).order_by(table.c.row)
    found: list[Any] = _list_of(record).validate_json(f"[{','.join(db.execute(query).scalars())}]")
    return found


def counts(db: Connection, table: Table, *where: ColumnElement[bool]) -> dict[str, int]:
    """disclosure → how many rows."""
    own = table.c.disclosure
    rows = db.execute(select(own, func.count()).where(*where).group_by(own))
    return {disclosure: int(number) for disclosure, number in rows}


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    held = list(ids)
    for at in range(0, len(held), BATCH):
        yield held[at : at + BATCH]


def put_vectors(db: Connection, vectors: dict[str, bytes]) -> None:
    for ids in batches(vectors):
        db.execute(delete(schema.vectors).where(schema.vectors.c.passage.in_(ids)))
        db.execute(insert(schema.vectors), [{"passage": i, "vector": vectors[i]} for i in ids])
