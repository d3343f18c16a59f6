"""Whether the tables of a disclosure add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ingest.check.tables.relations import across, down, totals
from ingest.check.tables.sums import counted_twice
from ingest.records import Disclosure, Fact, Severity, Table


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
