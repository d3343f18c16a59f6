"""类、款、项 in one table: a rung of the ladder that is missing where all others are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ingest.check.compare import fact_side, title_of
from ingest.check.tables.relations import money
from ingest.interpret.labels import is_total
from ingest.interpret.vocabulary import words
from ingest.records import Disclosure, Fact, Finding, Severity

RUNGS = (3, 5, 7)
LEAST = 3  # rows that have what one lacks


def missing_rungs(disclosure: Disclosure) -> Iterator[Finding]:
    """205 with 20502 and 2050205 below it, but 20805 with no 208 above; or a 款 that has no 项."""
    tables: dict[int, dict[str, Fact]] = defaultdict(dict)
    for fact in disclosure.facts:
        code = fact.code
        coded = code.isdigit() and len(code) in RUNGS and bool(fact.row)
        if coded and money(fact) and not is_total(fact.row[-1]):
            tables[fact.table].setdefault(code, fact)
    for held in tables.values():
        yield from _above(held, disclosure)
        yield from _below(held, disclosure)


def _above(held: Mapping[str, Fact], disclosure: Disclosure) -> Iterator[Finding]:
    for upper, lower in pairwise(RUNGS):
        needed = {code[:upper] for code in held if len(code) == lower}
        gone = sorted(needed - held.keys())
        if len(gone) == 1 and len(needed) - 1 >= LEAST - 1:
            below = [fact for code, fact in held.items() if code.startswith(gone[0])]
            yield _report(below, f"没有它们的上级科目 {gone[0]}，别的科目却都有上级", disclosure)


def _below(held: Mapping[str, Fact], disclosure: Disclosure) -> Iterator[Finding]:
    childless = tuple(words("checks")["childless"])
    for upper, lower in pairwise(RUNGS):
        heads = {code for code in held if len(code) == upper}
        bare = sorted(heads - {code[:upper] for code in held if len(code) == lower})
        least = LEAST - 1 if bare and bare[0][0] == "3" else LEAST  # of purposes few are used
        if len(bare) == 1 and len(heads) > least:
            fact = held[bare[0]]
            if bare[0].startswith(childless):
                continue  # 219 and its 款 have nothing below them in the classification
            yield _report([fact], "没有下级科目，别的同级科目却都有", disclosure)


def _report(facts: Sequence[Fact], lacks: str, disclosure: Disclosure) -> Finding:
    sides = tuple(fact_side(fact, disclosure.tables) for fact in facts[:LEAST])
    names = "、".join(f"{fact.code} {fact.row[-1]}" for fact in facts[:LEAST])
    message = f"《{title_of(facts[0], disclosure.tables)}》里的 {names}{lacks}，可能漏了一行。"
    return Finding("row_missing", Severity.NOTICE, message, sides, None, None)
