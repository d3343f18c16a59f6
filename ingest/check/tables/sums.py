"""Totals inside one table: down the rows and across the columns.

Which rows add up may be read wrongly. So a relation that fails is reported only where there is
reason to believe it: it holds in other columns or rows, one slip of the pen explains the gap, or
most relations of its kind hold and no part seems to be counted twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ingest.check.compare import add, fact_side, finding, in_words, title_of, verdict
from ingest.check.slips import slip_in_sum
from ingest.check.tables.relations import (
    Sum,
    across,
    amounts,
    down,
    in_form,
    is_wrong,
    money,
    place_of,
    row_of,
    totals,
)
from ingest.interpret.labels import TOTAL, is_total
from ingest.records import Disclosure, Fact, Finding, Severity, Table

CLOSING = 4  # parts that are filled: fewer may add up by chance
MOST_WRONG = 40  # in one table: more are a table that was misread
LISTS = ("project_performance",)  # a project stands under another one for its look, not as its part


def sums_within_tables(disclosure: Disclosure) -> Iterator[Finding]:
    """合计=基本+项目, 小计=Σ, 类=Σ款=Σ项, 合计=Σ类, 一、=Σ（一）."""
    by_table: dict[int, list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        by_table[fact.table].append(fact)
    for table in disclosure.tables:
        facts = by_table[table.number]
        if table.kind != "grid" or not facts:
            continue
        summed = down(facts) if table.form not in LISTS else []
        tried = [across(facts), summed, totals_or_own(facts, disclosure.identity.entity)]
        sure = explained([one for some in tried for one in some if is_wrong(one)])
        sure |= {key for some in tried[1:] for key in one_row_gone(some, facts)}
        for some in tried:
            yield from _odd_ones(some, facts, disclosure.tables, sure)
    forms = [by_table[t.number] for t in disclosure.tables if t.kind == "form"]
    yield from _odd_ones([one for facts in forms for one in in_form(facts)], (), disclosure.tables)


def totals_or_own(facts: list[Fact], entity: str) -> list[Sum]:
    """A table without 合计 that opens with the body's own name, and nothing below it, has its total
    there."""
    first = min(map(row_of, facts))
    under = [f for f in facts if f.row and f.row[0] == entity]
    own = bool(under) and all(row_of(f) == first and len(f.row) == 1 for f in under)
    if not own or any(is_total(f.row[-1]) for f in facts if f.row):
        return totals(facts)
    printed = {fact.id: fact for fact in under}
    headed = [replace(f, row=(TOTAL,)) if f.id in printed else f for f in facts]
    return [replace(one, stated=printed.get(one.stated.id, one.stated)) for one in totals(headed)]


def _odd_ones(
    tried: list[Sum], facts: Sequence[Fact], tables: Sequence[Table], sure: Collection[int] = ()
) -> Iterator[Finding]:
    kinds: dict[str, list[Sum]] = defaultdict(list)
    for one in tried:
        kinds[one.kind].append(one)
    shapes = Shapes(tried)
    for sums in kinds.values():
        plain = [s for s in sums if is_wrong(s) and not counted_twice(s)]
        misread = len(plain) * 2 > len(sums) and len(sums) > 1
        for one in sums:
            found = None
            if is_wrong(one):
                believed = shapes.hold(one) or _is_slip(one)
                likely = believed or (one in plain and not misread)
                if id(one) not in sure and (not likely or left_out(one, facts)):
                    continue
                doubt = not believed and len(sums) == 1 and _may_go_on(one)
                found = _report(one, tables, Severity.NOTICE if doubt else None)
            elif one.gap.severity is Severity.ROUNDING:
                found = _report(one, tables)
            if found:
                yield found


def explained(wrong: Sequence[Sum]) -> set[int]:
    """Those (by identity) that one wrong cell, or two cells exchanged, explains together with
    another: where a single correction closes two relations, neither was misread."""
    found: set[int] = set()
    if len(wrong) <= MOST_WRONG:
        for one, other in combinations(wrong, 2):
            if _one_cell_explains(one, other) or _exchange_explains(one, other):
                found |= {id(one), id(other)}
    return found


def one_row_gone(tried: Sequence[Sum], facts: Sequence[Fact]) -> set[int]:
    """Those (by identity) that lack, in several columns, what one row would have held: 合计 is as
    much too large as 基本支出 is, or as both below it are, and in 项目支出 the same rows add up."""
    shapes: dict[tuple[int, ...], list[Sum]] = defaultdict(list)
    for one in tried:
        shapes[one.shape].append(one)
    gone: set[int] = set()
    for sums in shapes.values():
        wrong = [one for one in sums if is_wrong(one)]
        gaps = sorted(one.gap.size for one in wrong)
        if len(wrong) < 2 or gaps[0] <= 0 or not any(_closes(one) for one in sums):
            continue
        first = gaps[-1]
        fits = gaps[-2] == first or any(a + b == first for a, b in combinations(gaps[:-1], 2))
        if fits and not any(left_out(one, facts) for one in wrong):
            gone |= {id(one) for one in wrong}
    return gone


def _closes(one: Sum) -> bool:
    filled = [amount for amount in amounts(one.parts) if amount.number]
    return not is_wrong(one) and len(filled) >= CLOSING


def _weights(one: Sum) -> dict[str, tuple[int, Fact]]:
    """Each cell of a relation with the sign with which it counts in the gap."""
    return {one.stated.id: (1, one.stated)} | {part.id: (-1, part) for part in one.parts}


def _one_cell_explains(one: Sum, other: Sum) -> bool:
    """Down the column and across the row the same amount is missing, where both cross."""
    mine, its = _weights(one), _weights(other)
    crossing = row_of(one.parts[0]) == row_of(one.stated)
    if crossing == (row_of(other.parts[0]) == row_of(other.stated)):
        return False
    return any(
        mine[key][0] * its[key][0] * one.gap.size == other.gap.size for key in mine.keys() & its
    )


def _exchange_explains(one: Sum, other: Sum) -> bool:
    if abs(one.gap.size) != abs(other.gap.size):
        return False
    mine, its = _weights(one), _weights(other)
    for key, (sign, fact) in mine.items():
        for beside, (weight, cell) in its.items():
            a, b = money(fact), money(cell)
            if a is None or b is None or key in its or beside in mine or not _may_swap(fact, cell):
                continue
            more = b.in_yuan() - a.in_yuan()
            if more and one.gap.size + sign * more == 0 == other.gap.size - weight * more:
                return True
    return False


def _may_swap(one: Fact, other: Fact) -> bool:
    return row_of(one) == row_of(other) or place_of(one) == place_of(other)


def left_out(one: Sum, facts: Sequence[Fact]) -> bool:
    """The gap stands in the same column (or row) as an amount of its own: a part that was not
    taken for one, not a fault."""
    own = {one.stated.id, *(part.id for part in one.parts)}
    first, stated = row_of(one.parts[0]), row_of(one.stated)
    line = place_of if stated != first else row_of
    above = stated if stated < first else -1  # what stands over a head is a head of it
    gap = abs(one.gap.size)
    return any(
        abs(abs(amount.in_yuan()) - gap) <= one.gap.allowed
        for fact in facts
        if line(fact) == line(one.stated) and fact.side == one.stated.side and fact.id not in own
        if row_of(fact) > above and (amount := money(fact)) and amount.number
    )


def _may_go_on(one: Sum) -> bool:
    """The only row of a wide table adds up to less than is stated: a column may be cut off."""
    return one.gap.size > 0 and row_of(one.stated) == row_of(one.parts[0]) and len(one.parts) > 4


def _is_slip(one: Sum) -> bool:
    stated = money(one.stated)
    return stated is not None and slip_in_sum(
        stated.in_yuan(), [part.in_yuan() for part in amounts(one.parts)]
    )


class Shapes:
    """The same rows added up in other columns, or the same columns in other rows: a relation that
    holds there is no misreading here."""

    def __init__(self, tried: Iterable[Sum]) -> None:
        self.closed: Counter[tuple[int, ...]] = Counter()
        self.failed: Counter[tuple[int, ...]] = Counter()
        for one in tried:
            (self.failed if is_wrong(one) else self.closed)[one.shape] += 1

    def hold(self, one: Sum) -> bool:
        return self.closed[one.shape] >= 2 * self.failed[one.shape]


def counted_twice(one: Sum) -> bool:
    """Part of a part, 其中 without the word, a subtotal among its items: a misreading, not a fault.

    The sum is then too large by just one of the parts, or far from what is stated.
    """
    stated = money(one.stated)
    if stated is None or not is_wrong(one):
        return False
    # under a header that says 合计, its neighbours do add up
    headed = bool(one.stated.column) and row_of(one.stated) == row_of(one.parts[0])
    if not headed and abs(one.gap.size) * 2 > abs(stated.in_yuan()):
        return True
    over = -one.gap.size
    return any(abs(part.in_yuan() - over) <= one.gap.allowed for part in amounts(one.parts))


def _report(one: Sum, tables: Sequence[Table], severity: Severity | None = None) -> Finding | None:
    stated = money(one.stated)
    if stated is None:
        return None
    parts = amounts(one.parts)
    title = title_of(one.stated, tables)
    name = "／".join((*one.stated.row, *one.stated.column))
    message = (
        f"《{title}》“{name}”为 {in_words(stated)}，"
        f"各分项之和为 {in_words(add(parts, stated.unit))}，{verdict(one.gap, stated)}。"
    )
    sides = [fact_side(one.stated, tables), *(fact_side(p, tables) for p in one.parts)]
    return finding("sum_within_table", message, sides, one.gap, severity)
