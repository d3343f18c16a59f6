"""The ledger: every disclosure with all that was read of it, in SQLite through SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from ingest.corpus import schema
from ingest.errors import CorpusError
from ingest.records import (
    Cell,
    Disclosure,
    Fact,
    Finding,
    Indicator,
    Passage,
    Statement,
)
from ingest.records import Table as PrintedTable

FILE = "ledger.sqlite"


@cache
def _codec(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def _dump(record: Any) -> Any:
    kind: type = type(record)
    return _codec(kind).dump_python(record, mode="json")


class Ledger:
    """One corpus's ledger. Each `save` and `remove` is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ------------------------------------------------------------------ write

    def save(self, disclosure: Disclosure, vectors: dict[str, bytes] | None = None) -> None:
        """Put a disclosure in place of any earlier one of the same path or content."""
        with self._engine.begin() as db:
            same = (schema.disclosures.c.path == disclosure.path) | (
                schema.disclosures.c.sha256 == disclosure.sha256
            )
            db.execute(delete(schema.disclosures).where(same))
            db.execute(insert(schema.disclosures), [_head(disclosure)])
            for table, rows in _parts(disclosure):
                if rows:
                    db.execute(insert(table), rows)
            _put_vectors(db, vectors or {})

    def move(self, disclosure_id: str, path: str) -> None:
        """The same content under another name: nothing is read again."""
        disclosure = self.load(disclosure_id)
        self.save(replace(disclosure, path=path))

    def remove(self, disclosure_id: str) -> None:
        with self._engine.begin() as db:
            db.execute(delete(schema.disclosures).where(schema.disclosures.c.id == disclosure_id))

    def put_vectors(self, vectors: dict[str, bytes]) -> None:
        with self._engine.begin() as db:
            _put_vectors(db, vectors)

    # ------------------------------------------------------------------ read

    def known(self) -> dict[str, tuple[str, str]]:
        """path → (sha256, id) of everything held."""
        d = schema.disclosures.c
        with self._engine.connect() as db:
            return {r.path: (r.sha256, r.id) for r in db.execute(select(d.path, d.sha256, d.id))}

    def counts(self, disclosure_id: str) -> dict[str, int]:
        """How many tables, facts (with an amount) and passages a disclosure has."""
        with self._engine.connect() as db:
            out = {}
            for table in (schema.tables, schema.facts, schema.passages):
                query = select(func.count()).where(table.c.disclosure == disclosure_id)
                if table is schema.facts:
                    query = query.where(table.c.amount.is_not(None))
                out[table.name] = int(db.execute(query).scalar_one())
        return out

    def load(self, disclosure_id: str) -> Disclosure:
        with self._engine.connect() as db:
            return _load(db, disclosure_id)

    def all_disclosures(self) -> tuple[Disclosure, ...]:
        d = schema.disclosures.c
        with self._engine.connect() as db:
            ids = db.execute(select(d.id).order_by(d.entity, d.year, d.path)).scalars().all()
            return tuple(_load(db, i) for i in ids)

    def passages(self) -> dict[str, list[tuple[str, Passage]]]:
        """passage id → the disclosures that print it."""
        out: dict[str, list[tuple[str, Passage]]] = {}
        p = schema.passages.c
        with self._engine.connect() as db:
            for disclosure, record in db.execute(select(p.disclosure, p.record)):
                held: Passage = _codec(Passage).validate_python(record)
                out.setdefault(held.id, []).append((disclosure, held))
        return out

    def vectors(self, wanted: Iterable[str] | None = None) -> dict[str, bytes]:
        """passage id → float16 vector; of all passages where none are named."""
        v = schema.vectors.c
        query = select(v.passage, v.vector)
        if wanted is not None:
            query = query.where(v.passage.in_(list(wanted)))
        with self._engine.connect() as db:
            return {r.passage: r.vector for r in db.execute(query)}

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


# ---------------------------------------------------------------------- opening


def open_ledger(corpus: Path, *, create: bool = False) -> Ledger:
    """The ledger of a corpus folder. Missing, foreign or older ones raise CorpusError."""
    path = corpus / FILE
    if not create and not path.exists():
        raise CorpusError(f"文件库 {corpus} 还不存在：先运行 chazhang ingest 文件夹")
    corpus.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    event.listen(engine, "connect", _pragmas)
    try:
        _prepare(engine)
    except (DatabaseError, OperationalError) as error:
        engine.dispose()
        raise CorpusError(f"文件库 {corpus} 打不开：{error.orig}") from error
    except CorpusError:
        engine.dispose()
        raise
    return Ledger(engine)


def _pragmas(connection: Any, _: object) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare(engine: Engine) -> None:
    if not inspect(engine).has_table("meta"):
        with engine.begin() as db:
            db.exec_driver_sql("BEGIN IMMEDIATE")  # all or nothing: the driver begins none for DDL
            schema.metadata.create_all(db)
            if db.execute(select(schema.meta.c.version)).first() is None:
                db.execute(insert(schema.meta), [{"version": schema.VERSION}])
    with engine.connect() as db:
        version = db.execute(select(schema.meta.c.version)).scalar()
    if version != schema.VERSION:
        raise CorpusError("文件库是另一个版本建的：请删掉它再运行 chazhang ingest")


# ---------------------------------------------------------------------- rows


def _head(disclosure: Disclosure) -> dict[str, Any]:
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
        "record": _dump(bare),
    }


def _parts(disclosure: Disclosure) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    own = disclosure.id
    yield schema.tables, [
        {"disclosure": own, "number": t.number, "form": t.form, "title": t.title,
         "record": _dump(replace(t, cells=()))}
        for t in disclosure.tables
    ]  # fmt: skip
    yield schema.cells, [
        {"disclosure": own, "table_number": t.number, "text": c.text, "record": _dump(c)}
        for t in disclosure.tables
        for c in t.cells
    ]
    yield schema.facts, [_fact_row(own, f) for f in disclosure.facts]
    yield schema.indicators, [
        {"disclosure": own, "id": i.id, "name": i.name, "record": _dump(i)}
        for i in disclosure.indicators
    ]
    yield schema.statements, [
        {"disclosure": own, "id": s.id, "subject": s.subject, "role": str(s.role),
         "amount": f"{s.amount.number:f}", "unit": s.amount.unit, "year": s.year,
         "record": _dump(s)}
        for s in disclosure.statements
    ]  # fmt: skip
    yield schema.passages, [
        {"disclosure": own, "id": p.id, "kind": str(p.kind), "record": _dump(p)}
        for p in disclosure.passages
    ]
    yield schema.findings, [
        {"disclosure": own, "rule": f.rule, "severity": str(f.severity), "record": _dump(f)}
        for f in disclosure.findings
    ]


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
        "record": _dump(fact),
    }


def _load(db: Connection, disclosure_id: str) -> Disclosure:
    head = schema.disclosures
    record = db.execute(select(head.c.record).where(head.c.id == disclosure_id)).scalar_one()
    bare: Disclosure = _codec(Disclosure).validate_python(record)
    cells: dict[int, list[Cell]] = {}
    c = schema.cells.c
    query = select(c.table_number, c.record).where(c.disclosure == disclosure_id).order_by(c.row)
    for number, cell in db.execute(query):
        cells.setdefault(number, []).append(_codec(Cell).validate_python(cell))
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
    query = select(table.c.record).where(table.c.disclosure == disclosure_id).order_by(table.c.row)
    return [_codec(record).validate_python(r) for r in db.execute(query).scalars()]


def _put_vectors(db: Connection, vectors: dict[str, bytes]) -> None:
    if not vectors:
        return
    db.execute(delete(schema.vectors).where(schema.vectors.c.passage.in_(list(vectors))))
    rows = [{"passage": p, "vector": v} for p, v in vectors.items()]
    db.execute(insert(schema.vectors), rows)


