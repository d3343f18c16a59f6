"""The passages of a ledger and their vectors: what is embedded, and what the index follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Engine, delete, func, select

from ingest.corpus import schema
from ingest.corpus.engines import reading, writing
from ingest.corpus.packing import codec
from ingest.corpus.rows import batches, count_change, put_vectors
from ingest.records import Passage

PAGE = 10_000  # passages that are told at one go


class Passages:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_vectors(self, vectors: dict[str, bytes]) -> None:
        with writing(self._engine) as db:
            put_vectors(db, vectors)
            count_change(db)

    def drop_vectors(self) -> int:
        """Of passages that nothing held prints any more; how many went."""
        v, p = schema.vectors, schema.passages
        unused = v.c.passage.not_in(select(p.c.id))
        with writing(self._engine) as db:
            count_change(db)
            return int(db.execute(delete(v).where(unused)).rowcount)

    def passages(self) -> dict[str, list[tuple[str, Passage]]]:
        """passage id → the disclosures that print it."""
        out: dict[str, list[tuple[str, Passage]]] = {}
        p = schema.passages.c
        with reading(self._engine) as db:
            for disclosure, record in db.execute(select(p.disclosure, p.record)):
                held: Passage = codec(Passage).validate_python(record)
                out.setdefault(held.id, []).append((disclosure, held))
        return out

    def printed(self) -> Iterator[list[tuple[str, str]]]:
        """(disclosure, passage) of every passage as it is printed, page by page."""
        p = schema.passages.c
        query = select(p.row, p.disclosure, p.id).order_by(p.row).limit(PAGE)
        last = -1
        while True:
            with reading(self._engine) as db:
                rows = db.execute(query.where(p.row > last)).all()
            if not rows:
                return
            last = rows[-1].row
            yield [(r.disclosure, r.id) for r in rows]

    def prints(self, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of some (disclosure, passage) that are held."""
        p = schema.passages.c
        pairs = set(wanted)
        with reading(self._engine) as db:
            found = {
                (own, i)
                for ids in batches(sorted({i for _, i in pairs}))
                for own, i in db.execute(select(p.disclosure, p.id).where(p.id.in_(ids)))
            }
        return found & pairs

    def some_passages(self, wanted: Iterable[str]) -> dict[str, Passage]:
        """passage id → the passage."""
        p = schema.passages.c
        out: dict[str, Passage] = {}
        with reading(self._engine) as db:
            for ids in batches(wanted):
                for own, record in db.execute(select(p.id, p.record).where(p.id.in_(ids))):
                    if own not in out:
                        out[own] = codec(Passage).validate_python(record)
        return out

    def lacking_vectors(self) -> tuple[list[str], int]:
        """The passages that have no vector yet, and how many there are in all."""
        p, v = schema.passages.c.id, schema.vectors.c.passage
        lacking = select(p).distinct().where(p.not_in(select(v)))
        with reading(self._engine) as db:
            every = db.execute(select(func.count(func.distinct(p)))).scalar() or 0
            return list(db.execute(lacking).scalars()), every

    def vectors(self, wanted: Iterable[str] | None = None) -> dict[str, bytes]:
        """passage id → float16 vector; of all passages where none are named."""
        v = schema.vectors.c
        query = select(v.passage, v.vector)
        queries = (
            [query]
            if wanted is None
            else [query.where(v.passage.in_(ids)) for ids in batches(wanted)]
        )
        with reading(self._engine) as db:
            return {r.passage: r.vector for q in queries for r in db.execute(q)}

    def without_vectors(self, wanted: Iterable[str]) -> list[str]:
        """Those of the passage ids that have no vector yet, in order."""
        v = schema.vectors.c.passage
        wanted = list(wanted)
        with reading(self._engine) as db:
            found = (db.execute(select(v).where(v.in_(ids))).scalars() for ids in batches(wanted))
            held = {i for ids in found for i in ids}
        return [i for i in wanted if i not in held]
