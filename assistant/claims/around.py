"""What a number of a draft comes to by the numbers around it that the books bear out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from assistant.claims.claim import Claim
from assistant.claims.judged import Judged
from assistant.claims.roles import Role, several
from assistant.claims.telling import is_slip
from assistant.evidence.arithmetic import (
    Evidence,
    added,
    digits_said,
    in_percent,
    is_sum,
    ratio,
    share_of_sum,
)
from assistant.evidence.worked import EACH, TOGETHER, Told, parts_told_after, worked_out
from assistant.prose.figure import Kind


def from_around(
    claims: Sequence[Claim],
    judged: Sequence[Judged],
    n: int,
    told: Sequence[Told],
    known: Sequence[Evidence],
    homes: Mapping[str, Collection[str]],
) -> list[Evidence]:
    """`told` are the levels, counts and shares that are borne out, `known` what the books print of
    this number's own words."""
    claim = claims[n]
    if claim.role is Role.SHARE and _OF_A_CHANGE.search(claim.lead):
        return _share_of_a_change(claims, judged, n)
    each = EACH.search(claim.lead) is not None and claim.role is Role.LEVEL
    last = claims[n - 1] if n and each else None
    whole = last is not None and not EACH.search(last.lead)
    if last is not None and whole and last.sentence == claim.sentence and judged[n - 1].by is None:
        return []  # 租金 134 万元，平均每平方米 466 元: of what is not known
    worked = worked_out(claim, told, homes, alone=not known)
    if _lacks_a_part(claims, judged, n):
        worked = [e for e in worked if not is_sum(e)]
    worked += _added_changes(claims, judged, n)
    if judged[n].by is None:
        parts = parts_told_after(claims, told, n)
        exact = digits_said(claim.figure) >= 3
        worked += [
            e for e in parts if e.bears(claim.figure, 0) or (exact and is_slip(claim, e))
        ]  # fmt: skip
    if claim.role is Role.CHANGE and known:  # of two things it may be, and need not
        return [e for e in worked if e.bears(claim.figure, claim.direction)]
    gap = judged[n - 1].by if n and claim.sentence == claims[n - 1].sentence else None
    if claim.role is Role.SHARE:
        worked += _shares_of_sums(claims, judged, n)
    if claim.role is Role.RATE and gap is not None:
        worked += in_percent(gap)
    return worked


def _lacks_a_part(claims: Sequence[Claim], judged: Sequence[Judged], n: int) -> bool:
    """甲 252 万元，乙 100 万元，丙 45 万元，三项加起来 397 万元: where nothing bears out one of the three,
    the sum is not that of three others."""
    claim = claims[n]
    count, at = several(claim.lead)
    if claim.role is not Role.SUM or count < 2 or re.search("[头前]$", claim.lead[:at]):
        return False
    near_it = range(max(n - 2 * LAST, 0), n)
    parts = [k for k in near_it if claims[k].role is Role.LEVEL
             and claims[k].figure.kind is claim.figure.kind]  # fmt: skip
    return any(judged[k].by is None for k in parts[-count:])


def adds_changes(claim: Claim) -> bool:
    """True where several things changed by the number, and not the last of them."""
    said = TOGETHER.search(claim.lead) is not None and several(claim.lead)[0] > 1
    return said and claim.role is Role.CHANGE


def _added_changes(claims: Sequence[Claim], judged: Sequence[Judged], n: int) -> Iterator[Evidence]:
    """会议费减 18 万元，培训费减 77 万元，两项加起来少花 95 万元: what several changed by, together."""
    claim = claims[n]
    if not adds_changes(claim):
        return
    moved = [
        by for k in range(max(n - 2 * LAST, 0), n)
        if (by := judged[k].by) is not None and by.signed and claims[k].role is Role.CHANGE
        and claims[k].figure.kind is Kind.MONEY and len(by.data) == 1
    ]  # fmt: skip
    count = several(claim.lead)[0] or len(moved)
    if 2 <= count <= len(moved):
        yield replace(added(moved[-count:], moved[-1].unit), signed=True)


_OF_A_CHANGE = re.compile("占(?:了|到|全部|总|整个|这个?|其)*(?:增量|增加额|增加部分|减量|减少额)")


def _share_of_a_change(claims: Sequence[Claim], judged: Sequence[Judged], n: int) -> list[Evidence]:
    """比上年多 28.9 亿元，光污水处理费就增加 17.8 亿元，占增量的六成: of what both moved by."""
    near_it = range(max(n - LAST, 0), n)
    moved = [by for k in near_it if (by := judged[k].by) and claims[k].role is Role.CHANGE]
    money = [by for by in moved if by.formula is None and by.signed][-2:]
    return [ratio(money[1], money[0], Kind.PERCENT)] if len(money) == 2 and money[0].value else []


LAST = 6  # amounts before it that a sum and its whole are looked for among
_BOTH = re.compile("[两二](?:项|者|笔|块|家)|合占|[合共]计占|加起来占")


def _shares_of_sums(
    claims: Sequence[Claim], judged: Sequence[Judged], n: int
) -> Iterator[Evidence]:
    """合计 2722 万元，占全部项目支出（3983 万元）的 68%; 两项合占 72%: what a sum is of a number that
    is told, too."""
    levels = (
        (claims[k], by) for k in range(n - 1, -1, -1)
        if (by := judged[k].by) is not None and by.formula is None
        and claims[k].role is Role.LEVEL and claims[k].figure.kind is Kind.MONEY
    )  # fmt: skip
    plain = [*islice(levels, LAST)][::-1]
    added_up = judged[n - 2].by if n > 1 else None
    if added_up is not None and is_sum(added_up) and plain and plain[-1][0] is claims[n - 1]:
        yield from filter(None, [share_of_sum(added_up, plain[-1][1])])
    told_sum = judged[n - 1].by if n else None  # 头两项合计 977 万元，占近六成五
    if told_sum is not None and is_sum(told_sum) and claims[n - 1].sentence == claims[n].sentence:
        held = {d.ref for d in told_sum.data}
        wholes = [by for _, by in plain if by.value > told_sum.value and by.data[0].ref not in held]
        yield from filter(None, (share_of_sum(told_sum, whole) for whole in wholes))
    count = 2 if _BOTH.search(claims[n].lead) else _listed(claims, n)
    if 1 < count < len(plain):
        both = added([by for _, by in plain[-count:]], plain[-1][1].unit)
        wholes = [by for _, by in plain[:-count] if by.value > both.value]
        yield from filter(None, (share_of_sum(both, whole) for whole in reversed(wholes)))


def _listed(claims: Sequence[Claim], n: int) -> int:
    """水费 120 万元、电费 140 万元，占总预算的 39.6%: how many amounts right before it are one list."""
    if not re.match("，[一总合]?共?占", claims[n].lead):
        return 0
    k = n - 1
    while k > 0 and n - k < LAST and re.match("[、和与及]|以及", claims[k].lead):
        k -= 1
    return n - k
