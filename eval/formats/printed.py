"""What is drawn: paragraphs and tables, from a sample's truth or from what was read of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.records import Cell, Disclosure, Paragraph, Table

HEADS = {"title": 0, "h1": 1, "h2": 2, "h3": 3}


@dataclass(frozen=True, slots=True)
class Text:
    """`level` is that of a heading, 0 for the title of the whole, None for running text."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a drawn table, with its spans."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    head: bool
    indent: int = 0  # levels by which a label is set in


@dataclass(frozen=True, slots=True)
class Form:
    """A table: what stands above it, its cells, the notes under it."""

    title: str
    unit: str
    whose: str
    boxes: tuple[Box, ...]
    rows: int
    columns: int
    notes: tuple[str, ...] = ()

    def by_row(self) -> Iterator[tuple[int, list[Box]]]:
        for row in range(self.rows):
            yield row, [box for box in self.boxes if box.row == row]

    @property
    def head_rows(self) -> int:
        return max((b.row + b.rows for b in self.boxes if b.head), default=0)


Piece = Text | Form


def from_truth(truth: Mapping[str, Any]) -> list[Piece]:
    """A sample's own truth: narrative first, then its tables."""
    told: list[Piece] = [Text(text, HEADS.get(kind)) for kind, text in truth["narrative"]]
    return [*told, *(_form(table) for table in truth["tables"])]


def _form(table: Mapping[str, Any]) -> Form:
    spans = {(r, c): (rows, columns) for r, c, rows, columns in table["spans"]}
    boxes = tuple(
        Box(r, c, *spans.get((r, c), (1, 1)), text, r < table["n_header_rows"])
        for r, row in enumerate(table["grid"])
        for c, text in enumerate(row)
        if text is not None
    )
    return Form(table["title"], table["unit"] if table["kind"] == "grid" else "", table["dept_line"],
                boxes, len(table["grid"]), table["n_cols"], tuple(table["notes"]))  # fmt: skip


def from_disclosure(held: Disclosure, paragraphs: tuple[Paragraph, ...]) -> list[Piece]:
    """What was read of a file: its title, its narrative under its headings, its tables."""
    pieces: list[Piece] = [Text(held.title, 0)] if held.title else []
    above: tuple[str, ...] = ()
    for paragraph in paragraphs:
        for depth, heading in enumerate(paragraph.headings):
            if above[: depth + 1] != paragraph.headings[: depth + 1]:
                pieces.append(Text(heading, depth + 1))
        above = paragraph.headings
        pieces.append(Text(paragraph.text))
    return [*pieces, *(_redrawn(table) for table in held.tables)]


def _redrawn(table: Table) -> Form:
    whose = f"部门名称：{table.entity_line}" if table.entity_line and table.kind == "grid" else ""
    steps = _steps(table)
    boxes = tuple(
        Box(c.row, c.column, c.row_span, c.column_span, c.text, c.row < table.header_rows,
            steps.get((c.row, c.column), 0))
        for c in table.cells
    )  # fmt: skip
    columns = max((c.column + c.column_span for c in table.cells), default=1)
    return Form(table.title, "" if table.unit_inferred else table.unit, whose, boxes, table.n_rows,
                columns, tuple(note.text for note in table.notes))  # fmt: skip


def _steps(table: Table) -> dict[tuple[int, int], int]:
    """How far labels are set in, in whole letters from the leftmost of their column."""
    lefts: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.source is not None and cell.source.indent is not None:
            lefts.setdefault(cell.column, []).append(cell)
    steps = {}
    for cells in lefts.values():
        least = min(c.source.indent for c in cells if c.source and c.source.indent is not None)
        for cell in cells:
            assert cell.source is not None
            assert cell.source.indent is not None
            steps[cell.row, cell.column] = round((cell.source.indent - least) / 10.5)
    return steps
