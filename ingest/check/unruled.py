"""Tables whose columns no rule parts: what arithmetic confirms of them is kept, the rest refused.

That a number stands in this column and this row was told by how it is aligned. A sum that closes over
several numbers proves it; a number that no proof reaches is no fact, and that is said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.amount import is_amount
from ingest.check.tables.relations import across, down, is_wrong, money, place_of, row_of, totals
from ingest.interpret.labels import bare_label, is_total, ordinal_level
from ingest.interpret.vocabulary import squeeze
from ingest.records import (
    Disclosure,
    Fact,
    Finding,
    Reading,
    Role,
    Severity,
    Side,
    Source,
    Statement,
    Table,
)

TELLING = 2  # letters of a label that can be known again
ITEM_CODES = (3, 5, 7)  # digits of 类, 款, 项
INSIDE = re.compile(r"[\u3400-\u9fff](?!20\d\d年)\d{3,}[\u3400-\u9fff]")


def with_proven_columns(disclosure: Disclosure) -> Disclosure:
    """The same where all columns are ruled; else without the facts that nothing proves."""
    guessed = [fact for fact in disclosure.facts if fact.source.reading is Reading.ALIGNED]
    if not guessed:
        return _settled(disclosure, set())
    tables = {table.number: table for table in disclosure.tables}
    by_table: dict[int, list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        by_table[fact.table].append(fact)
    refused: set[str] = set()
    told: list[Finding] = []
    for number in dict.fromkeys(fact.table for fact in guessed):
        own = [f for f in by_table[number] if f.source.reading is Reading.ALIGNED]
        lost = _unproven(tables[number], own, by_table[number], disclosure.statements)
        refused |= {fact.id for fact in lost}
        if any(money(fact) for fact in lost):
            told.append(_notice(tables[number], lost, own))
    kept = (f for f in disclosure.findings if not any(side.ref in refused for side in f.sides))
    return _settled(replace(disclosure, findings=(*kept, *told)), refused)


def _unproven(
    table: Table, own: Sequence[Fact], facts: Sequence[Fact], said: Sequence[Statement]
) -> list[Fact]:
    """Those of `own` that are not to be used."""
    if not any(_counts(fact) for fact in own) and table.title:
        return []  # nothing but blanks and zeros: there is nothing to be exchanged
    sums = [one for relations in (across, down, totals) for one in relations(facts)]
    wrong = {fact.id for one in sums if is_wrong(one) for fact in (one.stated, *one.parts)}
    if not _is_titled(table) or 2 * sum(map(is_wrong, sums)) >= max(1, len(sums)):
        return list(own)
    proven = _proven(facts, wrong)
    words = _words_of(said)
    cut = _cut_codes(facts)
    rows = Counter(name for name, _ in {(_name(fact), row_of(fact)) for fact in facts})
    return [
        fact
        for fact in own
        if fact.id in wrong
        or not _is_named(fact)
        or (cut and fact.code.startswith(cut))
        or rows[_name(fact)] > 1
        or not (fact.id in proven or _is_said(fact, words))
    ]


def _cut_codes(facts: Sequence[Fact]) -> tuple[str, ...]:
    """Codes that are no whole ones among those of 科目: 2050 of which a 2 wrapped away. What begins
    with one would stand under its row."""
    codes = {fact.code for fact in facts if fact.code}
    odd = [code for code in codes if len(code) not in ITEM_CODES]
    return tuple(odd) if 2 * len(odd) < len(codes) else ()


def _is_titled(table: Table) -> bool:
    """On its own pages: what only goes on with another table has no header of its own."""
    at = table.title_source
    return bool(table.title) and (at is None or at.page is None or at.page in table.pages)


def _name(fact: Fact) -> tuple[str, tuple[str, ...], str]:
    """What tells its row from others: two rows of one name are rows that lost theirs."""
    return fact.side, fact.row, fact.code


def _proven(facts: Sequence[Fact], wrong: Collection[str]) -> set[str]:
    """The ids of all in a column that closes from top to bottom, and of what adds up in a row."""
    whole = {
        place_of(one.stated)
        for relations in (down, totals)
        for one in relations(facts)
        if not is_wrong(one) and one.parts and one.stated.id not in wrong
    }
    beside = {
        fact.id
        for one in across(facts)
        if not is_wrong(one) and sum(map(_counts, one.parts)) > 1
        for fact in (one.stated, *one.parts)
    }
    return {fact.id for fact in facts if place_of(fact) in whole} | beside


def _counts(fact: Fact) -> bool:
    amount = money(fact)
    return amount is not None and amount.number != 0


def _is_named(fact: Fact) -> bool:
    """It has a column and a row with names: a code alone, or a number, is none, and a row with a
    code is no 合计 that was left unsaid."""
    if not fact.column or not fact.row or (fact.code and is_total(squeeze(fact.row[-1]))):
        return False
    names = [squeeze(name) for name in (*fact.row, *fact.column)]
    heads = [squeeze(name) for name in fact.column]
    if any(map(is_amount, names)) or any(ordinal_level(head) is not None for head in heads):
        return False
    return all(len(name) >= TELLING and not _is_mixed(name) for name in names)


def _is_mixed(name: str) -> bool:
    """苏州市068数据局, 信息中心（苏: columns that ran into each other, or a part of a name."""
    return bool(INSIDE.search(name)) or name.count("（") != name.count("）")


def _words_of(said: Sequence[Statement]) -> set[tuple[str, str]]:
    return {
        (str(s.amount.in_yuan().normalize()), squeeze(s.subject))
        for s in said
        if s.role is Role.LEVEL and s.amount.is_money
    }


def _is_said(fact: Fact, words: Collection[tuple[str, str]]) -> bool:
    """Whether the narrative says just this number of just this item."""
    amount = money(fact)
    if amount is None or not amount.number:
        return False
    value = str(amount.in_yuan().normalize())
    labels = {bare_label(squeeze(p)) for p in (*fact.row[-1:], *fact.column[-1:])}
    return any(
        value == worth and len(label) >= TELLING and label in subject
        for worth, subject in words
        for label in labels
    )


def _notice(table: Table, lost: Sequence[Fact], own: Sequence[Fact]) -> Finding:
    numbers = [fact for fact in lost if money(fact)]
    all_of_them = sum(money(fact) is not None for fact in own)
    first = numbers[0].source
    pages = "、".join(str(page) for page in dict.fromkeys(f.source.page for f in numbers))
    much = "整张表" if len(numbers) == all_of_them else f"其中 {len(numbers)} 个数"
    message = (
        f"第 {pages} 页的{f'“{table.title}”' if table.title else '一张表'}没有画竖线，"
        f"各列只能由对齐推断，合计不能证实，{much}没有采用。"
    )
    side = Side(f"第 {first.page} 页的表", None, first)
    return Finding("columns_not_proven", Severity.NOTICE, message, (side,), None, None)


def _settled(disclosure: Disclosure, refused: Collection[str]) -> Disclosure:
    """What is left was printed like all else."""
    aligned = any(_is_aligned(c.source) for t in disclosure.tables for c in t.cells)
    if not refused and not aligned and not any(_is_aligned(f.source) for f in disclosure.facts):
        return disclosure
    facts = tuple(
        replace(fact, source=_printed(fact.source))
        for fact in disclosure.facts
        if fact.id not in refused
    )
    tables = tuple(
        replace(t, cells=tuple(replace(c, source=c.source and _printed(c.source)) for c in t.cells))
        if any(_is_aligned(c.source) for c in t.cells)
        else t
        for t in disclosure.tables
    )
    indicators = tuple(
        replace(i, source=_printed(i.source), name_source=_printed(i.name_source))
        for i in disclosure.indicators
    )
    findings = tuple(
        replace(f, sides=tuple(replace(s, source=_printed(s.source)) for s in f.sides))
        for f in disclosure.findings
    )
    return replace(disclosure, facts=facts, tables=tables, indicators=indicators, findings=findings)


def _is_aligned(source: Source | None) -> bool:
    return source is not None and source.reading is Reading.ALIGNED


def _printed(source: Source) -> Source:
    return replace(source, reading=Reading.PRINTED) if _is_aligned(source) else source
