"""The narrative against the tables: the same item on the same basis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.amount import Amount
from ingest.check.compare import Gap, fact_side, finding, gap_of, in_words, statement_side, verdict
from ingest.check.tables.relations import money
from ingest.interpret.labels import WITHIN, bare_label
from ingest.interpret.vocabulary import words
from ingest.records import Disclosure, Fact, Finding, Role, Statement, Table

ITEM = re.compile(
    r"(?:^|[^\u4e00-\u9fff])?(?P<kind>[^（）]*)（款）(?P<item>[^（）]+(?:（[^项）]*）[^（）]*)*)（项）"
)
SHORT_ITEM = re.compile(r"[^（）]+（项）")  # 人大事务行政运行（项）, its 款 not set off
NUMBERED = re.compile(r"（\d{2,3}([类款项])）")  # 社会保障和就业支出（208类）
YEARS = re.compile(r"20\d\d年")


def prose_against_tables(disclosure: Disclosure) -> Iterator[Finding]:
    own = [f for f in disclosure.facts if f.year == disclosure.identity.year and money(f)]
    by_table: dict[int, list[Fact]] = defaultdict(list)
    for fact in own:
        by_table[fact.table].append(fact)
    for statement in disclosure.statements:
        if statement.role is not Role.LEVEL or not statement.amount.is_money:
            continue
        if statement.year != disclosure.identity.year or "年初预算" in statement.subject:
            continue
        cells = [*_by_list(statement, by_table, disclosure.tables), *_by_item(statement, own)]
        found = _nearest(statement, cells, disclosure)
        if found:
            yield found


def _nearest(statement: Statement, cells: Sequence[Fact], disclosure: Disclosure) -> Finding | None:
    """Where no cell agrees, the nearest one is shown beside the sentence."""
    pairs: list[tuple[Gap, Fact]] = []
    for cell in cells:
        amount = money(cell)
        if amount is None:
            continue
        if _agree(amount, statement.amount):
            return None
        pairs.append((gap_of(statement.amount, [amount]), cell))
    if not pairs:
        return None
    filled = [pair for pair in pairs if pair[1].amount and pair[1].amount.number]
    gap, cell = min(filled or pairs, key=lambda pair: abs(pair[0].size))
    told = cell.amount
    if told is None or gap.severity is None:
        return None
    sides = [statement_side(statement), fact_side(cell, disclosure.tables)]
    heading = statement.headings[-1] if statement.headings else ""
    message = (
        f"正文“{heading}”称“{statement.subject}”为 {in_words(statement.amount)}，"
        f"而{sides[1].what}为 {in_words(told)}，{verdict(gap, statement.amount)}。"
    )
    return finding("prose_against_table", message, sides, gap)


def _agree(cell: Amount, said: Amount) -> bool:
    """Roundings of one amount; but nothing and something are never the same."""
    if bool(cell.number) != bool(said.number):
        return False
    return cell.agrees_with(said)


def _by_list(
    statement: Statement, by_table: Mapping[int, list[Fact]], tables: Sequence[Table]
) -> Iterator[Fact]:
    section = "".join(statement.headings[-2:])
    for same in words("checks")["same"]:
        if not re.search(same["section"], section):
            continue
        if "not_section" in same and re.search(same["not_section"], section):
            continue
        if re.search(same["subject"], statement.subject):
            yield from _cells(same, statement, by_table, tables)


def _cells(
    same: dict[str, Any],
    statement: Statement,
    by_table: Mapping[int, list[Fact]],
    tables: Sequence[Table],
) -> Iterator[Fact]:
    for table in tables:
        if not re.search(same["table"], table.title):
            continue
        if "not_table" in same and re.search(same["not_table"], table.title):
            continue
        for fact in by_table.get(table.number, ()):
            if _is_cell(same, fact, statement):
                yield fact


def _is_cell(same: dict[str, Any], fact: Fact, statement: Statement) -> bool:
    """`label` may head a row or a column (三公 tables lie either way)."""
    label = bare_label(fact.row[-1]) if fact.row else ""
    heads = [YEARS.sub("", part) for part in fact.column]
    if "label" in same:
        own = heads[-1] if heads else ""
        above = heads[-2] if len(heads) > 1 and own in ("小计", "合计") else ""
        return any(re.search(same["label"], text) for text in (label, own, above) if text)
    if "side" in same and fact.side != same["side"]:
        return False
    if WITHIN.match(fact.row[-1] if fact.row else ""):
        return False
    row = same["row"].replace("{subject}", re.escape(statement.subject))
    if not re.search(row, label):
        return False
    if "path" in same:
        return re.search(same["path"], "".join(heads)) is not None
    return re.search(same["column"], "".join(heads[-1:])) is not None


def _by_item(statement: Statement, own: Sequence[Fact]) -> Iterator[Fact]:
    """…（类）人大事务（款）行政运行（项） against the rows of that name in expenditure tables."""
    subject = statement.subject.replace("(", "（").replace(")", "）")
    subject = NUMBERED.sub(r"（\1）", subject)
    named = ITEM.search(subject)
    if not named and not SHORT_ITEM.match(subject):
        return
    kind = re.split("[）、]", named["kind"])[-1] if named else ""
    for fact in own:
        if len(fact.row) < 2:
            continue
        if named and (fact.row[-1] != named["item"] or fact.row[-2] != kind):
            continue
        if not named and not subject.startswith(f"{fact.row[-2]}{fact.row[-1]}（项）"):
            continue
        yield fact
