"""Cells with spans, as Word, web pages and workbooks have them → a grid without holes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.read.transcript import Header, plain, read_header
from ingest.records import Grid, GridCell

MOST_CELLS = 1_000_000
DEEPEST = 6  # rows of a header
WIDE, NARROW = 10.5, 5.25  # points that a leading blank takes: of a Chinese letter, of a Latin one
BLANKS = {"\u3000": WIDE, " ": NARROW, "\u00a0": NARROW, "\t": 2 * WIDE, "\u2003": WIDE}


def blank_width(text: str) -> float:
    """How far leading blanks set a text in, in points."""
    width = 0.0
    for letter in text:
        if letter not in BLANKS:
            break
        width += BLANKS[letter]
    return width


def grid_of(cells: Iterable[GridCell], page: int = 1) -> Grid | None:
    """Columns and rows in which no cell begins are closed up; None where nothing is printed."""
    placed = sorted(cells, key=lambda c: (c.row, c.column))
    if not any(cell.text.strip() for cell in placed):
        return None
    rows = {row: n for n, row in enumerate(sorted({c.row for c in placed}))}
    columns = {column: n for n, column in enumerate(sorted({c.column for c in placed}))}
    fitted = [
        replace(
            c,
            row=rows[c.row],
            column=columns[c.column],
            row_span=sum(c.row <= r < c.row + c.row_span for r in rows) if c.row_span > 1 else 1,
            column_span=sum(c.column <= k < c.column + c.column_span for k in columns)
            if c.column_span > 1
            else 1,
        )
        for c in placed
    ]
    return _with_header_spans(_filled(fitted, page, len(rows), len(columns)))


def _filled(cells: Sequence[GridCell], page: int, rows: int, columns: int) -> Grid:
    """A blank cell wherever none was given; a cell over another's place is cut back."""
    if rows * columns > MOST_CELLS:
        raise Unreadable("表格太大，不像一份公开文件")
    taken: set[tuple[int, int]] = set()
    kept: list[GridCell] = []
    for cell in cells:
        if (cell.row, cell.column) in taken:
            continue
        width = _free(taken, cell, columns)
        depth = min(cell.row_span, rows - cell.row)
        cell = replace(cell, row_span=depth, column_span=width)
        kept.append(cell)
        taken |= {(cell.row + r, cell.column + c) for r in range(depth) for c in range(width)}
    kept += [
        GridCell(r, c, 1, 1, "", None, None)
        for r in range(rows)
        for c in range(columns)
        if (r, c) not in taken
    ]
    return Grid(page, None, rows, columns, tuple(sorted(kept, key=lambda c: (c.row, c.column))))


def _free(taken: set[tuple[int, int]], cell: GridCell, columns: int) -> int:
    width = 1
    while width < cell.column_span and cell.column + width < columns:
        if (cell.row, cell.column + width) in taken:
            break
        width += 1
    return width


# ------------------------------------------------------------------ headers without merged cells


def _with_header_spans(grid: Grid) -> Grid:
    """本年收入 with blanks beside it is over them, where nobody troubled to merge the cells."""
    rows = _texts(grid)
    if not rows or not _has_gaps(rows[0]):
        return grid
    header = read_header(rows)
    if any(c.row_span > 1 or c.column_span > 1 for c in grid.cells if c.row < header.rows):
        return grid
    moved = [h for h in header.heads if h.text and plain(rows[h.row][h.column]) != plain(h.text)]
    if header.rows < 2 or header.columns != grid.columns or moved:
        return grid
    return _spanned(grid, header)


def _texts(grid: Grid) -> list[tuple[str, ...]]:
    rows = [[""] * grid.columns for _ in range(min(grid.rows, DEEPEST + 1))]
    for cell in grid.cells:
        if cell.row < len(rows):
            rows[cell.row][cell.column] = cell.text.strip()
    return [tuple(row) for row in rows]


def _has_gaps(row: Sequence[str]) -> bool:
    filled = sum(bool(text) for text in row)
    return 1 < filled < len(row) and not any(is_amount(text) for text in row)


def _spanned(grid: Grid, header: Header) -> Grid:
    heads = {(h.row, h.column): (h.last - h.row + 1, h.span) for h in header.heads}
    covered = {
        (r, c)
        for h in header.heads
        for r in range(h.row, h.last + 1)
        for c in range(h.column, h.end)
        if (r, c) != (h.row, h.column)
    }
    cells = [
        replace(c, row_span=heads[c.row, c.column][0], column_span=heads[c.row, c.column][1])
        if (c.row, c.column) in heads
        else c
        for c in grid.cells
        if (c.row, c.column) not in covered
    ]
    return replace(grid, cells=tuple(cells))
