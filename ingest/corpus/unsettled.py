"""What of a ledger has not been worked out yet, and where it is put once it has been."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from ingest.corpus import schema
from ingest.corpus.derived import Body, Keyed, name_bodies, put_bodies, put_keyed
from ingest.corpus.engines import reading, writing
from ingest.corpus.ledger import Ledger
from ingest.corpus.rows import batches

Stamps = dict[str, int | None]  # disclosure → when it was stored; None by an older program


@dataclass(frozen=True, slots=True)
class Seen:
    """By which rules something was worked out, and of which disclosures."""

    rules: str
    linking: str
    bodies: Mapping[str, Stamps]
    stamps: Stamps


class Unsettled:
    """The side of one ledger that is written to from what was read."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._engine = ledger.engine

    def nameless(self, most: int) -> list[str]:
        """Some of what an older program stored, of which neither body nor fingerprint is known."""
        d = schema.disclosures.c
        query = select(d.id).where(or_(d.body.is_(None), d.fingerprint.is_(None))).limit(most)
        with reading(self._engine) as db:
            return list(db.execute(query).scalars())

    def name(self, fingerprints: Mapping[str, str]) -> None:
        with writing(self._engine) as db:
            name_bodies(db, fingerprints)

    def unsettled(self, rules: str, linking: str) -> dict[str, list[str]]:
        """body → the disclosures of it whose data are missing or older than the rules; of bodies
        that are to be put together anew, too."""
        d, s, b = schema.disclosures.c, schema.settled.c, schema.bodies.c
        fresh = select(s.disclosure).where(s.rules == rules)
        done = select(b.body).where(b.rules == linking)
        query = select(d.body, d.id, d.id.not_in(fresh)).where(
            or_(d.id.not_in(fresh), d.body.not_in(done))
        )
        found: dict[str, list[str]] = {}
        with reading(self._engine) as db:
            for body, own, keyed in db.execute(query.order_by(d.body, d.id)):
                found.setdefault(body, []).extend([own] if keyed else [])
        return found

    def of_bodies(self, bodies: Sequence[str]) -> dict[str, Stamps]:
        """body → its disclosures but for copies: what says the same as one of a lower id, wherever
        that is."""
        with reading(self._engine) as db:
            return _of_bodies(db, bodies)

    def stamps(self, disclosures: Sequence[str]) -> Stamps:
        """When each of some disclosures was stored."""
        with reading(self._engine) as db:
            return _stamps(db, disclosures)

    def rows(self, disclosure: str, name: str) -> list[int]:
        """Under which rows the facts, or the statements, of a disclosure are held, in order."""
        table = schema.metadata.tables[name].c
        query = select(table.row).where(table.disclosure == disclosure).order_by(table.row)
        with reading(self._engine) as db:
            return list(db.execute(query).scalars())

    def put(self, keyed: Sequence[Keyed], bodies: Sequence[Body], seen: Seen) -> None:
        """Store what was worked out of disclosures as they were `seen`; what has been stored anew
        meanwhile, or had a file join it, is left for another time."""
        with writing(self._engine) as db:
            now = _stamps(db, [one.disclosure for one in keyed])
            same = {i for i, stored in now.items() if stored == seen.stamps[i]}
            put_keyed(db, [one for one in keyed if one.disclosure in same], seen.rules)
            held = _of_bodies(db, [one.body for one in bodies])
            put_bodies(db, [b for b in bodies if held[b.body] == seen.bodies[b.body]], seen.linking)


def _of_bodies(db: Connection, bodies: Sequence[str]) -> dict[str, Stamps]:
    d = schema.disclosures
    other = d.alias()
    first = (
        select(func.min(other.c.id)).where(other.c.fingerprint == d.c.fingerprint)
    ).scalar_subquery()
    query = (
        select(d.c.body, d.c.id, d.c.stored)
        .where(d.c.body.in_(bodies), d.c.id == first)
        .order_by(d.c.entity, d.c.year, d.c.path)
    )
    found: dict[str, Stamps] = {body: {} for body in bodies}
    for body, own, stored in db.execute(query):
        found[body][own] = stored
    return found


def _stamps(db: Connection, disclosures: Sequence[str]) -> Stamps:
    d = schema.disclosures.c
    return {
        own: stored
        for ids in batches(disclosures)
        for own, stored in db.execute(select(d.id, d.stored).where(d.id.in_(ids)))
    }
