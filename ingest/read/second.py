"""A second, independent reader (pdfplumber) to compare the first one with where it matters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.amount import is_amount
from ingest.read.glyphs import Glyph, Letters, fold_radicals, glyphs_to_lines, letters_of
from ingest.records import Box, Document, Grid

WIDE = 60.0  # points: shorter rules underline words
TALL = 6.0  # points: lower ones are the ends of a rule drawn as a box


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where the two readers do not read the same number; "" is nothing there."""

    page: int
    box: Box | None
    first: str
    second: str


def read_cells(path: Path, page_number: int) -> tuple[tuple[str, Box], ...]:
    """The filled cells of the tables that pdfplumber finds on its own."""
    import pdfplumber  # heavy, and most files do without it

    with pdfplumber.open(path, pages=[page_number]) as document:
        return next(_cells(page, _letters(page)) for page in document.pages)


def disagreements(document: Document, pages: Iterable[int]) -> tuple[Disagreement, ...]:
    """Numbers in cells that the readers see differently, on these pages."""
    wanted = sorted(set(pages))
    if document.media != "pdf" or not wanted:
        return ()
    import pdfplumber

    found: list[Disagreement] = []
    with pdfplumber.open(Path(document.path), pages=wanted) as opened:
        for page in opened.pages:
            letters = _letters(page)
            items = document.pages[page.page_number - 1].items
            grids = [item for item in items if isinstance(item, Grid)]
            cells = _cells(page, letters)
            found.extend(_unlike(grids, letters, cells))
            found.extend(_only_second(grids, cells, page.page_number))
            page.close()
    return tuple(found)


def _unlike(
    grids: Iterable[Grid], letters: Letters, cells: Sequence[tuple[str, Box]]
) -> Iterator[Disagreement]:
    """Against pdfplumber's own cell at the place; where it draws none, against the letters there."""
    for grid in grids:
        for cell in grid.cells:
            own = cell_at(cells, cell.ink) if cell.ink else None
            second = own[0] if own else _text_in(letters, cell.region or cell.ink)
            numeric = is_amount(cell.text) or is_amount(second)
            if numeric and _digits(cell.text) != _digits(second):
                yield Disagreement(grid.page, cell.ink or cell.region, cell.text, second)


def cell_at(cells: Sequence[tuple[str, Box]], ink: Box) -> tuple[str, Box] | None:
    """The smallest cell around the middle of some text; None in no cell."""
    around = [(text, box) for text, box in cells if _in(ink, box)]
    return min(around, key=lambda c: (c[1].x1 - c[1].x0) * (c[1].bottom - c[1].top), default=None)


def _in(ink: Box, box: Box) -> bool:
    """By its middle."""
    x, y = (ink.x0 + ink.x1) / 2, (ink.top + ink.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _digits(text: str) -> str:
    """A letter of a stamp that lies across a number does not change the number."""
    return re.sub(r"[^\d.,%-]", "", text)


def _only_second(
    grids: Iterable[Grid], cells: Iterable[tuple[str, Box]], page: int
) -> Iterator[Disagreement]:
    """Numbers that stand in a cell for the second reader and in none for the first."""
    first = [cell for grid in grids for cell in grid.cells]
    left = Counter(cell.text for cell in first)
    for text, box in cells:
        if is_amount(text):
            left[text] -= 1
            if left[text] < 0 and not any(cell.ink and _in(cell.ink, box) for cell in first):
                yield Disagreement(page, box, "", text)


def _cells(page: Any, letters: Letters) -> tuple[tuple[str, Box], ...]:
    x, y = page.cropbox[0], page.cropbox[1]
    boxes = (
        Box(cell[0] - x, cell[1] - y, cell[2] - x, cell[3] - y)
        for table in page.find_tables(_settings(page))
        for cell in table.cells
    )
    return tuple((text, box) for box in boxes if (text := _text_in(letters, box)))


def _settings(page: Any) -> dict[str, Any]:
    """Its own rules, and one where those of the other direction end: a table may be open at its
    sides, or be cut by the page, whole or in some of its columns."""
    flat = [e for e in page.edges if e["orientation"] == "h" and e["width"] > WIDE]
    upright = [e for e in page.edges if e["orientation"] == "v" and e["height"] > TALL]
    lids = _ends(upright, "top", "bottom")
    if lids:
        flat = [e for e in flat if lids[0] - TALL <= e["top"] <= lids[1] + TALL]
    sides = _ends(flat, "x0", "x1")
    if sides and upright:
        inner = _ends(upright, "x0", "x1")
        sides = [x for x in sides if x < inner[0] - TALL or x > inner[1] + TALL]
    named = {"explicit_vertical_lines": sides, "explicit_horizontal_lines": lids}
    return {name: ends for name, ends in named.items() if ends}


def _ends(rules: list[Any], first: str, last: str) -> list[float]:
    return [min(r[first] for r in rules), max(r[last] for r in rules)] if rules else []


def _letters(page: Any) -> Letters:
    """Upright characters as displayed; slanted ones belong to a watermark."""
    x, y = page.cropbox[0], page.cropbox[1]
    glyphs = []
    for char in page.chars:
        if char["upright"] and char["text"].strip():
            top, bottom = _height(page, char)
            box = Box(char["x0"] - x, top - y, char["x1"] - x, bottom - y)
            glyphs.append(Glyph(fold_radicals(char["text"]), box, bottom - y))
    return letters_of(glyphs, hidden=False)


def _height(page: Any, char: Any) -> tuple[float, float]:
    """From the baseline up, where the page is not turned: some fonts give a height of their own
    that lies half a line away from their letters."""
    if page.rotation:
        return char["top"], char["bottom"]
    base = page.mediabox[3] - char["matrix"][5]
    return base - 0.8 * char["size"], base + 0.2 * char["size"]


def _text_in(letters: Letters, box: Box | None) -> str:
    if box is None:
        return ""
    x0, top, x1, bottom = letters.sides.T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    across = (box.x0 <= x) & (x <= box.x1)
    inside, _ = letters.parted(across & (box.top <= y) & (y <= box.bottom))
    return "".join(glyph.text for line in glyphs_to_lines(inside.glyphs) for glyph in line)
