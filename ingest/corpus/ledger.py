"""The ledger: every disclosure with all that was read of it, in SQLite through SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    create_engine,
    delete,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DBAPIError

from ingest.corpus import schema
from ingest.corpus.packing import Packed, as_json, codec, pack
from ingest.corpus.rows import batches, counts, load, put_vectors, store
from ingest.errors import CorpusError
from ingest.records import Disclosure, Identity, Passage

FILE = "ledger.sqlite"
TROUBLE = {  # what SQLite says → what it means
    "locked": "另一个程序正在写，请稍后再试",
    "disk is full": "磁盘满了",
    "readonly": "没有写的权限",
    "not a database": "它不是文件库，或已经损坏",
    "malformed": "它已经损坏，请删掉再运行 chazhang ingest",
    "unable to open": "路径不对，或没有权限",
}


@dataclass(frozen=True, slots=True)
class DisclosureRow:
    """What a list shows of a disclosure; `facts` counts those with an amount."""

    id: str
    path: str
    sha256: str
    media: str
    identity: Identity
    title: str
    pages: int
    tables: int
    facts: int
    passages: int


class Ledger:
    """One corpus's ledger. Each `save` and `remove` is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ------------------------------------------------------------------ write

    def save(self, disclosure: Disclosure, vectors: dict[str, bytes] | None = None) -> None:
        """Put a disclosure in place of any earlier one of the same path or content."""
        self.save_packed(pack(disclosure), vectors)

    def save_packed(self, packed: Packed, vectors: dict[str, bytes] | None = None) -> None:
        """The same for one that was made ready elsewhere."""
        with self._writing() as db:
            store(db, packed)
            put_vectors(db, vectors or {})

    def move(self, disclosure_id: str, path: str) -> None:
        """The same content under another name: nothing is read again."""
        disclosure = self.load(disclosure_id)
        self.save(replace(disclosure, path=path))

    def remove(self, disclosure_id: str) -> None:
        with self._writing() as db:
            db.execute(delete(schema.disclosures).where(schema.disclosures.c.id == disclosure_id))

    def put_vectors(self, vectors: dict[str, bytes]) -> None:
        with self._writing() as db:
            put_vectors(db, vectors)

    def drop_vectors(self) -> int:
        """Of passages that nothing held prints any more; how many went."""
        v, p = schema.vectors, schema.passages
        unused = v.c.passage.not_in(select(p.c.id))
        with self._writing() as db:
            return int(db.execute(delete(v).where(unused)).rowcount)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as db:
                yield db
        except DBAPIError as error:
            raise CorpusError(f"文件库写不进去：{_meaning(error)}") from error

    # ------------------------------------------------------------------ read

    def known(self) -> dict[str, tuple[str, str]]:
        """path → (sha256, id) of everything held."""
        d = schema.disclosures.c
        with self._engine.connect() as db:
            return {r.path: (r.sha256, r.id) for r in db.execute(select(d.path, d.sha256, d.id))}

    def disclosures(self) -> tuple[DisclosureRow, ...]:
        """Everything held, by entity and year, without its contents."""
        d = schema.disclosures.c
        query = select(d.id, d.path, d.record).order_by(d.entity, d.year, d.path)
        with self._engine.connect() as db:
            return _listed(db, query)

    def find(self, sha256: str) -> DisclosureRow | None:
        """What is held of this content."""
        d = schema.disclosures.c
        query = select(d.id, d.path, d.record).where(d.sha256 == sha256)
        with self._engine.connect() as db:
            if db.execute(query).first() is None:
                return None
            return _listed(db, query, only=sha256[:12])[0]

    def load(self, disclosure_id: str) -> Disclosure:
        with self._engine.connect() as db:
            return load(db, disclosure_id)

    def all_disclosures(self, known: Iterable[Disclosure] = ()) -> tuple[Disclosure, ...]:
        """Everything held; of `known` that which is still held under its path and content."""
        here = {(k.id, k.path): k for k in known}
        d = schema.disclosures.c
        query = select(d.id, d.path).order_by(d.entity, d.year, d.path)
        with self._engine.connect() as db:
            rows = db.execute(query).all()
            return tuple(here.get((r.id, r.path)) or load(db, r.id) for r in rows)

    def passages(self) -> dict[str, list[tuple[str, Passage]]]:
        """passage id → the disclosures that print it."""
        out: dict[str, list[tuple[str, Passage]]] = {}
        p = schema.passages.c
        with self._engine.connect() as db:
            for disclosure, record in db.execute(select(p.disclosure, p.record)):
                held: Passage = codec(Passage).validate_python(record)
                out.setdefault(held.id, []).append((disclosure, held))
        return out

    def vectors(self, wanted: Iterable[str] | None = None) -> dict[str, bytes]:
        """passage id → float16 vector; of all passages where none are named."""
        v = schema.vectors.c
        query = select(v.passage, v.vector)
        queries = (
            [query]
            if wanted is None
            else [query.where(v.passage.in_(ids)) for ids in batches(wanted)]
        )
        with self._engine.connect() as db:
            return {r.passage: r.vector for q in queries for r in db.execute(q)}

    def without_vectors(self, wanted: Iterable[str]) -> list[str]:
        """Those of the passage ids that have no vector yet, in order."""
        v = schema.vectors.c.passage
        wanted = list(wanted)
        with self._engine.connect() as db:
            found = (db.execute(select(v).where(v.in_(ids))).scalars() for ids in batches(wanted))
            held = {i for ids in found for i in ids}
        return [i for i in wanted if i not in held]

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _listed(
    db: Connection, query: Select[tuple[Any, ...]], only: str | None = None
) -> tuple[DisclosureRow, ...]:
    def count(table: Table, *where: ColumnElement[bool]) -> dict[str, int]:
        own = () if only is None else (table.c.disclosure == only,)
        return counts(db, table, *where, *own)

    tables, passages = count(schema.tables), count(schema.passages)
    facts = count(schema.facts, schema.facts.c.amount.is_not(None))
    rows = [(r.id, r.path, codec(Disclosure).validate_python(r.record)) for r in db.execute(query)]
    return tuple(
        DisclosureRow(i, path, bare.sha256, bare.media, bare.identity, bare.title, bare.n_pages,
                      tables.get(i, 0), facts.get(i, 0), passages.get(i, 0))
        for i, path, bare in rows
    )  # fmt: skip


# ---------------------------------------------------------------------- opening


def open_ledger(corpus: Path, *, create: bool = False) -> Ledger:
    """The ledger of a corpus folder. Missing, foreign or older ones raise CorpusError."""
    path = corpus / FILE
    if not create and not path.exists():
        raise CorpusError(f"文件库 {corpus} 还不存在：先运行 chazhang ingest 文件夹")
    corpus.mkdir(parents=True, exist_ok=True)
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": 30}, json_serializer=_serialised)
    event.listen(engine, "connect", _pragmas)
    try:
        _prepare(engine)
    except DBAPIError as error:
        engine.dispose()
        raise CorpusError(f"文件库 {corpus} 打不开：{_meaning(error)}") from error
    except CorpusError:
        engine.dispose()
        raise
    return Ledger(engine)


def _serialised(record: Any) -> str:
    """Parts come ready, the head is made into JSON here."""
    return record if isinstance(record, str) else as_json(record)


def _meaning(error: DBAPIError) -> str:
    said = str(error.orig)
    return next((meaning for sign, meaning in TROUBLE.items() if sign in said), said)


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
