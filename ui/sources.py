"""A cited table as rows and columns."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from assistant.answer import Citation
from ingest.amount import is_amount
from ingest.export.sheets import Value
from ingest.records import Table

NAMES = re.compile("编码|代码|科目|编号|序号|^[类款项]$")  # columns whose digits are no numbers
CITED = "background-color: #ffe9ad; color: #8a2f05; font-weight: 700"
IN_ROW = "background-color: rgba(255, 214, 102, .22)"


def styled(table: Table, cited: list[Citation]) -> Any:
    """The table as printed, the cited cells marked."""
    frame, marked = printed(table, cited)
    marks = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for row, column in marked:
        marks.iloc[row, :] = marks.iloc[row, :].where(marks.iloc[row, :] == CITED, IN_ROW)
        marks.iat[row, column] = CITED
    return frame.style.apply(lambda _: marks, axis=None)


def cited_row(table: Table, citation: Citation) -> int | None:
    """Which row of the body a cited cell is in, the first being 1."""
    _, marked = printed(table, [citation])
    return marked[0][0] + 1 if marked else None


def right_aligned(table: Table) -> dict[str, Any]:
    """Columns of numbers line up at their last digit."""
    frame, _ = printed(table, [])
    return {
        name: st.column_config.TextColumn(alignment="right")
        for name in frame.columns
        if (filled := [text for text in frame[name] if text]) and all(map(is_amount, filled))
    }


def sheet(table: Table) -> tuple[list[str], list[list[Value]]]:
    """The table for a spreadsheet: header and rows, amounts as numbers, codes as text."""
    frame, _ = printed(table, [])
    counted = {n for n in right_aligned(table) if not NAMES.search(n.rpartition(" / ")[2])}
    rows = [
        [_value(text, name in counted) for name, text in zip(frame.columns, row, strict=True)]
        for row in frame.itertuples(index=False)
    ]
    return [name.rstrip("\u200b") for name in frame.columns], rows


def _value(text: str, counted: bool) -> Value:
    plain_text = text.replace(",", "")
    if counted and re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", plain_text):
        return Decimal(plain_text)
    return text


def printed(table: Table, cited: list[Citation]) -> tuple[pd.DataFrame, list[tuple[int, int]]]:
    """The body under its joined header paths, and where the cited cells are in it."""
    width = len(table.columns)
    rows = [[""] * width for _ in range(max(0, table.n_rows - table.header_rows))]
    wanted = {(c.page, c.bbox, c.line, c.spot) for c in cited}
    marked: list[tuple[int, int]] = []
    for cell in table.cells:
        row = cell.row - table.header_rows
        if row < 0 or cell.column >= width or row >= len(rows):
            continue
        rows[row][cell.column] = cell.text
        at = cell.source
        box = tuple(at.box) if at and at.box else None
        found = at is not None and (at.page, box, at.line, at.spot) in wanted
        if at and found and (box or at.spot or _named(cell.text, cited)):
            marked.append((row, cell.column))
    return pd.DataFrame(rows, columns=unique(table.columns)), marked


def _named(text: str, cited: list[Citation]) -> bool:
    """In a text file every cell of a line has the same place; the text tells them apart."""
    return any(c.text == text for c in cited)


def unique(columns: tuple[tuple[str, ...], ...]) -> list[str]:
    """Header paths as column names; blanks of no width keep equal ones apart."""
    names: list[str] = []
    for path in columns:
        name = " / ".join(path) or " "
        while name in names:
            name += "\u200b"
        names.append(name)
    return names
