"""Which rows and columns of a table add up to which: read from codes, numbering and headers.

A table says nothing of this, so each total comes with several readings; one that closes is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ingest.amount import Amount
from ingest.check.compare import Gap, gap_of
from ingest.interpret.labels import TOTAL, WITHIN, bare_label, is_total
from ingest.interpret.vocabulary import pattern
from ingest.records import Fact, Severity

MOST_TOTALS = 5  # more are a column that was misread, not totals
SUBTOTALS = ("小计", "合计", "总计", "资金总额", "总额")
FUND = re.compile("(?:资金|拨款)$")
TIMES = re.compile("^(?:20\\d\\d年)?(?:年初|调整|全年|上年|本年)?(?:预算|决算|执行)数?$")
FUNDS = ("资金总额", "年度金额", "资金总量")


Reading = Callable[[], Sequence[Fact]]
Plan = tuple[str, int, tuple[int, ...], tuple[int, ...]]  # kind, total, parts, parts of its own


@dataclass(frozen=True, slots=True)
class Sum:
    """One relation that was tried."""

    kind: str
    stated: Fact
    parts: tuple[Fact, ...]
    gap: Gap
    shape: tuple[int, ...] = ()  # the rows (or columns) that it takes, the same in every column


def money(fact: Fact) -> Amount | None:
    return fact.amount if fact.amount and fact.amount.is_money else None


def amounts(facts: Iterable[Fact]) -> list[Amount]:
    return [amount for fact in facts if (amount := money(fact))]


def row_of(fact: Fact) -> int:
    return _place(fact.id)[0]


def place_of(fact: Fact) -> int:
    return _place(fact.id)[1]


@lru_cache(maxsize=100_000)  # asked for dozens of times each
def _place(fact_id: str) -> tuple[int, int]:
    row, column = fact_id.rsplit(":r", 1)[1].split("c")
    return int(row), int(column)


def is_wrong(one: Sum) -> bool:
    return one.gap.severity is Severity.CONTRADICTION


def _sum(
    kind: str, stated: Fact, parts: Sequence[Fact], place: Callable[[Fact], int]
) -> Sum | None:
    amount = money(stated)
    if amount is None:
        return None
    told, each = [], []
    for part in parts:
        if own := money(part):
            told.append(part)
            each.append(own)
    if not told or not (amount.number or any(a.number for a in each)):
        return None
    shape = (place(stated), *map(place, parts))
    return Sum(kind, stated, tuple(told), gap_of(amount, each), shape)


def _tried(
    kind: str, stated: Fact, readings: Iterable[Reading], place: Callable[[Fact], int]
) -> list[Sum]:
    """Each reading, up to one that adds up."""
    tried: list[Sum] = []
    for reading in readings:
        if one := _sum(kind, stated, reading(), place):
            tried.append(one)
            if not one.gap.size:
                break
    return tried


def _chosen(tried: Sequence[list[Sum]]) -> list[Sum]:
    """Of the readings of each total one that adds up, else one that does so elsewhere."""
    held = Counter(one.shape for some in tried for one in some if not is_wrong(one))

    def order(one: Sum) -> tuple[bool, int, Decimal]:
        wrong = is_wrong(one)
        return wrong, -held[one.shape] if wrong else 0, abs(one.gap.size)

    return [min(some, key=order) for some in tried if some]


# ---------------------------------------------------------------- across the columns


def across(facts: Sequence[Fact]) -> list[Sum]:
    rows: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[(fact.side, row_of(fact))].append(fact)
    plans: dict[tuple[tuple[tuple[str, ...], bool], ...], list[Plan]] = {}
    found = []
    for row in rows.values():
        if not any(fact.text for fact in row):
            continue
        row.sort(key=place_of)
        if len({fact.source.page for fact in row if fact.text}) > 1:
            continue  # a row cut by the end of the page may have run into the next one
        heads = tuple((fact.column, money(fact) is None) for fact in row)
        if heads not in plans:
            plans[heads] = _plans(row)
        for kind, total, parts, own in plans[heads]:
            every = [row[i] for i in parts]
            readings = (
                lambda every=every: every,
                lambda own=own, row=row: [row[i] for i in own],
                lambda every=every: without_details(every) if len(every) > 2 else [],
            )
            found.append(_tried(kind, row[total], readings, place_of))
    return _chosen(found)


def _plans(row: Sequence[Fact]) -> list[Plan]:
    """What adds up to what, by position: the same for all rows that are blank in the same places."""
    at = {fact.id: i for i, fact in enumerate(row)}
    beside = pattern("checks", "beside_three_public")
    return [
        (
            "／".join(total.column),
            at[total.id],
            tuple(at[part.id] for part in parts),
            tuple(at[part.id] for part in parts if not beside.search("".join(part.column))),
        )
        for total, parts in column_sums(_turned(row))
    ]


def _turned(row: Sequence[Fact]) -> Sequence[Fact]:
    """合计／预算数, 合计／决算数, 出国／预算数, …: what stands under each head is told apart first."""
    deep = [fact for fact in row if len(fact.column) > 1 and TIMES.search(fact.column[-1])]
    tops = {fact.column[0] for fact in deep}
    if len(deep) < len(row) or len(tops) < 2 or len({fact.column[-1] for fact in deep}) < 2:
        return row
    return [replace(fact, column=(fact.column[-1], *fact.column[:-1])) for fact in row]


def column_sums(row: Sequence[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each 小计 with its siblings; a sibling that has its own 小计 counts by that."""
    heads: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in row:
        for depth in range(len(fact.column)):
            heads[fact.column[:depth]].append(fact)
    for head, under in heads.items():
        depth = len(head)
        total = next((f for f in under if len(f.column) == depth + 1 and _is_sum(f)), None)
        if total is None:
            continue
        children = [f for f in _children(under, depth) if f[0] is not total]
        if not children:  # 项目总额, 其中：财政资金, 其他资金: what is set apart is all there is
            aside = [f for f in under if f is not total and WITHIN.match(f.column[depth])]
            children = [[f] for f in aside if FUND.search(f.column[-1])]
            if [f.column[-1] for f in aside] == ["基本支出", "项目支出"]:
                children = [[f] for f in aside]  # these two are all that expenditure is
        ways = [f for f in children if pattern("checks", "ways").search(f[0].column[depth])]
        for some in ([f] for f in ways) if len(ways) > 1 else [children]:
            parts = [p for f in some for p in f]
            if len(parts) >= 1 and len({place_of(p) for p in parts}) >= 2:
                yield total, parts


def _is_sum(fact: Fact) -> bool:
    return fact.column[-1].endswith(SUBTOTALS) and not WITHIN.match(fact.column[-1])


def _children(under: Sequence[Fact], depth: int) -> list[list[Fact]]:
    """For each next header below: the one fact, or its 小计, or all its leaves."""
    below: dict[str, list[Fact]] = defaultdict(list)
    for fact in under:
        if not _is_aside(fact.column[depth]):
            below[fact.column[depth]].append(fact)
    children = []
    for group in below.values():
        own = (f for f in group if len(f.column) == depth + 2 and _is_sum(f) and money(f))
        total = next(own, None)  # a 小计 left blank says nothing: its parts count
        leaves = [f for f in group if not _is_aside(f.column[-1])]
        deeper = (
            [leaf for f in _children(group, depth + 1) for leaf in f]
            if _deep(group, depth)
            else leaves
        )
        if parts := [total] if total else deeper:  # none where all of them are set aside
            children.append(parts)
    return children


def _is_aside(header: str) -> bool:
    """其中…, 扣除…, 政府采购项目: the same money seen another way, no part of the sum."""
    return pattern("checks", "aside").search(header) is not None


def _deep(group: Sequence[Fact], depth: int) -> bool:
    return all(len(fact.column) > depth + 1 for fact in group)


# ---------------------------------------------------------------- in forms


def in_form(facts: Sequence[Fact]) -> list[Sum]:
    """年度资金总额 = 财政拨款 + 其他资金, as written into the fields of a form."""
    told = [fact for fact in facts if money(fact) and not fact.column]
    total = next((f for f in told if any(word in f.row[-1] for word in FUNDS)), None)
    parts = [f for f in told if f is not total]
    one = _sum("form", total, parts, lambda _: 0) if total and parts else None
    return [replace(one, shape=(len(parts),))] if one else []


# ---------------------------------------------------------------- down the rows


def columns_of(facts: Sequence[Fact]) -> list[list[Fact]]:
    columns: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        columns[place_of(fact)].append(fact)
    return [sorted(column, key=row_of) for _, column in sorted(columns.items())]


def down(facts: Sequence[Fact]) -> list[Sum]:
    """A row against the rows directly below it in the hierarchy, without 其中."""
    found = []
    for column in columns_of(facts):
        for parent, parts in _families(column):
            below = [fact for fact in parts if not _is_change(fact.row[-1])]
            plain = [fact for fact in below if not WITHIN.match(fact.row[-1])]
            # 其中： may open the whole list of parts (其中：购置费, 运行费), or be one of them
            readings = (
                lambda plain=plain: plain,
                lambda below=below: below,
                lambda plain=plain: without_details(plain),
            )
            if plain and money(parent):
                found.append(_tried("down", parent, readings, row_of))
    return _chosen(found)


@lru_cache(maxsize=50_000)
def _is_change(label: str) -> bool:
    """增减变化金额 under 2025年 and 2026年: what lies between them, no part of either."""
    return pattern("checks", "change_rows").search(label) is not None


def _families(column: Sequence[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each row with the rows directly below it, up to where its own path comes again."""
    families: list[tuple[Fact, list[Fact]]] = []
    latest: dict[tuple[str, ...], list[Fact]] = {}
    for fact in column:
        above = (fact.row[:depth] for depth in range(len(fact.row) - 1, 0, -1))
        head = next((path for path in above if path in latest), None)  # not every level has a row
        if head is not None:
            latest[head].append(fact)
        if not is_total(fact.row[-1]):
            latest[fact.row] = []
            families.append((fact, latest[fact.row]))
        else:
            latest.pop(fact.row, None)
    yield from families


def totals(facts: Sequence[Fact]) -> list[Sum]:
    """合计 against the outermost rows; which of them count is tried, the best reading wins."""
    found = []
    for column in columns_of(facts):
        tops = _outermost(column)
        marked = [place for place, fact in enumerate(tops) if is_total(fact.row[0])]
        nameless = sum(tops[place].row == (TOTAL,) for place in marked) > 1  # years, not totals
        for place in marked if len(marked) <= MOST_TOTALS and not nameless else ():
            total = tops[place]
            kind = _total_kind(total, place)
            readings = (lambda parts=parts: parts for parts in _readings(tops, place) if parts)
            found.append(_tried(kind, total, readings, row_of))
    return _chosen(found)


def _outermost(column: Sequence[Fact]) -> list[Fact]:
    """Rows that no printed row stands above; two names of one row are no hierarchy."""
    paths = {fact.row for fact in column}
    return [
        fact
        for fact in column
        if not any(fact.row[:depth] in paths for depth in range(1, len(fact.row)))
        and not WITHIN.match(fact.row[0])
    ]


def without_details(parts: Sequence[Fact]) -> list[Fact]:
    """Parts less those that only break down the part above them (采购: 货物 59 = 10 + 49).

    Codes say themselves what is below what: there, such a sum would hide a line printed twice.
    """
    if any(part.code for part in parts):
        return []
    heads: list[Fact] = []  # the nearest last
    for part in reversed(parts):
        amount = money(part)
        left = amount.in_yuan() if amount else Decimal()
        taken = 0
        while left > 0 and taken < len(heads):
            taken += 1
            below = money(heads[-taken])
            left -= below.in_yuan() if below else Decimal()
        if taken and not left:
            del heads[-taken:]
        heads.append(part)
    return heads[::-1]


def _total_kind(total: Fact, place: int) -> str:
    return f"total {total.side} {bare_label(total.row[0])} {place > 0}"


def _readings(tops: Sequence[Fact], place: int) -> Iterator[list[Fact]]:
    """Below a first-row total, above a last-row one; by length of code; since the last total."""
    if place == 0:
        rest = [f for f in tops[1:] if not is_total(f.row[0])]
        yield from _by_code(rest)
        yield without_details(rest)
        return
    before = list(tops[:place])
    last = max((i for i, f in enumerate(before) if is_total(f.row[0])), default=-1)
    plain = [f for f in before if not is_total(f.row[0])]
    yield from _by_code(plain)
    yield without_details(plain)
    if last >= 0:
        since = before[last + 1 :]
        if since:
            yield [before[last], *since]
            yield since


def _by_code(facts: list[Fact]) -> Iterator[list[Fact]]:
    yield facts
    lengths = {len(fact.code) for fact in facts}
    for length in sorted(lengths) if len(lengths) > 1 else ():
        yield [fact for fact in facts if len(fact.code) == length]
