"""Numbers with more decimals than those around them: 829.651 in a table of 8,296.51 and its like."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.amount import Amount
from ingest.check.compare import fact_side, in_words
from ingest.check.tables.relations import money
from ingest.records import Disclosure, Fact, Finding, Severity, Side

LEAST = 12  # numbers of one kind that make a habit
MOST = 2  # that do otherwise: more are a way of writing
TIMES = 12  # as many keep to it for each that does not


def decimals_of_tables(disclosure: Disclosure) -> Iterator[Finding]:
    """A point that moved, or a digit too many behind it, shows where no other of the table has as
    many decimals."""
    held: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        if (amount := money(fact)) and amount.number:
            held[fact.table, amount.unit].append(fact)
    for facts in held.values():
        for place, usual in odd_decimals([fact.amount for fact in facts if fact.amount]):
            yield told(fact_side(facts[place], disclosure.tables), usual, "这张表里别的数")


def odd_decimals(amounts: Sequence[Amount]) -> Iterator[tuple[int, int]]:
    """The places of the few that have more decimals than usual, with how many are usual; fewer may
    be noughts that were not printed."""
    places = [decimals(amount) for amount in amounts]
    usual, often = usual_decimals(amounts)
    more = [i for i, place in enumerate(places) if place > usual]
    if usual and len(more) <= MOST and often >= max(LEAST, TIMES * len(more)):
        yield from ((place, usual) for place in more)


def usual_decimals(amounts: Sequence[Amount]) -> tuple[int, int]:
    """How many decimals most of those have that have any, and how many these are."""
    counted = Counter(place for amount in amounts if (place := decimals(amount)))
    return counted.most_common(1)[0] if counted else (0, 0)


def decimals(amount: Amount) -> int:
    return max(-int(amount.number.as_tuple().exponent), 0)


def told(side: Side, usual: int, others: str) -> Finding:
    printed = in_words(side.amount) if side.amount else ""
    places = decimals(side.amount) if side.amount else 0
    message = (
        f"{side.what}为 {printed}，{others}最多 {usual} 位小数，"
        f"唯独这里是 {places} 位：小数点可能错位，或多印了一位。"
    )
    return Finding("decimals", Severity.NOTICE, message, (side,), None, None)
