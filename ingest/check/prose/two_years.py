"""Changes told in words against each other, and against both years of a table."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ingest.check.compare import (
    Gap,
    as_change,
    fact_side,
    finding,
    gap_of,
    in_words,
    statement_side,
    verdict,
)
from ingest.check.prose.changes import YEARLY
from ingest.interpret.labels import bare_label, is_total
from ingest.records import Disclosure, Fact, Finding, Role, Severity, Statement

SIDE = re.compile("收入|支出|收支|收、支")
WHOSE = re.compile("^(?:20\\d\\d年度?)?(?:本|全|我)?(?:部门|单位|年度?|局|委|厅|办)?总?")
CORES = ("", "财政拨款", "一般公共预算", "一般公共预算拨款", "一般公共预算财政拨款", "本年")
PERIOD = re.compile("20\\d\\d年度?|[上本今去]年")


def directions(disclosure: Disclosure) -> Iterator[Finding]:
    """增加 14,309.95 万元，下降 102.4%: up and down in one breath."""
    for change, rate in itertools.pairwise(disclosure.statements):
        if rate.role is not Role.RATE or not change.amount.is_money:
            continue
        own = change.role is Role.CHANGE and change.subject == rate.subject
        beside = own and change.sentence == rate.sentence
        if beside and change.amount.number * rate.amount.number < 0:
            message = (
                f"正文称“{rate.subject}”{as_change(change.amount)}，同一句又说{as_change(rate.amount)}，"
                f"一增一减，必有一处写反。"
            )
            gap = Gap(abs(rate.amount.number) * 2, rate.amount.step())
            sides = [statement_side(rate), statement_side(change)]
            if found := finding("rate", message, sides, gap, Severity.CONTRADICTION):
                yield found


def same_level_other_change(disclosure: Disclosure) -> Iterator[Finding]:
    """财政拨款收入 4,939 万元，增加 69 万元 and 财政拨款支出 4,939 万元，增加 64 万元: where both are
    the same money, both have changed by the same."""
    told = disclosure.statements
    both = ((a, b) for a, b in itertools.pairwise(told) if _is_level_and_change(a, b))
    pairs = [(a, b) for a, b in both if len(a.amount.number.normalize().as_tuple().digits) > 2]
    groups: dict[tuple[Decimal, str], list[tuple[Statement, Statement]]] = defaultdict(list)
    for level, change in pairs:
        groups[level.amount.in_yuan(), change.compared_with].append((level, change))
    for group in groups.values():
        changes = {change.amount.in_yuan() for _, change in group}
        (level, change), *others = group
        other = next((o for o in others if o[1].amount.in_yuan() != change.amount.in_yuan()), None)
        if len(changes) != 2 or other is None or not _is_one_money(level, other[0]):
            continue
        odd = _rarer(group)
        yield from _two_changes(odd, next(g for g in group if g[1].amount != odd[1].amount))


def changes_against_tables(disclosure: Disclosure) -> Iterator[Finding]:
    """运行维护费 4.20 万元，减少 1.80 万元, where a table has both years of it."""
    year = disclosure.identity.year
    before = _last_years(disclosure)
    for level, change in itertools.pairwise(disclosure.statements) if before else ():
        if not _is_level_and_change(level, change) or level.year != year or level.stage:
            continue
        pairs = [
            (now, then)
            for now, then in before
            if now.amount and now.amount.agrees_with(level.amount) and _is_of(level, now)
        ]
        if not pairs or any(_lies_between(now, then, change) for now, then in pairs):
            continue
        yield from _not_between(level, change, pairs[0], disclosure)


def _last_years(disclosure: Disclosure) -> list[tuple[Fact, Fact]]:
    """Cells of this year with those of the year before, of one item and one table."""
    year = disclosure.identity.year
    cells: dict[tuple[object, ...], dict[int, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in disclosure.facts:
        if fact.year in (year, year - 1) and fact.amount and fact.amount.is_money:
            path = (*map(_without_period, fact.row), "", *map(_without_period, fact.column))
            cells[fact.table, fact.side, path][fact.year].append(fact)
    both = (held for held in cells.values() if len(held) == 2)
    return [
        (held[year][0], held[year - 1][0])
        for held in both
        if len(held[year]) == len(held[year - 1]) == 1
    ]


@lru_cache(maxsize=50_000)  # the same few labels over and over
def _without_period(label: str) -> str:
    return PERIOD.sub("", label)


def _is_of(level: Statement, fact: Fact) -> bool:
    subject = level.subject.replace("的", "")
    labels = [bare_label(_without_period(part)) for part in (*fact.row[-2:], *fact.column)]
    return any(len(label) > 2 and label.removesuffix("费") in subject for label in labels) or (
        "三公" in subject and fact.form == "three_public" and any(map(is_total, labels))
    )


def _lies_between(now: Fact, then: Fact, change: Statement) -> bool:
    if now.amount is None or then.amount is None:
        return False
    gap = gap_of(now.amount, [then.amount, change.amount])
    return gap.severity is not Severity.CONTRADICTION


def _not_between(
    level: Statement, change: Statement, pair: tuple[Fact, Fact], disclosure: Disclosure
) -> Iterator[Finding]:
    now, then = pair[0].amount, pair[1].amount
    if now is None or then is None:
        return
    gap = gap_of(now, [then, change.amount])
    sides = [statement_side(change), *(fact_side(f, disclosure.tables) for f in pair)]
    message = (
        f"正文称“{level.subject}”{in_words(level.amount)}、{as_change(change.amount)}，"
        f"而{sides[2].what}为 {in_words(then)}，两年相差的不是这个数，{verdict(gap, change.amount)}。"
    )
    if found := finding("change", message, sides, gap):
        yield found


def _is_level_and_change(level: Statement, change: Statement) -> bool:
    own = level.role is Role.LEVEL and change.role is Role.CHANGE
    money = level.amount.is_money and change.amount.is_money
    return own and money and level.sentence == change.sentence and level.subject == change.subject


def _is_one_money(level: Statement, other: Statement) -> bool:
    """Income and expenditure of one kind, or one thing said twice."""
    a, b = (WHOSE.sub("", SIDE.sub("", YEARLY.sub("", s.subject))) for s in (level, other))
    return a == b or (a in CORES and b in CORES)


def _rarer(group: Sequence[tuple[Statement, Statement]]) -> tuple[Statement, Statement]:
    counted = Counter(change.amount.in_yuan() for _, change in group)
    return min(reversed(group), key=lambda pair: counted[pair[1].amount.in_yuan()])


def _two_changes(
    one: tuple[Statement, Statement], other: tuple[Statement, Statement]
) -> Iterator[Finding]:
    gap = gap_of(one[1].amount, [other[1].amount])
    told = [f"“{a.subject}”{in_words(a.amount)}、{as_change(b.amount)}" for a, b in (one, other)]
    message = (
        f"正文一处说{told[0]}，另一处说{told[1]}：本年数相同、都与上年相比，增减却不同，"
        f"{verdict(gap, one[1].amount)}。"
    )
    sides = [statement_side(s) for s in (one[1], other[1])]
    if found := finding("change", message, sides, gap):
        yield found
