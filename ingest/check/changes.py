"""Changes, rates and shares of the narrative against the amounts beside them."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.amount import Amount
from ingest.check.compare import Gap, fact_side, finding, gap_of, statement_side, verdict
from ingest.check.prose import HUNDRED, ratio_gap
from ingest.interpret.labels import bare_label, is_total
from ingest.records import Disclosure, Fact, Finding, Role, Severity, Statement

SIDE = re.compile("收入|支出|收支|收、支")
WHOSE = re.compile("^(?:20\\d\\d年度?)?(?:本|全|我)?(?:部门|单位|年度?|局|委|厅|办)?总?")
CORES = ("", "财政拨款", "一般公共预算", "一般公共预算拨款", "一般公共预算财政拨款", "本年")
PERIOD = re.compile("20\\d\\d年度?|[上本今去]年")
BEFORE = 12  # statements back that may be what a rate is of
AROUND = 24  # and what a share is of
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


def same_level_other_change(disclosure: Disclosure) -> Iterator[Finding]:
    """财政拨款收入 4,939 万元，增加 69 万元 and 财政拨款支出 4,939 万元，增加 64 万元: where both are
    the same money, both have changed by the same."""
    told = disclosure.statements
    pairs = [(a, b) for a, b in itertools.pairwise(told) if _is_level_and_change(a, b)]
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
            path = tuple(PERIOD.sub("", part) for part in (*fact.row, "", *fact.column))
            cells[fact.table, fact.side, path][fact.year].append(fact)
    both = (held for held in cells.values() if len(held) == 2)
    return [
        (held[year][0], held[year - 1][0])
        for held in both
        if len(held[year]) == len(held[year - 1]) == 1
    ]


def _is_of(level: Statement, fact: Fact) -> bool:
    subject = level.subject.replace("的", "")
    labels = [bare_label(PERIOD.sub("", part)) for part in (*fact.row[-2:], *fact.column)]
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
        f"正文称“{level.subject}”{level.amount.printed()}、{_moved(change.amount)}，"
        f"而{sides[2].what}为 {then.printed()}，两年相差的不是这个数，{verdict(gap, change.amount)}。"
    )
    if found := finding("change", message, sides, gap):
        yield found


def _is_level_and_change(level: Statement, change: Statement) -> bool:
    own = level.role is Role.LEVEL and change.role is Role.CHANGE
    money = level.amount.is_money and change.amount.is_money
    told = own and money and level.sentence == change.sentence and level.subject == change.subject
    return told and len(str(level.amount.number.normalize()).replace(".", "")) > 2


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
    told = [f"“{a.subject}”{a.amount.printed()}、{_moved(b.amount)}" for a, b in (one, other)]
    message = (
        f"正文一处说{told[0]}，另一处说{told[1]}：本年数相同、都与上年相比，增减却不同，"
        f"{verdict(gap, one[1].amount)}。"
    )
    sides = [statement_side(s) for s in (one[1], other[1])]
    if found := finding("change", message, sides, gap):
        yield found


def differences(disclosure: Disclosure) -> Iterator[Finding]:
    """增加 88,791.39 must be what lies between the two amounts of its sentence."""
    told = disclosure.statements
    for place, one in enumerate(told):
        if one.role is not Role.CHANGE or not one.amount.is_money:
            continue
        near = [s for s in told[max(place - BEFORE, 0) : place] if s.headings == one.headings]
        level, base = _level(one, near), _base(one, near)
        if level is None or base is None or _any_difference(one, near):
            continue
        gap = gap_of(level.amount, [base.amount, one.amount])
        message = (
            f"正文称“{one.subject}”由 {base.amount.printed()} 变为 {level.amount.printed()}、"
            f"变动 {one.amount.printed()}，三个数对不上，{verdict(gap, one.amount)}。"
        )
        found = finding("change", message, [statement_side(s) for s in (one, level, base)], gap)
        if found:
            yield found


def _levels(near: Sequence[Statement]) -> list[Statement]:
    return [s for s in near if s.role is Role.LEVEL and s.amount.is_money]


def _change(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """The change right before the rate, of the same thing."""
    last = near[-1] if near else None
    if last is None or last.role is not Role.CHANGE or not last.amount.is_money:
        return None
    return last if last.subject == one.subject and last.sentence == one.sentence else None


def _level(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """The nearest amount of this year that is of the same thing."""
    levels = [s for s in reversed(_levels(near)) if s.year == one.year and not s.stage]
    return next((s for s in levels if _same(s.subject, one.subject)), None)


def _base(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """What it is compared with, where the sentence prints it: one amount of another time."""
    found = [
        s
        for s in _levels(near)
        if s.sentence == one.sentence
        and (s.year == one.year - 1 or s.stage)
        and _same(s.subject, one.subject)
    ]
    return found[0] if len(found) == 1 else None


def _same(subject: str, other: str) -> bool:
    a, b = (YEARLY.sub("", x.replace("收入、支出", "收、支")) for x in (subject, other))
    return a == b


def _any_difference(one: Statement, near: Sequence[Statement]) -> bool:
    amounts = [s.amount for s in _levels(near)]
    return any(
        gap_of(a, [b, one.amount]).severity is not Severity.CONTRADICTION
        for a in amounts
        for b in amounts
        if a is not b
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
    if gap.severity is not Severity.CONTRADICTION or follows(one, near):
        return None
    message = (
        f"正文称“{one.subject}”变动幅度为 {one.amount.printed()}，"
        f"按 {base.amount.printed()} 变为 {level.amount.printed()} 推算应为 {worked:.2f}%，不是尾差。"
    )
    return finding("rate", message, [statement_side(s) for s in (one, level, base)], gap)


def _of_change(
    one: Statement, change: Statement, level: Statement, near: Sequence[Statement]
) -> Finding | None:
    before = level.amount.in_yuan() - change.amount.in_yuan()
    if before <= 0:
        return _of_more_than_all(one, change, level, near) if before < 0 else None
    gap = ratio_gap(one.amount, change.amount, Amount(before, "元"))
    if gap.severity is not Severity.CONTRADICTION or follows(one, near):
        return None
    worked = change.amount.in_yuan() * HUNDRED / before
    message = (
        f"正文称“{one.subject}”变动 {change.amount.printed()}、幅度 {one.amount.printed()}，"
        f"按 {level.amount.printed()} 推算应为 {worked:.2f}%，不是尾差。"
    )
    return finding("rate", message, [statement_side(s) for s in (one, change, level)], gap)


def _of_more_than_all(
    one: Statement, change: Statement, level: Statement, near: Sequence[Statement]
) -> Finding | None:
    """More was added than there is now: the change is wrong, or the amount."""
    if follows(one, near) or change.subject != level.subject or one.sentence != level.sentence:
        return None
    gap = Gap(change.amount.in_yuan() - level.amount.in_yuan(), change.amount.step())
    message = (
        f"正文称“{one.subject}”为 {level.amount.printed()}，却比上年增加 {change.amount.printed()}"
        f"（{one.amount.printed()}）：增加额比本年数还大，三个数对不上。"
    )
    return finding("rate", message, [statement_side(s) for s in (one, change, level)], gap)


def directions(disclosure: Disclosure) -> Iterator[Finding]:
    """增加 14,309.95 万元，下降 102.4%: up and down in one breath."""
    for change, rate in itertools.pairwise(disclosure.statements):
        if rate.role is not Role.RATE or not change.amount.is_money:
            continue
        own = change.role is Role.CHANGE and change.subject == rate.subject
        beside = own and change.sentence == rate.sentence
        if beside and change.amount.number * rate.amount.number < 0:
            message = (
                f"正文称“{rate.subject}”{_moved(change.amount)}，同一句又说{_moved(rate.amount)}，"
                f"一增一减，必有一处写反。"
            )
            gap = Gap(abs(rate.amount.number) * 2, rate.amount.step())
            sides = [statement_side(rate), statement_side(change)]
            if found := finding("rate", message, sides, gap, Severity.CONTRADICTION):
                yield found


def _moved(amount: Amount) -> str:
    words = ("减少", "增加") if amount.is_money else ("下降", "增长")
    return f"{words[amount.number > 0]} {Amount(abs(amount.number), amount.unit).printed()}"


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
        f"正文称“{one.subject}”变动 {change.amount.printed()}、幅度 {one.amount.printed()}，"
        f"与各表的合计都对不上；按{sides[2].what} {largest.text} 推算应为 {worked:.2f}%。"
    )
    gap = Gap(one.amount.number - worked, one.amount.step())
    return finding("rate", message, sides, gap)


def follows(one: Statement, near: Sequence[Statement]) -> bool:
    """True where the rate does follow from something said before: another total, another year."""
    levels = [s.amount.in_yuan() for s in _levels(near)]
    changes = [s.amount for s in near if s.role is Role.CHANGE and s.amount.is_money][-1:]
    bases = [b for c in changes for x in levels for b in (x, x - c.in_yuan())]
    if any(b > 0 and _right(one.amount, c, b) for c in changes for b in bases):
        return True
    pairs = ((a, b) for a in levels for b in levels if b > 0 and a != b)
    return any(_right(one.amount, Amount(a - b, "元"), b) for a, b in pairs)


def _right(rate: Amount, change: Amount, base: Decimal) -> bool:
    if (change.number < 0) != (rate.number < 0):
        return False
    gap = ratio_gap(rate, change, Amount(base, "元"))
    return gap.severity is not Severity.CONTRADICTION


def shares(disclosure: Disclosure) -> Iterator[Finding]:
    """占 64.68% against the whole that the other shares of the list are of."""
    told = disclosure.statements
    for place, one in enumerate(told):
        if one.role is not Role.SHARE or one.amount.unit != "%" or not place:
            continue
        part = told[place - 1]
        if not _is_part(part, one):
            continue
        around = told[max(place - AROUND, 0) : place + AROUND]
        near = [s for s in around if s.headings == one.headings]
        whole = _whole_of_the_others(one, near)
        if whole is None or whole is part:
            continue
        gap = ratio_gap(one.amount, part.amount, whole.amount)
        if gap.severity is not Severity.CONTRADICTION or _of_any(one, part, near):
            continue
        worked = part.amount.in_yuan() * HUNDRED / whole.amount.in_yuan()
        message = (
            f"正文称“{one.subject}”{part.amount.printed()} 占 {one.amount.printed()}，"
            f"按“{whole.subject}”{whole.amount.printed()} 应为 {worked:.2f}%，不是尾差。"
        )
        sides = [statement_side(s) for s in (one, part, whole)]
        found = finding("share", message, sides, gap)
        if found:
            yield found


def _is_part(part: Statement, share: Statement) -> bool:
    own = part.role is Role.LEVEL and part.amount.is_money and part.subject == share.subject
    return own and part.sentence == share.sentence


def _of_any(share: Statement, part: Statement, near: Sequence[Statement]) -> bool:
    wholes = (s.amount for s in _levels(near) if s is not part and s.amount.number)
    return any(
        ratio_gap(share.amount, part.amount, w).severity is not Severity.CONTRADICTION
        for w in wholes
    )


def _whole_of_the_others(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """The amount that another share of the same list is exactly of."""
    pairs = [
        (part, share)
        for part, share in itertools.pairwise(near)
        if share.role is Role.SHARE
        and share is not one
        and share.whole == one.whole
        and share.amount.unit == "%"
        and part.amount.number
        and _is_part(part, share)
    ]
    for whole in _levels(near):
        if whole.amount.number and all(whole is not part for part, _ in pairs):
            right = [
                ratio_gap(share.amount, part.amount, whole.amount).severity
                is not Severity.CONTRADICTION
                for part, share in pairs
            ]
            if right and all(right):
                return whole
    return None
