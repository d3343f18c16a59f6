"""What stands over a table: its unit and whether it is of the budget or of final accounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from ingest.check.compare import fact_side, statement_side, title_of
from ingest.check.tables.relations import money
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Severity, Side, Stage, Statement, Table

LEAST_ALIKE = 3  # numbers as printed, in two units: fewer may be chance
TELLING = 4  # digits
FINEST = 3  # decimals of 元 that no one has
LITTLE = Decimal(100_000)  # 元: less than this is no table of a year's money
OTHERS = 2  # tables that are headed rightly before one is held to be wrong
KIND = "(?:收支|收入|支出|拨款|经费|采购|明细|分类|科目|执行|情况|总|公开|批复|汇)*表"
STAGES = {Stage.BUDGET: ("预算", "决算"), Stage.FINAL: ("决算", "预算")}


def units_of_tables(disclosure: Disclosure) -> Iterator[Finding]:
    """The very digits that another table has in 万元, here in 元: one of the two is wrong."""
    yield from _two_units_of_one(disclosure)
    told = {
        s.amount.number: s
        for s in disclosure.statements
        if s.amount.is_money and s.amount.unit == "万元" and _is_telling(s.amount.number)
    }
    held: dict[int, dict[Decimal, Fact]] = defaultdict(dict)
    for fact in disclosure.facts:
        amount = money(fact)
        if amount and amount.unit in ("元", "万元") and _is_telling(amount.number):
            held[fact.table].setdefault(amount.number, fact)
    units = {n: _unit(facts.values()) for n, facts in held.items()}
    known = {
        unit: {value: f for n, facts in held.items() if units[n] == unit for value, f in facts.items()}
        for unit in ("元", "万元")
    }  # fmt: skip
    rarer = min(known, key=lambda unit: sum(u == unit for u in units.values()))
    usual = "元" if rarer == "万元" else "万元"
    by = Decimal(10_000) if rarer == "万元" else Decimal("0.0001")
    for number, facts in held.items():
        if units[number] != rarer:
            continue
        same = [value for value in facts if value in known[usual]]
        right = [v for v in facts if (v * by).normalize() in known[usual]]
        if len(same) >= LEAST_ALIKE and len(same) > 2 * len(right):
            value = max(same)
            yield _two_units(facts[value], known[usual][value], len(same), disclosure.tables)
        elif rarer == "元" and sum(_decimals(v) >= FINEST for v in facts) >= LEAST_ALIKE:
            yield _too_fine(next(f for v, f in facts.items() if _decimals(v) >= FINEST), disclosure)
        elif rarer == "元":
            yield from _unlike_the_text(facts, told, disclosure.tables)


def _two_units_of_one(disclosure: Disclosure) -> Iterator[Finding]:
    """单位：元 over a table, and 万元 at the head of all its columns of money."""
    units: dict[int, dict[str, Fact]] = defaultdict(dict)
    for fact in disclosure.facts:
        amount = money(fact)
        if amount and amount.number:
            units[fact.table].setdefault(amount.unit, fact)
    for table in disclosure.tables:
        held = units.get(table.number, {})
        if table.unit not in ("元", "万元") or len(held) != 1 or table.unit in held:
            continue
        unit, fact = next(iter(held.items()))
        if unit in ("元", "万元"):
            side = fact_side(fact, disclosure.tables)
            message = (
                f"《{table.title}》上方的单位是“{table.unit}”，表内却写“{unit}”"
                f"（如 {fact.text}），必有一处写错。"
            )
            yield Finding("unit_of_table", Severity.CONTRADICTION, message, (side,), None, None)


def unit_unlike_all_others(disclosure: Disclosure) -> Iterator[Finding]:
    """One table in 元 whose numbers are too small for that, where all others are in 万元; or in 万元,
    and it alone would be more than all the body has."""
    held: dict[int, list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        if (amount := money(fact)) and amount.number and amount.unit in ("元", "万元"):
            held[fact.table].append(fact)
    units = {number: _unit(facts) for number, facts in held.items()}
    for unit in ("元", "万元"):
        odd = [number for number, own in units.items() if own == unit]
        if len(odd) != 1 or len(units) <= OTHERS + len(odd):
            continue
        facts = held.pop(odd[0])
        largest = max(facts, key=_yuan)
        most = max((_yuan(fact) for some in held.values() for fact in some), default=Decimal(0))
        unlikely = _yuan(largest) < LITTLE if unit == "元" else _yuan(largest) > most
        if unlikely and _yuan(largest) > 0:
            yield _odd_unit(largest, unit, disclosure)


def _yuan(fact: Fact) -> Decimal:
    return fact.amount.in_yuan() if fact.amount else Decimal(0)


def _odd_unit(fact: Fact, unit: str, disclosure: Disclosure) -> Finding:
    side = fact_side(fact, disclosure.tables)
    usual, size = ("万元", "小得不像") if unit == "元" else ("元", "比整个部门的还多")
    message = (
        f"{side.what}为 {fact.text}，这张表的单位是“{unit}”，别的表都是“{usual}”；"
        f"按“{unit}”算这张表最大的数{size}，单位可能写错了。"
    )
    return Finding("unit_of_table", Severity.NOTICE, message, (side,), None, None)


def _unlike_the_text(
    facts: Mapping[Decimal, Fact], told: Mapping[Decimal, Statement], tables: Sequence[Table]
) -> Iterator[Finding]:
    """All that the table has, or nearly all, the text has with the same digits and in 万元."""
    same = [value for value in facts if value in told]
    right = [value for value in facts if (value / 10_000).normalize() in told]
    sure = max((len(v.normalize().as_tuple().digits) for v in same), default=0) > TELLING
    if right or not sure or len(same) * 2 <= len(facts):
        return
    fact, said = facts[max(same)], told[max(same)]
    sides = (fact_side(fact, tables), statement_side(said))
    message = (
        f"《{title_of(fact, tables)}》以“元”为单位，正文以“万元”为单位，印的却是一模一样的数"
        f"（如 {fact.text}，共 {len(same)} 个）：这张表的单位写错了。"
    )
    gap = abs(said.amount.in_yuan() - max(same))
    yield Finding("unit_of_table", Severity.CONTRADICTION, message, sides, gap, Decimal(0))


def _is_telling(number: Decimal) -> bool:
    return number > 0 and len(number.normalize().as_tuple().digits) >= TELLING


def _decimals(number: Decimal) -> int:
    return -int(number.normalize().as_tuple().exponent)


def _unit(facts: Iterable[Fact]) -> str:
    units = [amount.unit for fact in facts if (amount := money(fact))]
    return max(set(units), key=units.count)


def _two_units(one: Fact, other: Fact, count: int, tables: Sequence[Table]) -> Finding:
    a, b = money(one), money(other)
    assert a is not None
    assert b is not None
    sides = (fact_side(one, tables), fact_side(other, tables))
    message = (
        f"《{title_of(one, tables)}》以“{a.unit}”为单位，《{title_of(other, tables)}》以“{b.unit}”"
        f"为单位，印的却是一模一样的数（如 {one.text}，共 {count} 个）：必有一张表的单位写错了。"
    )
    gap = abs(a.in_yuan() - b.in_yuan())
    return Finding("unit_of_table", Severity.CONTRADICTION, message, sides, gap, Decimal(0))


def _too_fine(fact: Fact, disclosure: Disclosure) -> Finding:
    side = fact_side(fact, disclosure.tables)
    message = (
        f"{side.what}为 {fact.text} 元：元以下只有角和分，没有这么多位小数，"
        f"这张表的单位可能应是万元。"
    )
    return Finding("unit_of_table", Severity.NOTICE, message, (side,), None, None)


def wrong_stages(disclosure: Disclosure) -> Iterator[Finding]:
    """决算表 among the 预算表 of a budget."""
    own, other = STAGES[disclosure.identity.stage]
    titles = [(t, squeeze(t.title)) for t in disclosure.tables]
    right = sum(_is_of(own, title) and not _is_of(other, title) for _, title in titles)
    year = str(disclosure.identity.year)
    for table, title in titles if right >= OTHERS else ():
        years = re.findall(r"20\d\d", title)
        if _is_of(other, title) and not _is_of(own, title) and (not years or years == [year]):
            if table.title_source is None:
                continue
            where = f"《{table.title}》的标题"
            message = f"{where}写的是{other}表，而本文件是{year}年的{own}，别的表也都是{own}表。"
            side = Side(where, None, table.title_source)
            yield Finding("wrong_stage", Severity.CONTRADICTION, message, (side,), None, None)


def _is_of(stage: str, title: str) -> bool:
    return re.search(f"{stage}{KIND}", title) is not None
