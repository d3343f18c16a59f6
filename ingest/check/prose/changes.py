"""Changes, rates and shares of the narrative against the amounts beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.amount import Amount
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
from ingest.check.prose.parts import HUNDRED, ratio_gap
from ingest.check.slips import is_slip
from ingest.interpret.labels import is_total
from ingest.records import Disclosure, Finding, Role, Severity, Statement

BEFORE = 12  # statements back that may be what a rate is of
CORE = re.compile("^(?:部门|本年|预算|总)*(?:收入|支出|收支)(?:预算|决算|总|合计|总计)*$")
YEARLY = re.compile(r"(?:当年)?(?:年初|调整)?总?(?:预算|决算|合计|总计|总额)*(?:执行)?数?$")


def rates(disclosure: Disclosure) -> Iterator[Finding]:
    """增长 13.95% must follow from the change and the level, or from the levels of two years."""
    told = disclosure.statements
    for place, one in enumerate(told):
        if one.role is not Role.RATE or one.amount.unit != "%":
            continue
        near = [s for s in told[max(place - BEFORE, 0) : place] if s.headings == one.headings]
        change, level, base = _change(one, near), _level(one, near), _base(one, near)
        found = None
        if level and base:
            found = _of_levels(one, level, base, near)
        elif level and change:
            found = _of_change(one, change, level, near)
        elif change and CORE.search(one.subject):
            found = _of_no_total(one, change, near, disclosure)
        if found:
            yield found


def differences(disclosure: Disclosure) -> Iterator[Finding]:
    """增加 88,791.39 must be what lies between the two amounts of its sentence."""
    told = disclosure.statements
    for place, one in enumerate(told):
        if one.role is not Role.CHANGE or not one.amount.is_money:
            continue
        near = [s for s in told[max(place - BEFORE, 0) : place] if s.headings == one.headings]
        level, base = _level(one, near), _base(one, near)
        if level is None or base is None or _any_difference(one, near, (level, base)):
            continue
        gap = gap_of(level.amount, [base.amount, one.amount])
        message = (
            f"正文称“{one.subject}”由 {in_words(base.amount)} 变为 {in_words(level.amount)}、"
            f"{as_change(one.amount)}，三个数对不上，{verdict(gap, one.amount)}。"
        )
        found = finding("change", message, [statement_side(s) for s in (one, level, base)], gap)
        if found:
            yield found


def levels(near: Sequence[Statement]) -> list[Statement]:
    return [s for s in near if s.role is Role.LEVEL and s.amount.is_money]


def _change(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """The change right before the rate, of the same thing."""
    last = near[-1] if near else None
    if last is None or last.role is not Role.CHANGE or not last.amount.is_money:
        return None
    return last if last.subject == one.subject and last.sentence == one.sentence else None


def _level(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """The nearest amount of this year that is of the same thing."""
    own = [s for s in reversed(levels(near)) if s.year == one.year and not s.stage]
    return next((s for s in own if _same(s.subject, one.subject)), None)


def _base(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """What it is compared with, where the sentence prints it: one amount of another time."""
    found = [
        s
        for s in levels(near)
        if s.sentence == one.sentence
        and (s.year == one.year - 1 or s.stage)
        and _same(s.subject, one.subject)
    ]
    return found[0] if len(found) == 1 else None


def _same(subject: str, other: str) -> bool:
    a, b = (YEARLY.sub("", x.replace("收入、支出", "收、支")) for x in (subject, other))
    return a == b


def _any_difference(
    one: Statement, near: Sequence[Statement], own: tuple[Statement, Statement]
) -> bool:
    """What lies between two other amounts, or just between its own."""
    told = levels(near)
    return any(
        not (gap := gap_of(a.amount, [b.amount, one.amount])).size
        or (gap.severity is Severity.ROUNDING and (a, b) != own)
        for a in told
        for b in told
        if a is not b and (b, a) != own
    )


def _of_levels(
    one: Statement, level: Statement, base: Statement, near: Sequence[Statement]
) -> Finding | None:
    before, after = base.amount.in_yuan(), level.amount.in_yuan()
    if before <= 0:
        return None
    worked = (after - before) * HUNDRED / before
    slack = (level.amount.step() + base.amount.step()) * HUNDRED / before * (1 + abs(worked) / 100)
    gap = Gap(one.amount.number - worked, one.amount.step() + slack)
    if gap.severity is not Severity.CONTRADICTION or follows(one, near, (before, after)):
        return None
    message = (
        f"正文称“{one.subject}”{as_change(one.amount)}，"
        f"按 {in_words(base.amount)} 变为 {in_words(level.amount)} 推算应为{_rate(worked)}，不是尾差。"
    )
    return finding("rate", message, [statement_side(s) for s in (one, level, base)], gap)


def _of_change(
    one: Statement, change: Statement, level: Statement, near: Sequence[Statement]
) -> Finding | None:
    before = level.amount.in_yuan() - change.amount.in_yuan()
    if before <= 0:
        told = _of_more_than_all if before < 0 else _of_nothing
        return told(one, change, level, near)
    gap = ratio_gap(one.amount, change.amount, Amount(before, "元"))
    # what the level may have been meant to be explains no rate of the level as it is printed
    others = [s for s in near if not is_slip(s.amount.in_yuan(), level.amount.in_yuan())]
    if gap.severity is not Severity.CONTRADICTION or follows(one, others):
        return None
    worked = change.amount.in_yuan() * HUNDRED / before
    message = (
        f"正文称“{one.subject}”{as_change(change.amount)}、{as_change(one.amount)}，"
        f"按 {in_words(level.amount)} 推算应为{_rate(worked)}，不是尾差。"
    )
    return finding("rate", message, [statement_side(s) for s in (one, change, level)], gap)


def _of_more_than_all(
    one: Statement, change: Statement, level: Statement, near: Sequence[Statement]
) -> Finding | None:
    """More was added than there is now: the change is wrong, or the amount."""
    beside = one.sentence == level.sentence or levels(near)[-1] is level
    if follows(one, near) or change.subject != level.subject or not beside:
        return None
    gap = Gap(change.amount.in_yuan() - level.amount.in_yuan(), change.amount.step())
    message = (
        f"正文称“{one.subject}”为 {in_words(level.amount)}，却比上年增加 {in_words(change.amount)}"
        f"（{in_words(one.amount)}）：增加额比本年数还大，三个数对不上。"
    )
    return finding("rate", message, [statement_side(s) for s in (one, change, level)], gap)


def _of_nothing(
    one: Statement, change: Statement, level: Statement, near: Sequence[Statement]
) -> Finding | None:
    """5.38 万元，增加 5.38 万元，增长 17%: there was nothing before, which is told as 100% or not at all."""
    if one.amount.number in (0, HUNDRED) or follows(one, near) or not level.amount.number:
        return None
    if change.subject != level.subject or one.sentence != level.sentence:
        return None
    gap = Gap(one.amount.number - HUNDRED, one.amount.step())
    message = (
        f"正文称“{one.subject}”为 {in_words(level.amount)}，{as_change(change.amount)}，则上年为 0，"
        f"却又说{as_change(one.amount)}，三个数对不上。"
    )
    sides = [statement_side(s) for s in (one, change, level)]
    return finding("rate", message, sides, gap, Severity.CONTRADICTION)


def _rate(worked: Decimal) -> str:
    return as_change(Amount(round(worked, 2), "%"))


def _of_no_total(
    one: Statement, change: Statement, near: Sequence[Statement], disclosure: Disclosure
) -> Finding | None:
    """收入较去年减少 1,316.82 万元，下降 1.88%, the income itself told in a table alone."""
    totals = {
        fact.amount.in_yuan(): fact
        for fact in disclosure.facts
        if fact.row and is_total(fact.row[-1]) and fact.amount and fact.amount.is_money
    }
    if not totals or follows(one, near):
        return None
    if any(
        total > change.amount.in_yuan()
        and _right(one.amount, change.amount, total - change.amount.in_yuan())
        for total in totals
    ):
        return None
    largest = totals[max(totals)]
    sides = [statement_side(one), statement_side(change), fact_side(largest, disclosure.tables)]
    before = (max(totals) - change.amount.in_yuan()) or Decimal(1)
    worked = change.amount.in_yuan() * HUNDRED / before
    message = (
        f"正文称“{one.subject}”{as_change(change.amount)}、{as_change(one.amount)}，"
        f"与各表的合计都对不上；按{sides[2].what} {largest.text} 推算应为{_rate(worked)}。"
    )
    gap = Gap(one.amount.number - worked, one.amount.step())
    return finding("rate", message, sides, gap)


def follows(
    one: Statement, near: Sequence[Statement], turned: tuple[Decimal, Decimal] | None = None
) -> bool:
    """True where the rate does follow from something said before: another total, another year; not
    from its own two years `turned` round, which a small rate nearly does."""
    told = [s.amount.in_yuan() for s in levels(near)]
    changes = [s.amount for s in near if s.role is Role.CHANGE and s.amount.is_money][-1:]
    bases = [b for c in changes for x in told for b in (x, x - c.in_yuan())]
    if any(b > 0 and _right(one.amount, c, b) for c in changes for b in bases):
        return True
    pairs = ((a, b) for a in told for b in told if b > 0 and a != b and (a, b) != turned)
    return any(_right(one.amount, Amount(a - b, "元"), b) for a, b in pairs)


def _right(rate: Amount, change: Amount, base: Decimal) -> bool:
    if (change.number < 0) != (rate.number < 0):
        return False
    gap = ratio_gap(rate, change, Amount(base, "元"))
    return gap.severity is not Severity.CONTRADICTION
