"""What answering reads of a ledger: a small part at once, the rest by indexed queries.

Everything is read as it was settled last; what was replaced or removed since raises CorpusChanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    cast,
    func,
    select,
    true,
)

from ingest.corpus import schema
from ingest.corpus.derived import Bound, Part
from ingest.corpus.engines import reading
from ingest.corpus.files import opened
from ingest.corpus.labelled import FEW, Row, is_said, labelled, of_few, read_rows, rows_of
from ingest.corpus.ledger import Ledger
from ingest.corpus.packing import codec
from ingest.corpus.rows import batches, decoding, list_of
from ingest.errors import CorpusChanged
from ingest.records import Disclosure, Fact, Finding, Indicator, Passage, Statement
from ingest.records import Table as PrintedTable

PARTS: Mapping[str, tuple[Table, type]] = {
    "tables": (schema.tables, PrintedTable),
    "facts": (schema.facts, Fact),
    "indicators": (schema.indicators, Indicator),
    "statements": (schema.statements, Statement),
    "passages": (schema.passages, Passage),
    "findings": (schema.findings, Finding),
}


class Head(NamedTuple):
    """A disclosure without its parts, and what is counted of it. `labels` are all it prints."""

    bare: Disclosure
    serial: int
    labels: str  # one a line
    counts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Totals:
    passages: int
    tokens: int


class Askable:
    """The derived side of one ledger. Thread-safe; each method is one transaction."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._engine = ledger.engine
        self._corpus = ledger.corpus
        self._serials: dict[str, int] = {}
        self._seen = -1  # how many changes the ledger had seen when it was looked at last

    # ------------------------------------------------------------------ at once

    def heads(self) -> Iterator[Head]:
        """Every disclosure, by entity and year."""
        d, s = schema.disclosures, schema.settled
        query = (
            select(d.c.path, cast(d.c.record, Text), s.c.serial, s.c.labels, s.c.counts)
            .join(s, s.c.disclosure == d.c.id)
            .order_by(d.c.entity, d.c.year, d.c.path)
        )
        with reading(self._engine) as db:
            self._seen = _changes(db)
            for path, record, serial, labels, counts in db.execute(query):
                bare: Disclosure = codec(Disclosure).validate_json(record)
                object.__setattr__(bare, "path", opened(path, self._corpus))
                self._serials[bare.id] = serial
                yield Head(bare, serial, labels, counts)

    def units(self) -> list[Bound]:
        """Body by body, the newest first."""
        u = schema.units.c
        query = select(u.entity, u.year, u.stage, u.scope, u.files)
        query = query.order_by(u.entity, u.year.desc(), u.stage == "budget", u.body, u.place)
        with reading(self._engine) as db:
            return [
                Bound(entity, year, stage, scope, tuple(Part(i, tuple(t), s) for i, t, s in files))
                for entity, year, stage, scope, files in db.execute(query)
            ]

    def totals(self) -> Totals:
        s = schema.settled.c
        with reading(self._engine) as db:
            found = db.execute(select(func.sum(s.passages), func.sum(s.tokens))).one()
        return Totals(int(found[0] or 0), int(found[1] or 0))

    def tallied(self, kind: str, texts: Iterable[str] | None = None) -> dict[str, int]:
        """text → of how many; of all texts of a kind where none are named."""
        t = schema.tallies.c
        query = select(t.text, t.n).where(t.kind == kind, t.n > 0)
        wanted = [true()] if texts is None else [t.text.in_(some) for some in batches(texts)]
        with reading(self._engine) as db:
            return {text: n for only in wanted for text, n in db.execute(query.where(only))}

    def found(self, disclosures: Sequence[str] = ()) -> dict[str, list[tuple[str, str]]]:
        """disclosure → rule and severity of each of its findings, in the order of `part`; of all
        where none are named."""
        f = schema.findings.c
        query = select(f.disclosure, f.rule, f.severity).order_by(f.row)
        wanted = [f.disclosure.in_(i) for i in batches(disclosures)] if disclosures else [true()]
        found: dict[str, list[tuple[str, str]]] = {}
        with self._reading(disclosures or list(self._serials)) as db:
            for only in wanted:
                for own, rule, severity in db.execute(query.where(only)):
                    found.setdefault(own, []).append((rule, severity))
        return found

    # ------------------------------------------------------------------ one disclosure

    def part(self, disclosure: str, name: str) -> tuple[tuple[Any, ...], int]:
        """A part of a disclosure (facts, tables, …), and how many letters of JSON it is."""
        table, kind = PARTS[name]
        query = select(cast(table.c.record, Text))
        query = query.where(table.c.disclosure == disclosure).order_by(table.c.row)
        with self._reading([disclosure]) as db:
            told = f"[{','.join(db.execute(query).scalars())}]"
        with decoding(disclosure):
            return tuple(list_of(kind).validate_json(told)), len(told)

    def titles(self, disclosures: Sequence[str]) -> dict[str, dict[int, str]]:
        """disclosure → number of a table → its title."""
        t = schema.tables.c
        query = select(t.disclosure, t.number, t.title)
        found: dict[str, dict[int, str]] = {own: {} for own in disclosures}
        with self._reading(disclosures) as db:
            for ids in batches(disclosures):
                for own, number, title in db.execute(query.where(t.disclosure.in_(ids))):
                    found[own][number] = title
        return found

    def compared(self) -> frozenset[str]:
        """The bodies whose disclosures say something against each other."""
        with reading(self._engine) as db:
            return frozenset(db.execute(select(schema.between.c.body).distinct()).scalars())

    def between(self, body: str) -> tuple[Finding, ...]:
        """What the disclosures of a body say against each other."""
        b = schema.between.c
        query = select(cast(b.record, Text)).where(b.body == body).order_by(b.row)
        with reading(self._engine) as db:
            told = f"[{','.join(db.execute(query).scalars())}]"
        with decoding(body):
            return tuple(list_of(Finding).validate_json(told))

    def targets(self, disclosures: Sequence[str] | None) -> set[tuple[str, str]]:
        """(disclosure, name) of the targets that disclosures set; of all where none are named, then
        with no disclosure."""
        i = schema.indicators.c
        with reading(self._engine) as db:
            if disclosures is None:
                return {("", n) for n in db.execute(select(i.name).distinct()).scalars() if n}
            query = select(i.disclosure, i.name).distinct()
            return {
                (own, name)
                for ids in batches(disclosures)
                for own, name in db.execute(query.where(i.disclosure.in_(ids)))
                if name
            }

    def vectors(self, disclosure: str) -> tuple[list[str], list[bytes]]:
        """Ids and vectors of the passages of a disclosure, in order; those that have one."""
        p, v = schema.passages, schema.vectors
        query = (
            select(p.c.id, v.c.vector)
            .join(v, v.c.passage == p.c.id)
            .where(p.c.disclosure == disclosure)
            .order_by(p.c.row)
        )
        with self._reading([disclosure]) as db:
            rows = db.execute(query).all()
        return [r[0] for r in rows], [r[1] for r in rows]

    def has_vectors(self) -> bool:
        with reading(self._engine) as db:
            return db.execute(select(schema.vectors.c.passage).limit(1)).first() is not None

    # ------------------------------------------------------------------ data

    def data(
        self, disclosures: Sequence[str], wanted: Mapping[str, Sequence[str]]
    ) -> dict[str, list[tuple[str, Row]]]:
        """column → (value, datum) of what some disclosures print under some labels; a column is
        item, part, code or above, or one of `WHOLE`."""
        found: dict[str, list[tuple[str, Row]]] = {column: [] for column in wanted}
        with self._reading(disclosures) as db:
            if len(disclosures) <= FEW and not wanted.get("above"):
                return of_few(db, disclosures, wanted)
            for column, values in wanted.items():
                for said in (0, 1) if is_said(column) else (0,):
                    query, of, own = labelled(column, said)
                    for ids in batches(disclosures):
                        limited = query.where(of.in_(values), own.in_(ids))
                        found[column] += read_rows(db, limited, said)
        return found

    def named(self, ref: str) -> Row | None:
        """The datum of a fact, or of a statement, by its reference."""
        d = schema.data.c
        disclosure = ref.split(":", 1)[0]
        with self._reading([disclosure]) as db:
            for said, table in ((0, schema.facts), (1, schema.statements)):
                query = rows_of(said, d.item).where(table.c.id == ref, d.disclosure == disclosure)
                if found := read_rows(db, query, said):
                    return found[0][1]
        return None

    def valued(
        self, measure: str, low: int, high: int, disclosures: Sequence[str] | None
    ) -> list[Row]:
        """What prints an amount between two, in hundredths; in all disclosures if none is named."""
        d = schema.data.c
        where: ColumnElement[bool] = (d.measure == measure) & d.fen.between(low, high)
        limits = [true()] if disclosures is None else [
            d.disclosure.in_(ids) for ids in batches(disclosures)
        ]  # fmt: skip
        with self._reading(disclosures or ()) as db:
            found = [
                row
                for said in (0, 1)
                for limit in limits
                for _, row in read_rows(db, rows_of(said, d.item).where(where, limit), said)
            ]
        return found

    def holding(self, column: str, values: Sequence[str]) -> set[str]:
        """The disclosures that print something under one of these labels, or codes."""
        d = schema.data.c
        query = select(d.disclosure).distinct()
        with reading(self._engine) as db:
            return {
                own
                for some in batches(values)
                for own in db.execute(query.where(d[column].in_(some))).scalars()
            }

    def items_of(self, form: str, disclosures: Sequence[str]) -> set[str]:
        """The items of a form that some disclosures print."""
        d = schema.data.c
        query = select(d.item).distinct().where(d.form == form, d.item.is_not(None))
        with reading(self._engine) as db:
            return {
                item
                for ids in batches(disclosures)
                for item in db.execute(query.where(d.disclosure.in_(ids))).scalars()
            }

    # ------------------------------------------------------------------ is it still there?

    @contextmanager
    def _reading(self, disclosures: Sequence[str]) -> Iterator[Connection]:
        """One moment of the ledger, at which these are what they were when it was opened."""
        with reading(self._engine) as db:
            if (now := _changes(db)) != self._seen:
                self._look(db, disclosures, now)
            yield db

    def _look(self, db: Connection, disclosures: Sequence[str], now: int) -> None:
        s = schema.settled.c
        wanted = {own: self._serials[own] for own in disclosures if own in self._serials}
        held: dict[str, int] = {}
        for ids in batches(wanted):
            query = select(s.disclosure, s.serial).where(s.disclosure.in_(ids))
            held.update((row[0], row[1]) for row in db.execute(query))
        if held != wanted:
            raise CorpusChanged("文件库刚刚有变动，要用的文件已经换过：请再问一次")


def _changes(db: Connection) -> int:
    return db.execute(select(schema.meta.c.changes)).scalar() or 0
