"""A second, independent reader (pdfplumber) to compare the first one with where it matters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from ingest.amount import is_amount
from ingest.read.glyphs import Glyph, fold_radicals, glyphs_to_lines
from ingest.records import Box, Document, Grid


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where the two readers do not read the same number; "" is nothing there."""

    page: int
    box: Box | None
    first: str
    second: str


def read_cells(path: Path, page_number: int) -> tuple[tuple[str, Box], ...]:
    """The filled cells of the tables that pdfplumber finds on its own."""
    with pdfplumber.open(path, pages=[page_number]) as document:
        return next(_cells(page, _glyphs(page)) for page in document.pages)


def disagreements(document: Document, pages: Iterable[int]) -> tuple[Disagreement, ...]:
    """Numbers in cells that the readers see differently, on these pages."""
    wanted = sorted(set(pages))
    if document.media != "pdf" or not wanted:
        return ()
    found: list[Disagreement] = []
    with pdfplumber.open(Path(document.path), pages=wanted) as opened:
        for page in opened.pages:
            glyphs = _glyphs(page)
            items = document.pages[page.page_number - 1].items
            grids = [item for item in items if isinstance(item, Grid)]
            found.extend(_unlike(grids, glyphs))
            found.extend(_only_second(grids, _cells(page, glyphs), page.page_number))
            page.close()
    return tuple(found)


def _unlike(grids: Iterable[Grid], glyphs: list[Glyph]) -> Iterator[Disagreement]:
    for grid in grids:
        for cell in grid.cells:
            second = _text_in(glyphs, cell.region) if cell.region else ""
            numeric = is_amount(cell.text) or is_amount(second)
            if numeric and _digits(cell.text) != _digits(second):
                yield Disagreement(grid.page, cell.ink or cell.region, cell.text, second)


def _digits(text: str) -> str:
    """A letter of a stamp that lies across a number does not change the number."""
    return re.sub(r"[^\d.,%-]", "", text)


def _only_second(
    grids: Iterable[Grid], cells: Iterable[tuple[str, Box]], page: int
) -> Iterator[Disagreement]:
    """Numbers that stand in a cell for the second reader and in none for the first."""
    left = Counter(cell.text for grid in grids for cell in grid.cells)
    for text, box in cells:
        if is_amount(text):
            left[text] -= 1
            if left[text] < 0:
                yield Disagreement(page, box, "", text)


def _cells(page: Any, glyphs: list[Glyph]) -> tuple[tuple[str, Box], ...]:
    x, y = page.cropbox[0], page.cropbox[1]
    boxes = (
        Box(cell[0] - x, cell[1] - y, cell[2] - x, cell[3] - y)
        for table in page.find_tables()
        for cell in table.cells
    )
    return tuple((text, box) for box in boxes if (text := _text_in(glyphs, box)))


def _glyphs(page: Any) -> list[Glyph]:
    """Characters as displayed; slanted and faint ones belong to a watermark."""
    x, y = page.cropbox[0], page.cropbox[1]
    return [
        Glyph(
            fold_radicals(char["text"]),
            Box(char["x0"] - x, char["top"] - y, char["x1"] - x, char["bottom"] - y),
            char["bottom"] - y,
        )
        for char in page.chars
        if char["upright"] and char["text"].strip()
    ]


def _text_in(glyphs: list[Glyph], box: Box) -> str:
    inside = [
        glyph
        for glyph in glyphs
        if box.x0 <= (glyph.box.x0 + glyph.box.x1) / 2 <= box.x1
        and box.top <= (glyph.box.top + glyph.box.bottom) / 2 <= box.bottom
    ]
    return "".join(glyph.text for line in glyphs_to_lines(inside) for glyph in line)
