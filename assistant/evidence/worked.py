"""What the numbers of a draft come to among themselves: the difference, the share, the multiple of
two that the draft tells and the books bear out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.claims.claim import Claim
from assistant.claims.roles import Role, several
from assistant.evidence.arithmetic import (
    Evidence,
    added,
    each_of_sum,
    is_sum,
    minus,
    rate,
    ratio,
    ratio_of_worked,
)
from assistant.prose.figure import Kind

NEAR = 4  # numbers before it that a number may be worked out from
EACH = re.compile("平均|每|人均|一[辆台套个人名]|单价|均价")


@dataclass(frozen=True, slots=True)
class Told:
    """A level or count of the draft, and what bears it out."""

    claim: Claim
    evidence: Evidence


def worked_out(
    claim: Claim,
    told: Sequence[Told],
    homes: Mapping[str, Collection[str]],
    *,
    alone: bool = True,
) -> list[Evidence]:
    """What a claim may be of the numbers around it; they are of one kind, and the one next to it
    takes part. A change is of two different things only where it is `alone`: the books say nothing of
    it. Of two bodies, the one named first is set against the other."""
    if _rests_on_another(claim, told):
        return []
    wanted = _terms(claim, told)
    out: list[Evidence] = _highest_of_lowest(claim, told)
    for mine, other in _pairs_of(claim, wanted, homes):
        if (years := years_apart(claim.lead)) and _when(mine.claim) - _when(other.claim) != years:
            continue
        if claim.role is Role.CHANGE and mine.claim.items != other.claim.items and not alone:
            continue
        out += _of_two(claim, mine, other)
    if claim.role is Role.LEVEL and EACH.search(claim.lead):
        out += _each_of_all(told, claim)
    if claim.role is Role.SUM or TOGETHER.search(claim.lead):
        out += _sums(claim, wanted)
        out += _first_ones(claim, told)
    return out


_THROUGH = re.compile("(?P<n>[两二三四五六七八九十])年(?:间|来|里|以来|下来|时间|累计)")


def years_apart(lead: str) -> int:
    """两年间涨了 15%: against how many years before; 0 where that is not said."""
    said = _THROUGH.search(lead)
    return "零一二三四五六七八九十".find(said["n"].replace("两", "二")) if said else 0


_OF_THAT = re.compile("[）)]?的(?:约|近|不到|超过)?")


def _rests_on_another(claim: Claim, told: Sequence[Told]) -> bool:
    """完成年初预算 10210 万元的 95%, 租金 134 万元，平均每平方米 466 元: what is worked out from the number
    right before it, which nothing bears out."""
    of_it = claim.role in (Role.SHARE, Role.TIMES, Role.OUTTURN) and _OF_THAT.fullmatch(claim.lead)
    if not of_it:
        return False
    at = claim.figure.start - len(claim.lead)
    return not any(t.claim.figure.end == at for t in told)


def _each_of_all(told: Sequence[Told], claim: Claim) -> Iterator[Evidence]:
    """23 名 374 万元，8 名 125 万元，平均每名 16 万元: all that was paid, among all who are counted."""
    before = [
        t for t in told
        if t.claim.sentence == claim.sentence and t.claim.figure.start < claim.figure.start
        and t.evidence.formula is None
    ] or [t for t in told if t.claim.figure.start < claim.figure.start][-2 * NEAR :]  # fmt: skip
    counted = [n for n, t in enumerate(before) if t.claim.figure.kind is Kind.COUNT]
    paid = [
        before[n + 1] for n in counted
        if n + 1 < len(before) and before[n + 1].claim.figure.kind is Kind.MONEY
    ]  # fmt: skip
    if len(counted) > 1 and len(paid) == len(counted):
        money = added([t.evidence for t in paid], paid[-1].evidence.unit)
        count = added([before[n].evidence for n in counted], money.unit)
        yield each_of_sum(money, count)


_PARTS_FOLLOW = re.compile("^[：:]|^，(?:其中|包括|包含|含)[：:]?")


def parts_told_after(claims: Sequence[Claim], told: Sequence[Told], n: int) -> list[Evidence]:
    """水电气就要 270 万元：水费 120 万元、电费 140 万元、燃气费 10 万元: what its parts, told right after
    it, come to."""
    claim = claims[n]
    after = [c for c in claims[n + 1 : n + 8] if c.sentence == claim.sentence]
    if claim.role is not Role.LEVEL or not after or not _PARTS_FOLLOW.match(after[0].lead):
        return []
    parts: list[Evidence] = []
    for c in after:
        borne = next(
            (t.evidence for t in told if t.claim is c and t.evidence.formula is None), None
        )
        if borne is None or c.role is not Role.LEVEL or c.figure.kind is not claim.figure.kind:
            break
        parts.append(borne)
    return [added(parts[:count], parts[0].unit) for count in range(len(parts), 1, -1)]


_MOST = re.compile("最[高多大][^，。；]*最[低少小]")


def _highest_of_lowest(claim: Claim, told: Sequence[Told]) -> list[Evidence]:
    """最高的是最低的 24.5 倍, 最多与最少相差 3 万元: of the numbers of its sentence."""
    same = [
        t.evidence for t in told
        if t.claim.sentence == claim.sentence and t.claim.figure.start < claim.figure.start
        and t.claim.figure.kind is Kind.MONEY and t.evidence.formula is None
    ]  # fmt: skip
    if len(same) < 2 or not _MOST.search(claim.lead):
        return []
    high, low = max(same, key=lambda e: e.value), min(same, key=lambda e: e.value)
    if claim.role is Role.TIMES and low.value:
        return [ratio(high, low, claim.figure.kind)]
    return [minus(high, low)] if claim.role is Role.DIFFERENCE else []


TOGETHER = re.compile("之和|合计|加起来|相加|总共|合起来|加总|共计|一共")


def _terms(claim: Claim, told: Sequence[Told]) -> list[Told]:
    """The numbers told before it, of its sentence and the one before; else those right after it."""
    at = claim.figure.start
    before = [t for t in told if t.claim.figure.start < at and t.claim.figure.start != at]
    same = [t for t in before if t.claim.sentence == claim.sentence]
    if _of_one_kind(same) < max(2, _said_count(claim)) or EACH.search(claim.lead):
        same = before[-NEAR:]
    if len(same) >= 2:
        return same[-NEAR:]
    after = [t for t in told if t.claim.figure.start > at and t.claim.sentence == claim.sentence]
    return [*same[-1:], *after[:2]] if not same else [*same, *after[:1]]


def _of_one_kind(told: Sequence[Told]) -> int:
    """四家单位中，本级 1.4 亿元，占四成: one amount of money, which no number of units is set against."""
    kinds = [t.claim.figure.kind for t in told]
    return max((kinds.count(k) for k in kinds), default=0)


def _said_count(claim: Claim) -> int:
    """三项相加: of how many numbers it is said to be the sum; 0 where that is not said."""
    return claim.parts or (several(claim.lead)[0] if claim.role is Role.SUM else 0)


def _alike(a: Told, b: Told) -> bool:
    return a.claim.figure.kind is b.claim.figure.kind


def _pairs_of(
    claim: Claim, terms: Sequence[Told], homes: Mapping[str, Collection[str]]
) -> Iterator[tuple[Told, Told]]:
    """(what is spoken of, what it is set against), each number with the one nearest to the claim."""
    if len(terms) < 2:
        return
    placed = sorted(
        (at, n) for n, t in enumerate(terms) if (at := _place(claim, t.claim, homes)) >= 0
    )
    two = [terms[n] for _, n in placed]
    if len(two) == 2 and two[0].claim.bodies != two[1].claim.bodies:  # 北京比深圳多 12 万元
        yield two[0], two[1]
        return
    before = [t for t in terms if t.claim.figure.start < claim.figure.start]
    spoken_of = [t for t in before if t.claim.items[-1:] == claim.items[-1:] != ()]
    nearest = (spoken_of or before or terms[:1])[-1]
    for other in (t for t in reversed(terms) if t is not nearest):
        for mine, base in ((nearest, other), (other, nearest)):
            if _in_order(claim, mine, base, homes):
                yield mine, base


def _in_order(claim: Claim, mine: Told, base: Told, homes: Mapping[str, Collection[str]]) -> bool:
    """False where the words of the clause say it the other way round."""
    own, other = mine.claim, base.claim
    if EACH.search(claim.lead):
        return True
    if claim.role is Role.SHARE and own.bodies == other.bodies and _when(own) != _when(other):
        of_it = claim.lead == "的" and other.figure.end + 1 == claim.figure.start
        # of its own year, where it is not said of which: 不到上年 8.8 亿元的四成
        return of_it or re.search("上年|去年|20\\d\\d年|[只仅]剩", claim.lead) is not None
    shared = claim.role is Role.SHARE and "前者" not in claim.lead.replace("前者", "", 1)
    if shared and claim.items and own.items == claim.items != other.items:
        return own.bodies == other.bodies
    if own.items == other.items and own.bodies == other.bodies and _when(own) != _when(other):
        return _when(own) > _when(other)  # from 8 to 69: 61 more
    if own.bodies != other.bodies:
        first, second = (_place(claim, t, homes) for t in (own, other))
        if first >= 0 and second >= 0:
            return first < second
        if "前者" in claim.lead or "后者" in claim.lead:
            return _spoken_first(claim.lead, own, other)
        return True
    said = claim.spelt
    if said and not said & {i.words for i in (*own.items, *other.items)}:
        return False
    if own.items != other.items:
        first, second = (
            max((claim.lead.rfind(i.words) for i in t.items), default=-1) for t in (own, other)
        )
        if first >= 0 and second >= 0:
            return first < second
        if "前者" in claim.lead or "后者" in claim.lead:
            return _spoken_first(claim.lead, own, other)
        if first >= 0 or second >= 0:
            against = re.search("占|比|是|相当于", claim.lead)
            at = first if first >= 0 else second
            is_base = against is not None and at > against.start()
            return (second >= 0) == is_base
    return True


def _when(claim: Claim) -> int:
    return (claim.year or 0) - claim.before


def _place(claim: Claim, term: Claim, homes: Mapping[str, Collection[str]]) -> int:
    """Where a clause names the place of a number's body."""
    names = {p for e in term.bodies for p in homes.get(e, ()) if len(p) > 1}
    return min((at for p in names if (at := claim.lead.find(p)) >= 0), default=-1)


def _spoken_first(lead: str, own: Claim, other: Claim) -> bool:
    former = lead.find("前者") >= 0 and (
        lead.find("后者") < 0 or lead.find("前者") < lead.find("后者")
    )
    return (own.figure.start < other.figure.start) == former


def _of_two(claim: Claim, mine: Told, base: Told) -> Iterator[Evidence]:
    a, b = mine.evidence, base.evidence
    kind = claim.figure.kind
    per_one = claim.role is Role.LEVEL and EACH.search(claim.lead) is not None
    per_one = per_one and mine.claim.figure.kind is Kind.MONEY
    per_one = per_one and base.claim.figure.kind is Kind.COUNT and a.formula is None
    if per_one and is_sum(b):  # 请 23 名和 8 名，平均每人 16 万元
        yield each_of_sum(a, b)
    of_last_year = claim.role in (Role.SHARE, Role.TIMES) and _is_last_year_of(base, mine)
    if of_last_year and b.formula is not None and a.formula is None and b.value:
        yield ratio_of_worked(a, b, kind)
    if a.formula is not None or b.formula is not None or a.data[0] is b.data[0]:
        return
    if per_one:
        yield ratio(a, b, kind)
    if not _alike(mine, base):
        return
    match claim.role:
        case Role.DIFFERENCE | Role.CHANGE:
            if mine.claim.figure.kind is (Kind.PERCENT if kind is Kind.POINTS else kind):
                yield minus(a, b)
        case Role.LEVEL if (
            kind is mine.claim.figure.kind
            and _LEFT.search(claim.lead + claim.tail)
            and a.value > b.value
        ):
            yield minus(a, b)
        case Role.RATE | Role.SHARE if mine.claim.role is Role.SHARE:
            return
        case Role.RATE:
            same = mine.claim.items == base.claim.items
            if b.value and (same or years_apart(claim.lead) or _AHEAD.search(claim.lead)):
                yield rate(a, b)
        case Role.SHARE | Role.OUTTURN | Role.TIMES:
            if b.value:
                yield ratio(a, b, kind)


def _is_last_year_of(base: Told, mine: Told) -> bool:
    one, other = base.claim, mine.claim
    same = one.items == other.items and one.bodies == other.bodies
    return same and _when(one) < _when(other)


_AHEAD = re.compile("(?:高出|多出|超出|高|多|低|少)了?(?:约|近)?$")  # 比基本工资高出 47.3%
_LEFT = re.compile("没花|结余|剩|余下|其余|省|差|没用|缺口|少花")


_FIRST = re.compile("[头前](?=[两二三四五六](?:项|者|笔|类|块|家|个|大))")


def _first_ones(claim: Claim, told: Sequence[Told]) -> Iterator[Evidence]:
    """头两项合计: the first of the amounts that were listed, or those after the whole of the list."""
    count = several(claim.lead)[0]
    if _FIRST.search(claim.lead) is None or count < 2:
        return
    before = [
        t for t in told
        if t.claim.figure.start < claim.figure.start and t.claim.figure.kind is claim.figure.kind
        and t.evidence.formula is None
    ]  # fmt: skip
    last = before[-1].claim.sentence if before else None
    listed = [t.evidence for t in before if t.claim.sentence == last]
    for start in (0, 1):
        if start + count < len(listed):
            yield added(listed[start : start + count], listed[0].unit)


def _sums(claim: Claim, terms: Sequence[Told]) -> Iterator[Evidence]:
    """Of the last two, three, … of one kind; or how many times two of them the third is."""
    at = claim.figure.start
    money = [
        t for t in terms if t.claim.figure.kind is claim.figure.kind and t.claim.figure.start < at
    ]
    plain = [t.evidence for t in money if t.evidence.formula is None]
    if claim.role in (Role.SUM, Role.LEVEL, Role.COUNT):
        said = _said_count(claim)
        for count in (said,) if said else range(2, len(plain) + 1):
            if count > len(plain):
                return  # three are said to be added, and one of them is not borne out
            yield added(plain[-count:], plain[-1].unit)
    if claim.role in (Role.TIMES, Role.SHARE) and len(terms) >= 3:
        of = [t.evidence for t in terms if t.evidence.formula is None]
        for n, whole in enumerate(of):
            for two in itertools.combinations([e for k, e in enumerate(of) if k != n], 2):
                both = added(two, whole.unit)
                if both.value:
                    yield Evidence(
                        whole.value / both.value * 100, Decimal("0.05"),
                        (whole.data[0], *both.data), whole.unit, "d0 / (d1 + d2) * 100",
                    )  # fmt: skip
