"""One list printed in two tables: columns with the same total must have the same rows.

The total says that both are on one basis; where it differs (财政拨款 beside 全部), rows may, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from ingest.check.compare import fact_side, finding, gap_of, in_words, title_of, verdict
from ingest.check.tables.relations import money, place_of
from ingest.interpret.labels import bare_label, is_total
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Severity, Table

LEAST_LISTED = 5  # and this many before one that is not there at all
LEAST_BELOW = 3  # rows under a class of purposes that make it a list
LEAST_ALIKE = 2  # rows that must agree before one that does not is held against them
CODED = re.compile(r"^[\dA-Za-z]{6,}[-—]")  # 11000022T000000429061-信访投诉工作
PROJECTS = ("project_expenditure", "project_performance")


Total = tuple[str, Decimal]  # of what: "" for the whole list, 302 for one class of it


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table: its totals, and its rows by code or by name."""

    table: int
    totals: frozenset[Total]
    rows: dict[str, Fact]
    heads: frozenset[str] = frozenset()  # names of the outermost rows that are not zero
    is_class: bool = False  # no more than one class of a list


def same_rows_in_two_tables(disclosure: Disclosure) -> Iterator[Finding]:
    """二、社会保障和就业支出 in the summary, 208 in the list; 30101 in two lists."""
    columns = columns_of(disclosure.facts, disclosure.identity.year)
    by_total: dict[Total, list[Column]] = defaultdict(list)
    for column in columns:
        for total in column.totals:
            by_total[total].append(column)
    told: set[tuple[str, str]] = set()
    for group in by_total.values():
        for one, other in pairwise(group):
            if one.table != other.table and one.heads == other.heads:
                for a, b in unlike(one, other):
                    if (a.id, b.id) not in told:
                        told.add((a.id, b.id))
                        yield from _report(a, b, disclosure.tables)
                for fact, lacking in (*not_in(one, other), *not_in(other, one)):
                    if (fact.code, str(lacking.table)) not in told:
                        told.add((fact.code, str(lacking.table)))
                        yield from _not_there(fact, lacking, disclosure.tables)


def not_in(one: Column, other: Column) -> Iterator[tuple[Fact, Column]]:
    """Items that one list has and the other has not, though both go down to their level, have the
    same total and agree in all the rest."""
    if unlike(one, other) or other.is_class:
        return
    shared = one.rows.keys() & other.rows.keys()
    alike = [k for k in shared if _number(one.rows[k]) and one.rows[k].code]
    lacking = [
        f
        for key, f in one.rows.items()
        if key == f.code and f.code.isdigit() and key not in other.rows and _number(f)
    ]
    lengths = [len(one.rows[k].code) for k in alike]
    lacking = [f for f in lacking if lengths.count(len(f.code)) >= LEAST_ALIKE]
    if len(lacking) == 1 and len(alike) >= LEAST_LISTED:
        yield lacking[0], other


def _not_there(fact: Fact, column: Column, tables: Sequence[Table]) -> Iterator[Finding]:
    amount = money(fact)
    head = next(iter(column.rows.values()))
    if amount is None:
        return
    title = title_of(head, tables)
    side = fact_side(fact, tables)
    message = (
        f"{side.what}为 {in_words(amount)}，而《{title}》里没有这一项（{fact.code}），"
        f"两张表的合计和其余各项却都相同，可能漏列一行。"
    )
    sides = (side, fact_side(head, tables))
    yield Finding("row_left_out", Severity.NOTICE, message, sides, amount.in_yuan(), None)


def columns_of(facts: Iterable[Fact], year: int) -> list[Column]:
    by_place: dict[tuple[int, str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.row and fact.amount and fact.amount.is_money and fact.year == year:
            by_place[fact.table, fact.side, place_of(fact)].append(fact)
    columns = []
    for (table, _, _), column in by_place.items():
        lists = [(_totals(column), column, _heads(column)), *_classes(column)]
        for n, (totals, facts, heads) in enumerate(lists):
            if totals and len(rows := rows_by_name(facts)) >= LEAST_ALIKE:
                columns.append(Column(table, totals, rows, heads, n > 0))
    return columns


def _totals(column: Sequence[Fact]) -> frozenset[Total]:
    """Of no more than the outermost rows: the 小计 of a unit is another list's total."""
    amounts = (money(f) for f in column if is_total(f.row[0]) and len(f.row) == 1)
    return frozenset(("", a.in_yuan()) for a in amounts if a and a.number)


def _classes(
    column: Sequence[Fact],
) -> Iterator[tuple[frozenset[Total], list[Fact], frozenset[str]]]:
    """商品和服务支出 with its items: a list of its own inside others."""
    for head in column:
        if len(head.code) == 3 and head.code.startswith("3") and (value := _number(head)):
            below = [f for f in column if f.code.startswith(head.code) and f is not head]
            yield frozenset({(head.code, value)}), below, frozenset({head.code})
        elif len(head.row) == 1 and not is_total(head.row[0]) and (value := _number(head)):
            below = [f for f in column if f.row[:1] == head.row and len(f.row) > 1]
            if len(below) >= LEAST_BELOW:
                yield frozenset({(_name(head), value)}), below, frozenset({_name(head)})


def _heads(column: Iterable[Fact]) -> frozenset[str]:
    return frozenset(
        _name(fact)
        for fact in column
        if _is_outermost(fact) and _number(fact) and not is_total(fact.row[-1])
    )


def rows_by_name(column: Iterable[Fact]) -> dict[str, Fact]:
    """By code, classes by name, too; what stands twice is left out."""
    found: dict[str, Fact] = {}
    twice: set[str] = set()
    for fact in column:
        if is_total(fact.row[-1]):
            continue
        for key in _keys(fact):
            if key in found:
                twice.add(key)
            found[key] = fact
    return {key: fact for key, fact in found.items() if key not in twice}


def _keys(fact: Fact) -> list[str]:
    """By code, classes by name, what stands below them by the names above it, too."""
    return [key for key in (fact.code, *_names(fact.row, len(fact.code) == 3)) if len(key) > 1]


@lru_cache(maxsize=20_000)
def _names(row: tuple[str, ...], is_class: bool) -> tuple[str, ...]:
    path = ("／".join(map(_bare, row)),) if len(row) > 1 else ()
    return (_bare(row[-1]), *path) if is_class or not path else path


def _name(fact: Fact) -> str:
    return _bare(fact.row[-1])


@lru_cache(maxsize=50_000)  # the same labels in every column
def _bare(label: str) -> str:
    return re.sub(r"支出$", "", bare_label(squeeze(label)))


def _is_outermost(fact: Fact) -> bool:
    return len(fact.row) == 1 or len(fact.code) == 3


def unlike(one: Column, other: Column) -> list[tuple[Fact, Fact]]:
    """Rows of both that differ, where most do not."""
    shared = one.rows.keys() & other.rows.keys()
    pairs = {(one.rows[k].id, other.rows[k].id): (one.rows[k], other.rows[k]) for k in shared}
    filled = [(a, b) for a, b in pairs.values() if _number(a) or _number(b)]
    differ = [(a, b) for a, b in filled if _number(a) != _number(b)]
    alike = len(filled) - len(differ)
    grave = sum(_gap(a, b) is Severity.CONTRADICTION for a, b in differ)
    return differ if alike >= LEAST_ALIKE and alike >= grave else []


def _number(fact: Fact) -> Decimal:
    return fact.amount.in_yuan() if fact.amount else Decimal(0)


def _gap(one: Fact, other: Fact) -> Severity | None:
    a, b = money(one), money(other)
    return gap_of(a, [b]).severity if a and b else None


def _report(one: Fact, other: Fact, tables: Sequence[Table]) -> Iterator[Finding]:
    a, b = money(one), money(other)
    if a is None or b is None:
        return
    gap = gap_of(a, [b])
    sides = [fact_side(one, tables), fact_side(other, tables)]
    message = (
        f"两张表里的同一项不同：{sides[0].what}为 {in_words(a)}，"
        f"{sides[1].what}为 {in_words(b)}，{verdict(gap, a)}。"
    )
    found = finding("same_rows_in_two_tables", message, sides, gap)
    if found:
        yield found


def same_project_in_two_tables(disclosure: Disclosure) -> Iterator[Finding]:
    """A project's amount in the list of projects and in its table of targets."""
    numbers = {t.number for t in disclosure.tables if t.form in PROJECTS}
    by_place: dict[tuple[int, int], list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        if fact.table in numbers and fact.row and fact.column and money(fact):
            by_place[fact.table, place_of(fact)].append(fact)
    columns = [Column(key[0], frozenset(), _by_project(facts)) for key, facts in by_place.items()]
    for n, one in enumerate(columns):
        for other in columns[n + 1 :]:
            if one.table != other.table and _mostly_alike(one, other):
                for a, b in unlike(one, other):
                    yield from _report(a, b, disclosure.tables)


def _by_project(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Projects of one name in several units are several."""
    named: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        named[CODED.sub("", squeeze(fact.row[-1]))].append(fact)
    return {name: held[0] for name, held in named.items() if len(held) == 1 and len(name) >= 6}


def _mostly_alike(one: Column, other: Column) -> bool:
    shared = one.rows.keys() & other.rows.keys()
    alike = sum(_number(one.rows[k]) == _number(other.rows[k]) for k in shared)
    return alike >= 5 and alike * 10 >= len(shared) * 9
