"""Tables and findings in the shapes of the contract: JSON lines, and text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.records import NOWHERE, Cell, Disclosure, Fact, Finding, Side, Source, Table


def table_json(disclosure: Disclosure, table: Table) -> dict[str, Any]:
    """One table as printed and as facts. `row` and `column` of cells count over header and body."""
    who = disclosure.identity
    grid = printed_rows(table)
    return {
        "file": disclosure.path,
        "entity": who.entity,
        "year": who.year,
        "stage": str(who.stage),
        "form": table.form,
        "title": table.title,
        "unit": table.unit,
        "pages": list(table.pages),
        "header": grid[: table.header_rows],
        "rows": grid[table.header_rows :],
        "cells": [_cell_json(c) for c in table.cells],
        "facts": [_fact_json(f) for f in disclosure.facts if f.table == table.number],
    }


def printed_rows(table: Table) -> list[list[str | None]]:
    """The grid: "" where a cell is blank, None where a merged cell goes on."""
    width = max((c.column + c.column_span for c in table.cells), default=0)
    grid: list[list[str | None]] = [[""] * width for _ in range(table.n_rows)]
    for cell in table.cells:
        for r in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            for c in range(cell.column, cell.column + cell.column_span):
                grid[r][c] = None
        grid[cell.row][cell.column] = cell.text
    return grid


def _cell_json(cell: Cell) -> dict[str, Any]:
    source = cell.source
    return {
        "row": cell.row,
        "column": cell.column,
        "text": cell.text,
        "page": source.page if source else None,
        "bbox": list(source.box) if source and source.box else None,
        "reading": str(source.reading) if source else "",
        **(source.spot.fields() if source and source.spot else {}),
    }


def _fact_json(fact: Fact) -> dict[str, Any]:
    amount = fact.amount
    return {
        "row": list(fact.row),
        "column": list(fact.column),
        "code": fact.code,
        "value": f"{amount.number:f}" if amount else None,
        "unit": amount.unit if amount else None,
        "reading": str(fact.source.reading),
    }


def table_text(disclosure: Disclosure, table: Table) -> str:
    """A table for a terminal: title line, then its rows with | between cells."""
    head = f"# {disclosure.identity.entity} {table.title}（{table.form}，{table.unit}）"
    rows = [" | ".join(t or "" for t in row) for row in printed_rows(table)]
    return "\n".join([head, *rows, ""])


def finding_json(
    disclosure: Disclosure, finding: Finding, files: Sequence[Disclosure] = ()
) -> dict[str, Any]:
    """`files` are those of the whole disclosure, where the sides stand in several."""
    who = disclosure.identity
    held = {f.sha256: f for f in (*files, disclosure)}
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "entity": who.entity,
        "year": who.year,
        "stage": str(who.stage),
        "sides": [
            _side_json(held.get(s.source.file, disclosure), n, s)
            for n, s in enumerate(finding.sides, 1)
        ],
        "difference": _plain(finding.difference),
        "tolerance": _plain(finding.tolerance),
    }


def _plain(value: object) -> str | None:
    return None if value is None else f"{value:f}"


def _side_json(disclosure: Disclosure, number: int, side: Side) -> dict[str, Any]:
    """A side in the shape of an answer's citation."""
    who = disclosure.identity
    fact = next((f for f in disclosure.facts if f.id == side.ref), None)
    table = next((t for t in disclosure.tables if fact and t.number == fact.table), None)
    source: Source = side.source
    return {
        "id": number,
        "file": disclosure.path,
        "sha256": disclosure.sha256,
        "entity": who.entity,
        "year": who.year,
        "stage": str(who.stage),
        "kind": "table" if fact else "narrative",
        "table": table.title if table else side.what,
        "form": fact.form if fact else "",
        "row": list(fact.row) if fact else [],
        "column": list(fact.column) if fact else [],
        "page": source.page,
        "bbox": list(source.box) if source.box else None,
        "text": source.text,
        "line": source.line,
        **(source.spot or NOWHERE).fields(),
    }
