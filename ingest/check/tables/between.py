"""Two places that must hold one amount: both sides of a table, one item in two forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.check.compare import fact_side, finding, gap_of, in_words, verdict
from ingest.check.tables.relations import money, place_of, row_of
from ingest.interpret.labels import WITHIN, bare_label, is_total
from ingest.records import Disclosure, Fact, Finding, Severity, Table

WHOLE = re.compile(r"^(?:合计|总计|小计|金额|(?:\d{4}年)?(?:预算|决算)数?)$")


def income_is_expenditure(disclosure: Disclosure) -> Iterator[Finding]:
    """收入总计 = 支出总计, in the last row of a two-sided table."""
    for table in disclosure.tables:
        facts = [f for f in disclosure.facts if f.table == table.number]
        left = _grand_total([f for f in facts if f.side == "收入"])
        right = _grand_total([f for f in facts if f.side == "支出"])
        if left and right and row_of(left) == row_of(right):
            found = _same(left, right, "income_is_expenditure", disclosure.tables)
            if found:
                yield found


def _grand_total(facts: Sequence[Fact]) -> Fact | None:
    """The last total row's own amount: the first value column."""
    rows = [f for f in facts if is_total(f.row[-1]) and money(f)]
    if not rows:
        return None
    last = max(row_of(f) for f in rows)
    sums = [f for f in rows if row_of(f) == last and WHOLE.search(f.column[-1] if f.column else "")]
    return min(sums, key=place_of) if len(sums) == 1 else (sums[0] if sums else None)


def _same(one: Fact, other: Fact, rule: str, tables: Sequence[Table]) -> Finding | None:
    a, b = money(one), money(other)
    if a is None or b is None or one.year != other.year:
        return None
    gap = gap_of(a, [b])
    sides = [fact_side(one, tables), fact_side(other, tables)]
    message = (
        f"{sides[0].what}为 {in_words(a)}，{sides[1].what}为 {in_words(b)}，{verdict(gap, a)}。"
    )
    return finding(rule, message, sides, gap)


TWINS = (("基本支出", "项目支出"), ("人员经费", "公用经费"))
TELLING = 3  # digits of an amount that is known again


def twins_exchanged(disclosure: Disclosure) -> Iterator[Finding]:
    """基本支出 386.73、项目支出 270.00 in one table, 270.00 and 386.73 in another."""
    rows: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        if fact.column and fact.year == disclosure.identity.year and money(fact):
            rows[fact.table, row_of(fact)].append(fact)
    for names in TWINS:
        held: dict[tuple[Decimal, Decimal], tuple[Fact, Fact]] = {}
        for row in rows.values():
            found = [[f for f in row if f.column[-1] == name] for name in names]
            if all(len(facts) == 1 for facts in found):
                one, other = found[0][0], found[1][0]
                if _is_telling(one) and _is_telling(other):
                    held.setdefault((_value(one), _value(other)), (one, other))
        for (a, b), pair in held.items():
            turned = held.get((b, a))
            if turned and a < b and turned[0].table != pair[0].table:
                yield _turned(pair, turned, disclosure.tables)


def _value(fact: Fact) -> Decimal:
    return fact.amount.in_yuan() if fact.amount else Decimal(0)


def _is_telling(fact: Fact) -> bool:
    return len(_value(fact).normalize().as_tuple().digits) >= TELLING and _value(fact) > 0


def _turned(pair: tuple[Fact, Fact], other: tuple[Fact, Fact], tables: Sequence[Table]) -> Finding:
    sides = tuple(fact_side(f, tables) for f in (*pair, *other))
    message = (
        f"{sides[0].what}为 {pair[0].text}、{pair[1].column[-1]}为 {pair[1].text}，"
        f"而{sides[2].what}为 {other[0].text}、{other[1].column[-1]}为 {other[1].text}："
        f"两个数正好对调。"
    )
    gap = abs(_value(pair[0]) - _value(pair[1]))
    return Finding("exchanged", Severity.CONTRADICTION, message, sides, gap, Decimal(0))


def same_item_in_two_forms(disclosure: Disclosure) -> Iterator[Finding]:
    """一般公共预算: the classes of 财政拨款收支 and of 支出表; basic expenditure in both."""
    granted = _cells(disclosure, "财政拨款收(?:入)?支", "")
    spent = _cells(disclosure, "一般公共预算(?:财政)?(?:拨款)?支出", "基本支出|三公")
    basic = _cells(disclosure, "一般公共预算(?:财政)?(?:拨款)?基本支出", "")
    yield from _pairs(_by_class(granted), _classes(spent), disclosure)
    yield from _pairs(_basic_total(spent, "基本支出"), _basic_total(basic, ""), disclosure)


def _cells(disclosure: Disclosure, title: str, without: str) -> list[Fact]:
    numbers = {
        table.number
        for table in disclosure.tables
        if re.search(title, table.title) and not (without and re.search(without, table.title))
    }
    return [
        f
        for f in disclosure.facts
        if f.table in numbers and f.year == disclosure.identity.year and money(f)
    ]


def _item(label: str) -> str:
    return re.sub(r"支出$", "", bare_label(label))


def _by_class(facts: Sequence[Fact]) -> dict[str, Fact]:
    """（一）一般公共服务支出 in the column of 一般公共预算."""
    return {
        _item(f.row[-1]): f
        for f in facts
        if f.side == "支出"
        and "一般公共预算" in "".join(f.column[-2:])
        and not any(WITHIN.match(part) for part in f.column)
        and not is_total(f.row[-1])
    }


def _classes(facts: Sequence[Fact]) -> dict[str, Fact]:
    return {
        _item(f.row[-1]): f
        for f in reversed(facts)
        if len(f.code) == 3
        and len(f.column) <= 2
        and re.search("合计|小计", f.column[-1])
        and "支出" not in "".join(f.column[:-1])
    }


def _basic_total(facts: Sequence[Fact], head: str) -> dict[str, Fact]:
    """合计 of basic expenditure: a column of one form, the whole of another."""
    for fact in facts:
        if not is_total(fact.row[-1]) or not fact.column:
            continue
        own = fact.column[-1]
        above = "".join(fact.column[-2:])
        if head and (own == head or (head in above and WHOLE.search(own))):
            return {"基本支出": fact}
        if not head and WHOLE.search(own):
            return {"基本支出": fact}
    return {}


def _pairs(
    some: dict[str, Fact], others: dict[str, Fact], disclosure: Disclosure
) -> Iterator[Finding]:
    for name in some.keys() & others.keys():
        found = _same(some[name], others[name], "same_item_in_two_forms", disclosure.tables)
        if found:
            yield found
