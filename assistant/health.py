"""How far a corpus can be trusted, counted from what was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.audited import Audited
from assistant.holdings import Holding
from ingest.check.tables.relations import across, down, totals
from ingest.check.tables.sums import counted_twice
from ingest.records import Disclosure, Fact, Severity, Table

DISAGREE = "readers_disagree"


@dataclass(frozen=True, slots=True)
class Adding:
    """Tables by whether their totals add up: all of them do, some do not, none could be tried."""

    closed: int = 0
    open: int = 0
    untried: int = 0
    sums: int = 0  # relations tried
    sums_closed: int = 0  # of these: exactly, or as far as rounding explains

    def __add__(self, other: Adding) -> Adding:
        return Adding(
            self.closed + other.closed,
            self.open + other.open,
            self.untried + other.untried,
            self.sums + other.sums,
            self.sums_closed + other.sums_closed,
        )


@dataclass(frozen=True, slots=True)
class Health:
    """Counts over all files that answers are read from; `files` and `copies` over all held."""

    files: int
    copies: int
    pages: int
    tables: int
    unclassified: int  # tables that are no standard form we know
    facts: int
    statements: int
    adding: Adding
    disagreements: int  # numbers that two independent readers read differently
    findings: dict[Severity, int]


def health(
    docs: Iterable[Disclosure], held: Iterable[Holding], audited: Iterable[Audited]
) -> Health:
    held = tuple(held)
    twins = {h.id for h in held if h.copy_of}
    read = [doc for doc in docs if doc.id not in twins]
    tables = [table for doc in read for table in doc.tables]
    found = tuple(audited)
    adding = Adding()
    for doc in read:
        adding += adding_up(doc)
    return Health(
        files=len(held),
        copies=len(twins),
        pages=sum(doc.n_pages for doc in read),
        tables=len(tables),
        unclassified=sum(table.form == "unclassified" for table in tables),
        facts=sum(fact.amount is not None for doc in read for fact in doc.facts),
        statements=sum(len(doc.statements) for doc in read),
        adding=adding,
        disagreements=sum(one.rule == DISAGREE for one in found),
        findings=dict(Counter(one.severity for one in found)),
    )


def adding_up(doc: Disclosure) -> Adding:
    """Every total of a file's grids tried; a table with a gap that rounding does not explain is
    open."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in doc.facts:
        facts[fact.table].append(fact)
    whole = Adding()
    for table in doc.tables:
        whole += _of_table(table, facts[table.number])
    return whole


def _of_table(table: Table, facts: list[Fact]) -> Adding:
    if table.kind != "grid" or not any(fact.amount for fact in facts):
        return Adding()
    # a part counted twice is a row nested wrongly, not a gap
    tried = [s for kind in (across, down, totals) for s in kind(facts) if not counted_twice(s)]
    failed = sum(one.gap.severity is Severity.CONTRADICTION for one in tried)
    return Adding(
        closed=bool(tried) and not failed,
        open=bool(failed),
        untried=not tried,
        sums=len(tried),
        sums_closed=len(tried) - failed,
    )
