"""Rows of the ledger ↔ records."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)

from ingest.check.beside.across import bare_name
from ingest.corpus import schema
from ingest.corpus.derived import forget, part_again
from ingest.corpus.packing import COLUMNS, Packed, Row, codec
from ingest.errors import CorpusChanged, CorpusError
from ingest.records import Disclosure, Fact, Finding, Indicator, Passage, Statement
from ingest.records import Table as PrintedTable

BATCH = 500  # ids in one query: SQLite takes a limited number


@cache
def list_of(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(list[record])  # type: ignore[valid-type]


def store(db: Connection, packed: Packed) -> None:
    """In place of any earlier one of the same path or content."""
    bare = packed.bare
    d = schema.disclosures.c
    same = (d.path == bare.path) | (d.sha256 == bare.sha256)
    take_out(db, db.execute(select(d.id).where(same)).scalars().all())
    head = _head(bare) | {"fingerprint": packed.fingerprint}
    db.execute(insert(schema.disclosures), [head])
    part_again(db, [bare.id])
    for name in COLUMNS:
        if rows := packed.rows[name]:
            _insert(db, schema.metadata.tables[name], rows)


def take_out(db: Connection, ids: Sequence[str]) -> None:
    """Disclosures with all that was made of them."""
    part_again(db, ids)
    forget(db, ids)
    db.execute(delete(schema.disclosures).where(schema.disclosures.c.id.in_(ids)))


def count_change(db: Connection) -> None:
    """Whoever holds the corpus open sees by it that it is another now."""
    m = schema.meta.c
    db.execute(update(schema.meta).values(changes=m.changes + 1, changed=time.time_ns()))


def _insert(db: Connection, table: Table, rows: list[Row]) -> None:
    """Straight to the driver: the rows come as it takes them, and there are thousands a file."""
    given = insert(table).inline()  # no row is to be told back
    compiled = given.compile(dialect=db.dialect, column_keys=list(rows[0]))
    order = getattr(compiled, "positiontup", None)
    values: Any = [tuple(map(row.__getitem__, order)) for row in rows] if order else rows
    db.exec_driver_sql(str(compiled), values)


def _head(bare: Disclosure) -> dict[str, Any]:
    who = bare.identity
    return {
        "id": bare.id,
        "path": bare.path,
        "sha256": bare.sha256,
        "entity": who.entity,
        "year": who.year,
        "stage": str(who.stage),
        "record": replace(bare, reader=schema.READER),
        "reader": schema.READER,
        "stored": time.time_ns(),
        "body": bare_name(who.entity),
    }


def load(db: Connection, disclosure_id: str) -> Disclosure:
    d = schema.disclosures.c
    record = db.execute(select(d.record).where(d.id == disclosure_id)).scalar()
    if record is None:
        raise CorpusChanged(f"文件库里没有编号 {disclosure_id}")
    with decoding(disclosure_id):
        bare: Disclosure = codec(Disclosure).validate_python(record)
        return replace(
            bare,
            tables=tuple(_records(db, schema.tables, PrintedTable, disclosure_id)),
            facts=tuple(_records(db, schema.facts, Fact, disclosure_id)),
            indicators=tuple(_records(db, schema.indicators, Indicator, disclosure_id)),
            statements=tuple(_records(db, schema.statements, Statement, disclosure_id)),
            passages=tuple(_records(db, schema.passages, Passage, disclosure_id)),
            findings=tuple(_records(db, schema.findings, Finding, disclosure_id)),
        )


@contextmanager
def decoding(what: str) -> Iterator[None]:
    """A record that is none, in words for people."""
    try:
        yield
    except ValidationError as error:
        raise CorpusError(f"文件库里 {what} 的记录读不出来：看 chazhang doctor") from error


def _records(db: Connection, table: Table, record: type, disclosure_id: str) -> Sequence[Any]:
    """All rows decoded at one go: a disclosure has thousands of facts."""
    raw = cast(table.c.record, Text)
    query = select(raw).where(table.c.disclosure == disclosure_id).order_by(table.c.row)
    found: list[Any] = list_of(record).validate_json(f"[{','.join(db.execute(query).scalars())}]")
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
