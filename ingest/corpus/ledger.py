"""The ledger: every disclosure with all that was read of it, through SQLAlchemy.

SQLite in the corpus's folder, or PostgreSQL where CHAZHANG_LEDGER_URL names one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    inspect,
    or_,
    select,
)
from sqlalchemy.exc import DBAPIError

from ingest.corpus import schema
from ingest.corpus.engines import FILE as FILE
from ingest.corpus.engines import (
    Notice,
    damage,
    engine_in_memory,
    engine_of,
    meaning,
    only_ingest,
    reading,
    shown,
    writing,
)
from ingest.corpus.files import inside, opened
from ingest.corpus.fingerprint import fingerprint
from ingest.corpus.migrations import bring_up_to_date, version_of
from ingest.corpus.packing import Packed, codec, pack
from ingest.corpus.passages import Passages
from ingest.corpus.rows import (
    count_change,
    counts,
    decoding,
    load,
    put_vectors,
    store,
    take_out,
)
from ingest.errors import CorpusError
from ingest.records import Disclosure, Identity
from ingest.settings import Settings, current_settings


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


class Ledger(Passages):
    """One corpus's ledger. Each `save` and `remove` is one transaction."""

    def __init__(self, engine: Engine, corpus: Path, stays: Connection | None = None) -> None:
        """`stays` is held open as long as the ledger is."""
        super().__init__(engine)
        self._corpus = corpus
        self._stays = stays

    @property
    def engine(self) -> Engine:
        """For the other files of this folder."""
        return self._engine

    @property
    def corpus(self) -> Path:
        return self._corpus

    def only_ingest(self, notice: Notice) -> AbstractContextManager[None]:
        """Wait until no other ingest writes to the same database; `notice` is told of a wait."""
        return only_ingest(self._engine, notice)

    # ------------------------------------------------------------------ write

    def save(self, disclosure: Disclosure, vectors: dict[str, bytes] | None = None) -> None:
        """Put a disclosure in place of any earlier one of the same path or content."""
        self.save_packed(pack(disclosure), vectors)

    def save_packed(self, packed: Packed, vectors: dict[str, bytes] | None = None) -> None:
        """The same for one that was made ready elsewhere."""
        bare = replace(packed.bare, path=inside(packed.bare.path, self._corpus))
        with writing(self._engine) as db:
            store(db, replace(packed, bare=bare))
            put_vectors(db, vectors or {})
            count_change(db)

    def remove(self, disclosure_id: str) -> None:
        with writing(self._engine) as db:
            take_out(db, [disclosure_id])
            count_change(db)

    # ------------------------------------------------------------------ read

    def disclosures(self) -> tuple[DisclosureRow, ...]:
        """Everything held, by entity and year, without its contents."""
        d = schema.disclosures.c
        query = select(d.id, d.path, d.record).order_by(d.entity, d.year, d.path)
        with reading(self._engine) as db:
            return self._listed(db, query)

    def find(self, sha256: str) -> DisclosureRow | None:
        """What is held of this content, read by the reader of today."""
        d = schema.disclosures.c
        query = select(d.id, d.path, d.record).where(d.sha256 == sha256, ~_stale())
        with reading(self._engine) as db:
            if db.execute(query).first() is None:
                return None
            return self._listed(db, query, only=sha256[:12])[0]

    def originals(self) -> tuple[tuple[str, Path, str], ...]:
        """Id, kept file and its sha256 of everything held."""
        d = schema.disclosures.c
        query = select(d.id, d.path, d.sha256).order_by(d.entity, d.year, d.path)
        with reading(self._engine) as db:
            return tuple((i, Path(opened(p, self._corpus)), s) for i, p, s in db.execute(query))

    def stale(self) -> tuple[Path, ...]:
        """The kept files of what an older reader read: to be read anew."""
        d = schema.disclosures.c
        query = select(d.path).where(_stale()).order_by(d.entity, d.year, d.path)
        with reading(self._engine) as db:
            return tuple(Path(opened(p, self._corpus)) for p in db.execute(query).scalars())

    def load(self, disclosure_id: str) -> Disclosure:
        with reading(self._engine) as db:
            return self._loaded(db, disclosure_id)

    def all_disclosures(self) -> tuple[Disclosure, ...]:
        """Everything held, in memory: for tools and small corpora."""
        d = schema.disclosures.c
        query = select(d.id).order_by(d.entity, d.year, d.path)
        with reading(self._engine) as db:
            return tuple(self._loaded(db, own) for own in db.execute(query).scalars())

    def _loaded(self, db: Connection, disclosure_id: str) -> Disclosure:
        held = load(db, disclosure_id)
        return replace(held, path=opened(held.path, self._corpus))

    def _listed(
        self, db: Connection, query: Select[tuple[Any, ...]], only: str | None = None
    ) -> tuple[DisclosureRow, ...]:
        return tuple(
            replace(row, path=opened(row.path, self._corpus)) for row in _listed(db, query, only)
        )

    def fingerprints(self) -> dict[str, str]:
        """Id → what is alike in copies; worked out where an older program stored none."""
        d = schema.disclosures.c
        with reading(self._engine) as db:
            held = {i: f or "" for i, f in db.execute(select(d.id, d.fingerprint))}
        return {i: f or fingerprint(self.load(i)) for i, f in held.items()}

    def damage(self) -> str:
        """What the database itself finds wrong with what it stores; "" where nothing is."""
        with reading(self._engine) as db:
            return damage(db)

    def state(self) -> tuple[str, int, int]:
        """The corpus's own name, how many transactions have written, when the last did (ns)."""
        m = schema.meta.c
        with reading(self._engine) as db:
            row = db.execute(select(m.corpus, m.changes, m.changed)).one()
        return row.corpus or "", row.changes or 0, row.changed or 0

    def close(self) -> None:
        if self._stays is not None:
            self._stays.close()
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
    rows: list[tuple[str, str, Disclosure]] = []
    for own, path, record in db.execute(query):
        with decoding(own):
            rows.append((own, path, codec(Disclosure).validate_python(record)))
    return tuple(
        DisclosureRow(i, path, bare.sha256, bare.media, bare.identity, bare.title, bare.n_pages,
                      tables.get(i, 0), facts.get(i, 0), passages.get(i, 0))
        for i, path, bare in rows
    )  # fmt: skip


# ---------------------------------------------------------------------- opening


def open_ledger(corpus: Path, *, create: bool = False, settings: Settings | None = None) -> Ledger:
    """The ledger of a corpus. An older one is brought up to date first, which is logged; missing,
    foreign or newer ones raise CorpusError."""
    url = (settings or current_settings()).ledger_url.get_secret_value()
    where = shown(url) if url else str(corpus)
    missing = CorpusError(f"文件库 {where} 还不存在：先运行 chazhang ingest 文件夹")
    if not create and not url and not (corpus / FILE).exists():
        raise missing
    corpus.mkdir(parents=True, exist_ok=True)
    engine = engine_of(corpus, url)
    try:
        if not create and url and not inspect(engine).has_table("meta"):
            raise missing
        bring_up_to_date(engine, where)
    except DBAPIError as error:
        engine.dispose()
        raise CorpusError(f"文件库 {where} 打不开：{meaning(error)}") from error
    except CorpusError:
        engine.dispose()
        raise
    return Ledger(engine, corpus)


def memory_ledger() -> Ledger:
    """A ledger that no file holds, for tests and tools; it goes with the last who uses it."""
    engine = engine_in_memory()
    stays = engine.connect()  # the data go with the last connection
    bring_up_to_date(engine, "")
    return Ledger(engine, Path(), stays)


def is_there(corpus: Path) -> bool:
    """Whether a corpus has a ledger that can be opened, in its folder or on a server."""
    settings = current_settings()
    if not settings.ledger_url.get_secret_value():
        return (corpus / FILE).is_file()
    try:
        return held_version(corpus, settings) is not None
    except CorpusError:
        return False


def held_version(corpus: Path, settings: Settings) -> int | None:
    """Of which version a corpus is, without bringing it up to date; None where there is none."""
    url = settings.ledger_url.get_secret_value()
    if not url and not (corpus / FILE).exists():
        return None
    engine = engine_of(corpus, url)
    try:
        with reading(engine) as db:
            return version_of(db)
    finally:
        engine.dispose()


def changed_elsewhere(corpus: Path) -> tuple[tuple[str, int, int], ...]:
    """What the folder's files do not show, of a ledger on a server: how often it has changed, and
    when it last did, in nanoseconds of the epoch."""
    settings = current_settings()
    if not settings.ledger_url.get_secret_value():
        return ()
    with open_ledger(corpus, settings=settings) as ledger:
        name, changes, when = ledger.state()
    return ((name, changes, when),)


def _stale() -> ColumnElement[bool]:
    reader = schema.disclosures.c.reader
    return or_(reader.is_(None), reader < schema.READER)
