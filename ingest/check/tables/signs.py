"""Income and expenditure are not negative, but for what is a change, a balance or a correction."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.check.compare import fact_side, in_words
from ingest.check.tables.relations import money
from ingest.interpret.vocabulary import pattern
from ingest.records import Disclosure, Fact, Finding, Severity

MOST = 3  # in one table: more are a table in which it is meant


def negative_amounts(disclosure: Disclosure) -> Iterator[Finding]:
    below: dict[int, list[Fact]] = {}
    for fact in disclosure.facts:
        amount = money(fact)
        if amount and amount.number < 0 and not _may_be(fact):
            below.setdefault(fact.table, []).append(fact)
    for facts in below.values():
        if len(facts) <= MOST:
            yield from (_notice(fact, disclosure) for fact in facts)


def _may_be(fact: Fact) -> bool:
    words = "".join((*fact.row, *fact.column))
    return pattern("checks", "may_be_negative").search(words) is not None


def _notice(fact: Fact, disclosure: Disclosure) -> Finding:
    side = fact_side(fact, disclosure.tables)
    amount = in_words(fact.amount) if fact.amount else fact.text
    message = f"{side.what}为 {amount}，收入和支出一般不会是负数，可能多印了负号。"
    return Finding("negative_amount", Severity.NOTICE, message, (side,), None, None)
