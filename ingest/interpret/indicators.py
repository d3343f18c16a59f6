"""Performance tables → indicators: what is to be reached, for the entity or a project."""

from __future__ import annotations

import re

from ingest.interpret.cells import Places, body_rows, places, text_at
from ingest.interpret.columns import groups_of, header_of
from ingest.interpret.forms import indicator_row
from ingest.interpret.rows import rows_of
from ingest.interpret.vocabulary import squeeze
from ingest.records import Indicator, Table

NAME = re.compile(r"三级指标|指标名称|指标内容")
TARGET = re.compile(r"指标值$|目标值|年度指标值|指标值[（(]")
NOTE = re.compile(r"说明|备注|评[（(]?扣?[）)]?分标准")
LEVEL = re.compile(r"^(一级|二级)指标")


def table_indicators(table: Table, file: str) -> tuple[Indicator, ...]:
    at = places(table)
    head = indicator_row(table, at) if table.kind == "form" else None
    if head is not None:
        return _listed(table, at, head, file)
    return _side_by_side(table, at, file)


def _listed(table: Table, at: Places, head: int, file: str) -> tuple[Indicator, ...]:
    """一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值说明, one indicator a row."""
    width = max(cell.column + cell.column_span for cell in table.cells)
    heads = [text_at(at, head, column) for column in range(width)]
    levels = [c for c, text in enumerate(heads) if LEVEL.match(text)]
    name = _first(NAME, heads)
    target = _first(TARGET, heads)
    note = _first(NOTE, heads)
    if name is None or target is None:
        return ()
    project = _project_name(table, at, head)
    found = []
    for row in range(head + 1, table.n_rows):
        path = tuple(dict.fromkeys(t for c in levels if (t := text_at(at, row, c))))
        one = _indicator(table, at, row, name, target, file, path=path, project=project)
        if one:
            said = text_at(at, row, note) if note is not None else ""
            found.append(_noted(one, said))
    return tuple(found)


def _first(wanted: re.Pattern[str], heads: list[str]) -> int | None:
    return next((column for column, text in enumerate(heads) if wanted.search(text)), None)


def _project_name(table: Table, at: Places, head: int) -> str:
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        if cell.row < head and squeeze(cell.text).rstrip("：:") == "项目名称":
            return text_at(at, cell.row, cell.column + cell.column_span)
    return ""


def _side_by_side(table: Table, at: Places, file: str) -> tuple[Indicator, ...]:
    """绩效目标: 成本指标 三级指标|指标值, 产出指标 三级指标|指标值 …, projects down the rows."""
    pairs = [
        (column, column + 1)
        for column in range(len(table.columns) - 1)
        if NAME.search("".join(header_of(table, column)[-1:]))
        and TARGET.search("".join(header_of(table, column + 1)[-1:]))
    ]
    if not pairs:
        return ()
    names = _row_names(table, at)
    found = []
    for row in body_rows(table):
        for name, target in pairs:
            path = tuple(p for p in header_of(table, name)[:-1] if "目标" not in p)
            one = _indicator(
                table, at, row, name, target, file, path=path, project=names.get(row, "")
            )
            if one:
                found.append(one)
    return tuple(found)


def _row_names(table: Table, at: Places) -> dict[int, str]:
    groups = groups_of(table)
    if not groups:
        return {}
    return {row.row: row.path[-1] for row in rows_of(table, groups[0], at)}


def _indicator(
    table: Table,
    at: Places,
    row: int,
    name: int,
    target: int,
    file: str,
    *,
    path: tuple[str, ...],
    project: str,
) -> Indicator | None:
    name_cell, target_cell = at.get((row, name)), at.get((row, target))
    if not (name_cell and target_cell and name_cell.source and target_cell.source):
        return None
    if name_cell.row != row:
        return None
    return Indicator(
        id=f"{file[:12]}:t{table.number}:r{row}c{target}",
        table=table.number,
        form=table.form,
        project=project,
        path=path,
        name=squeeze(name_cell.text),
        target=squeeze(target_cell.text),
        note="",
        source=target_cell.source,
        name_source=name_cell.source,
    )


def _noted(one: Indicator, note: str) -> Indicator:
    return Indicator(
        one.id,
        one.table,
        one.form,
        one.project,
        one.path,
        one.name,
        one.target,
        note,
        one.source,
        one.name_source,
    )
