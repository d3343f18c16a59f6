"""Disclosures in the shapes that other programs read: JSON lines and CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ingest.records import Cell, Disclosure, Fact, Finding, Side, Source, Table


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
    }


def _fact_json(fact: Fact) -> dict[str, Any]:
    amount = fact.amount
    return {
        "row": list(fact.row),
        "column": list(fact.column),
        "code": fact.code,
        "value": f"{amount.number:f}" if amount else None,
        "unit": amount.unit if amount else None,
    }


def table_text(disclosure: Disclosure, table: Table) -> str:
    """A table for a terminal: title line, then its rows with | between cells."""
    head = f"# {disclosure.identity.entity} {table.title}（{table.form}，{table.unit}）"
    rows = [" | ".join(t or "" for t in row) for row in printed_rows(table)]
    return "\n".join([head, *rows, ""])


def finding_json(disclosure: Disclosure, finding: Finding) -> dict[str, Any]:
    who = disclosure.identity
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "entity": who.entity,
        "year": who.year,
        "stage": str(who.stage),
        "sides": [_side_json(disclosure, n, s) for n, s in enumerate(finding.sides, 1)],
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
    }


COLUMNS: dict[str, str] = {  # name → type, as Frictionless Data calls it
    "entity": "string", "year": "integer", "stage": "string", "form": "string",
    "title": "string", "row": "string", "column": "string", "code": "string",
    "value": "number", "unit": "string", "fact_year": "integer", "page": "integer",
    "file": "string", "sha256": "string",
}  # fmt: skip


def write_csv(disclosures: Iterable[Disclosure], out: Path) -> int:
    """Every fact with its source, one a line; how many. Opens well in a spreadsheet."""
    count = 0
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for d in disclosures:
            titles = {t.number: t.title for t in d.tables}
            for fact in d.facts:
                if fact.amount is not None:
                    writer.writerow(_csv_row(d, fact, titles[fact.table]))
                    count += 1
    part.replace(out)  # a file that another program opens is never half
    return count


def write_datapackage(disclosures: Iterable[Disclosure], out: Path) -> int:
    """The same as a folder that describes itself (Frictionless Data Package); how many."""
    out.mkdir(parents=True, exist_ok=True)
    count = write_csv(disclosures, out / "facts.csv")
    fields = [{"name": name, "type": kind} for name, kind in COLUMNS.items()]
    resource = {
        "name": "facts",
        "title": "公开文件里的每个数，连同出处",
        "path": "facts.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
    package = {"name": "chazhang", "profile": "tabular-data-package", "resources": [resource]}
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (out / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    return count


WRITERS: dict[str, Callable[[Iterable[Disclosure], Path], int]] = {
    "csv": write_csv,
    "datapackage": write_datapackage,
}


def _csv_row(d: Disclosure, fact: Fact, title: str) -> list[object]:
    assert fact.amount is not None
    who = d.identity
    return [
        inert(who.entity), who.year, str(who.stage), fact.form, inert(title),
        inert(" / ".join(fact.row)), inert(" / ".join(fact.column)), inert(fact.code),
        f"{fact.amount.number:f}", fact.amount.unit, fact.year, fact.source.page,
        inert(Path(d.path).name), d.sha256,
    ]  # fmt: skip


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
