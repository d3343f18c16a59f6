"""What is worked out of the disclosures and stored beside them, so that questions need not open
them all: rows of data, counts of words, and which files are one disclosure.

The rules are the assistant's (assistant/shelf); here is only how the rows come and go. Whatever is
missing is worked out anew, so a kill between a disclosure and its rows costs nothing.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ingest.check.beside.across import bare_name
from ingest.corpus import schema
from ingest.records import Finding

BATCH = 500  # values in one statement
Tallied = Mapping[str, Mapping[str, int]]  # kind → text → of how many


@dataclass(frozen=True, slots=True)
class Keyed:
    """What one disclosure adds. `rows` are of the table `data`, `above` of that name, both without
    the disclosure; `counts` is whatever lists show of it."""

    disclosure: str
    serial: int
    rows: Sequence[dict[str, Any]]
    above: Sequence[dict[str, Any]]
    labels: frozenset[str]
    tallied: Tallied
    passages: int
    tokens: int
    counts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A file as one of a unit: without the tables, or the story, that another tells better."""

    disclosure: str
    tables: tuple[int, ...] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """One body's one year's one stage, in one file or several."""

    entity: str
    year: int
    stage: str
    scope: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The disclosures of a body put together, the newest first, and what they say against each
    other."""

    body: str
    units: Sequence[Bound]
    between: Sequence[Finding]


# ---------------------------------------------------------------------- gone


def forget(db: Connection, ids: Sequence[str]) -> None:
    """All that was made of some disclosures alone, the counts that they were part of too."""
    s = schema.settled.c
    less: dict[str, Counter[str]] = {}
    for raw in db.execute(select(s.tallied).where(s.disclosure.in_(ids))).scalars():
        for kind, found in json.loads(zlib.decompress(raw)).items():
            less.setdefault(kind, Counter()).subtract(found)
    tally(db, less)
    for table in (schema.data, schema.above, schema.settled):
        db.execute(delete(table).where(table.c.disclosure.in_(ids)))
    if less:
        db.execute(delete(schema.tallies).where(schema.tallies.c.n <= 0))


def part_again(db: Connection, ids: Sequence[str]) -> None:
    """The bodies of some disclosures, and of those that say the same, are to be put together anew."""
    d = schema.disclosures.c
    own = select(d.fingerprint).where(d.id.in_(ids), d.fingerprint != "")
    found = select(d.body).where(or_(d.id.in_(ids), d.fingerprint.in_(own)), d.body.is_not(None))
    held = sorted(set(db.execute(found).scalars()))
    for some in _batches(held):
        for table in (schema.bodies, schema.units, schema.between):
            db.execute(delete(table).where(table.c.body.in_(some)))


# ---------------------------------------------------------------------- made


def tally(db: Connection, more: Tallied) -> None:
    """Add to the counts; less where negative."""
    rows = [
        {"kind": kind, "text": text, "n": n}
        for kind, found in sorted(more.items())
        for text, n in sorted(found.items())
        if n and "\x00" not in text  # which PostgreSQL does not take
    ]
    make: Any = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
    given = make(schema.tallies)
    t = schema.tallies.c
    added = given.on_conflict_do_update(
        index_elements=[t.kind, t.text], set_={"n": t.n + given.excluded.n}
    )
    if rows:
        db.execute(added, rows)


def put_keyed(db: Connection, found: Sequence[Keyed], rules: str) -> None:
    """In place of what was stored of these disclosures."""
    forget(db, [one.disclosure for one in found])
    whole: dict[str, Counter[str]] = {}
    for one in found:
        for kind, counted in one.tallied.items():
            whole.setdefault(kind, Counter()).update(counted)
        own = {"disclosure": one.disclosure}
        _put(db, schema.data, [row | own for row in one.rows])
        _put(db, schema.above, [row | own for row in one.above])
        _put(db, schema.settled, [own | {
            "rules": rules, "serial": one.serial, "passages": one.passages, "tokens": one.tokens,
            "labels": "\n".join(sorted(one.labels)).replace("\x00", ""),
            "tallied": zlib.compress(json.dumps(one.tallied, ensure_ascii=False).encode()),
            "counts": dict(one.counts),
        }])  # fmt: skip
    tally(db, whole)


def put_bodies(db: Connection, found: Sequence[Body], rules: str) -> None:
    """In place of what was stored of these bodies."""
    names = [one.body for one in found]
    for table in (schema.bodies, schema.units, schema.between):
        db.execute(delete(table).where(table.c.body.in_(names)))
    for one in found:
        _put(db, schema.units, [
            {"body": one.body, "entity": u.entity, "year": u.year, "stage": u.stage,
             "scope": u.scope, "place": place,
             "files": [[p.disclosure, list(p.tables), p.told] for p in u.parts]}
            for place, u in enumerate(one.units)
        ])  # fmt: skip
        _put(db, schema.between, [{"body": one.body, "record": f} for f in one.between])
    _put(db, schema.bodies, [{"body": name, "rules": rules} for name in names])


def name_bodies(db: Connection, fingerprints: Mapping[str, str]) -> None:
    """What an older program stored gets its body's name, and its fingerprint as worked out now."""
    d = schema.disclosures.c
    query = select(d.id, d.entity).where(d.id.in_(list(fingerprints)))
    entities: dict[str, str] = {}
    entities.update((row[0], row[1]) for row in db.execute(query))
    for own, said in fingerprints.items():
        changed = {"fingerprint": said, "body": bare_name(entities[own])}
        db.execute(update(schema.disclosures).where(d.id == own).values(**changed))


def _put(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(table).inline(), list(rows))


def _batches(ids: Iterable[str]) -> Iterable[list[str]]:
    held = list(ids)
    return (held[at : at + BATCH] for at in range(0, len(held), BATCH))
