"""Draw a ruled page as rows of text; get the records the reader would give."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import Box, Grid, GridCell, Line, Reading

WIDE, HIGH, TOP, LEFT = 80.0, 20.0, 120.0, 60.0


def grid(
    rows: Sequence[Sequence[str]], page: int, reading: Reading = Reading.PRINTED, left: float = LEFT
) -> Grid:
    """`<` goes on from the left, `^` from above."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in "<^" and text:
                continue
            across = 1
            while c + across < len(row) and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(rows) and rows[r + down][c] == "^":
                down += 1
            region = box(r, c, down, across, left)
            ink = Box(region.x0 + 5, region.top + 5, region.x0 + 45, region.bottom - 5)
            cells.append(
                GridCell(r, c, down, across, text, ink if text else None, region, None, reading)
            )
    return Grid(
        page, box(0, 0, len(rows), len(rows[0]), left), len(rows), len(rows[0]), tuple(cells)
    )


def box(row: int, column: int, down: int, across: int, left: float = LEFT) -> Box:
    x, y = left + WIDE * column, TOP + HIGH * row
    return Box(x, y, x + WIDE * across, y + HIGH * down)


def line(text: str, page: int, top: float) -> Line:
    return Line(text, page, Box(60, top, 300, top + 10), ())
