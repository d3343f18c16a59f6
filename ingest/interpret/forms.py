"""Key/value rows of a form table (绩效目标表) → facts."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.amount import is_amount, parse_amount
from ingest.interpret.cells import Places, places, text_at
from ingest.interpret.columns import MONEY_IN_HEADER
from ingest.interpret.labels import ordinal_level
from ingest.interpret.vocabulary import squeeze
from ingest.records import Cell, Fact, Table

COMPOUND = re.compile(r"^(\d+、[^：:]+)[：:]([（(]\d+[）)].+)$")  # 1、资金来源：（1）政府预算资金
INDICATOR_HEAD = re.compile(r"^(一级|二级|三级)指标$|^指标(名称|值)$")


def indicator_row(table: Table, at: Places) -> int | None:
    """The row inside a form where the list of indicators begins."""
    for row in range(table.n_rows):
        texts = {text_at(at, row, column) for column in range(_width(table))}
        if sum(INDICATOR_HEAD.match(text) is not None for text in texts) >= 2:
            return row
    return None


def _width(table: Table) -> int:
    return max((cell.column + cell.column_span for cell in table.cells), default=0)


def form_facts(table: Table, file: str, year: int) -> tuple[Fact, ...]:
    """Each label with a number to its right; a blank is a fact where its siblings hold money."""
    at = places(table)
    end = indicator_row(table, at)
    pairs = _pairs(table, at, table.n_rows if end is None else end)
    facts: list[Fact] = []
    stack: list[tuple[int, str]] = []
    unit = table.unit
    for label, value in pairs:
        name = squeeze(label.text)
        level = ordinal_level(name)
        depth = -1 if level is None else level
        named = MONEY_IN_HEADER.search(name)
        unit = named.group(1) if named else unit
        while stack and stack[-1][0] >= depth:
            stack.pop()
        inner = COMPOUND.match(name)
        if inner:
            stack.append((depth, inner.group(1)))
            depth = ordinal_level(inner.group(2)) or depth + 1
        path = (*(above for _, above in stack), name)
        stack.append((depth, name))
        source = value.source or label.source
        if source is None:
            continue
        text = squeeze(value.text)
        facts.append(
            Fact(
                id=f"{file[:12]}:t{table.number}:r{value.row}c{value.column}",
                table=table.number,
                form=table.form,
                side="",
                row=path,
                column=(),
                code="",
                amount=parse_amount(text, unit) if text else None,
                text=text,
                year=year,
                source=source,
            )
        )
    return tuple(facts)


def _pairs(table: Table, at: Places, end: int) -> list[tuple[Cell, Cell]]:
    """Label and value cells side by side, from the first to the last row that holds a number."""
    pairs: list[tuple[Cell, Cell]] = []
    for row in range(end):
        line = [c for c in table.cells if c.row == row]
        line.sort(key=lambda cell: cell.column)
        for label, value in pairwise(line):
            text = squeeze(value.text)
            worded = re.search(r"[\u4e00-\u9fff]", label.text) is not None
            if worded and (is_amount(text) or (not text and _is_money_label(label.text))):
                pairs.append((label, value))
    return pairs


def _is_money_label(text: str) -> bool:
    return re.search(r"资金|金额|支出|预算|拨款|收入", text) is not None and len(text) <= 40
