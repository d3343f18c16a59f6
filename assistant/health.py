"""How far a corpus can be trusted, counted from what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.audited import Audited
from assistant.holdings import Holding
from assistant.shelf.adding import Adding
from assistant.shelf.keys import counts_of
from ingest.records import Disclosure, Severity

DISAGREE = "readers_disagree"


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
    counted = [counts_of(doc) for doc in read]
    found = tuple(audited)
    adding = Adding()
    for one in counted:
        adding += Adding(*one["adding"])
    return Health(
        files=len(held),
        copies=len(twins),
        pages=sum(doc.n_pages for doc in read),
        tables=sum(one["tables"] for one in counted),
        unclassified=sum(one["unclassified"] for one in counted),
        facts=sum(one["facts"] for one in counted),
        statements=sum(one["statements"] for one in counted),
        adding=adding,
        disagreements=sum(one.rule == DISAGREE for one in found),
        findings=dict(Counter(one.severity for one in found)),
    )
