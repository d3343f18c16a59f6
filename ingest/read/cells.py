"""A lattice and the letters in it → a grid of cells, each with the box to cite it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ingest.read.chunks import whole_amounts
from ingest.read.frame import Frame
from ingest.read.glyphs import Glyph, Letters, glyphs_to_lines, shrunk, text_in, union
from ingest.read.lattice import Lattice
from ingest.records import Box, Grid, GridCell, Reading

CUT = 2.5  # letters across the outermost rule, cut by the page, still belong to the cell
NEAR = 0.2  # points between two boxes of which one might still be read with the other
Lines = Sequence[Sequence[Glyph]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that is being read, for questions about what stands in a box of it."""

    number: int
    text_page: pdfium.PdfTextPage
    frame: Frame

    def text_in(self, box: Box) -> str:
        return text_in(self.text_page, self.frame, box)


def parted(box: Box, letters: Letters) -> tuple[Letters, Letters]:
    """Those in the box, and the others; letters that the page cuts off belong to it."""
    x0, top, x1, bottom = letters.sides.T
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    above = (box.top - CUT <= y) & (y <= box.top) & (bottom > box.top + 1)
    below = (box.bottom <= y) & (y <= box.bottom + CUT) & (top < box.bottom - 1)
    within = (box.top <= y) & (y <= box.bottom)
    return letters.parted((box.x0 <= x) & (x <= box.x1) & (within | above | below))


def grid_of(
    lattice: Lattice,
    letters: Letters,
    others: Letters,
    leaf: Leaf,
    reading: Reading = Reading.PRINTED,
) -> Grid:
    """The grid of the letters inside; the others on the page may reach into it."""
    boxes = [lattice.region_box(region) for region in lattice.regions]
    contents: dict[int, list[Glyph]] = defaultdict(list)
    glyphs = letters.glyphs
    middles = _places(lattice, letters)
    places = whole_amounts(glyphs, middles)
    for glyph, place in zip(glyphs, places, strict=True):
        contents[place].append(glyph)
    out = _reaching_out(letters, places, boxes)
    crossing = {places[index] for index in out}
    astray = [glyphs[index].box for index in out]
    astray += [others.glyphs[index].box for index in _reaching_in(others, lattice.box)]
    cells = []
    for index, region in enumerate(lattice.regions):
        lines = glyphs_to_lines(contents[index])
        text = "".join(glyph.text for line in lines for glyph in line)
        ink = union(glyph.box for line in lines for glyph in line) if lines else None
        doubtful = letters.hidden or index in crossing
        if ink and (doubtful or any(_meet(box, ink) for box in astray)):
            ink = _telling(ink, lines, text, leaf)
        spans = (region.row, region.column, region.row_span, region.column_span)
        indent = indent_of(lines[0]) if lines else None
        cells.append(GridCell(*spans, text, ink, boxes[index], indent, reading))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    doubtful = lattice.ragged or places != middles
    return Grid(leaf.number, lattice.box, rows, columns, tuple(cells), doubtful=doubtful)


def _places(lattice: Lattice, letters: Letters) -> list[int]:
    """The number of the region that each letter's middle lies in."""
    owner = np.zeros((len(lattice.ys) - 1, len(lattice.xs) - 1), dtype=int)
    for number, r in enumerate(lattice.regions):
        owner[r.row : r.row + r.row_span, r.column : r.column + r.column_span] = number
    x0, top, x1, bottom = letters.sides.T
    rows = np.searchsorted(lattice.ys, (top + bottom) / 2, side="right") - 1
    columns = np.searchsorted(lattice.xs, (x0 + x1) / 2, side="right") - 1
    rows, columns = rows.clip(0, owner.shape[0] - 1), columns.clip(0, owner.shape[1] - 1)
    _keep_lines_whole(letters.glyphs, rows, columns)
    found: list[int] = owner[rows, columns].tolist()
    return found


def _keep_lines_whole(
    glyphs: Sequence[Glyph], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> None:
    """A line of text that a rule runs through stays in the row of most of it: a comma hangs low,
    一 floats high."""
    baselines = np.array([glyph.baseline for glyph in glyphs])
    goes_on = (baselines[1:] == baselines[:-1]) & (columns[1:] == columns[:-1])
    if not (goes_on & (rows[1:] != rows[:-1])).any():
        return
    for line in np.split(np.arange(len(rows)), np.flatnonzero(~goes_on) + 1):
        rows[line] = np.bincount(rows[line]).argmax()


def _reaching_out(letters: Letters, places: Sequence[int], boxes: Sequence[Box]) -> list[int]:
    """The letters that are not wholly in their own cell."""
    x0, top, x1, bottom = letters.sides.T
    left, upper, right, lower = np.array(boxes)[np.array(places)].T
    inside = (x0 > left) & (x1 < right) & (top > upper) & (bottom < lower)
    return np.flatnonzero(~inside).tolist()


def _reaching_in(letters: Letters, box: Box) -> list[int]:
    """The letters outside a table that touch it."""
    x0, top, x1, bottom = letters.sides.T
    across = (x0 < box.x1 + NEAR) & (x1 > box.x0 - NEAR)
    return np.flatnonzero(across & (top < box.bottom + NEAR) & (bottom > box.top - NEAR)).tolist()


def _meet(a: Box, b: Box) -> bool:
    return (
        a.x0 < b.x1 + NEAR
        and a.x1 > b.x0 - NEAR
        and a.top < b.bottom + NEAR
        and a.bottom > b.top - NEAR
    )


OPENING = "“‘（《【〔「("  # their ink stands in the right half of their square


def indent_of(line: Sequence[Glyph]) -> float:
    """Where a line begins, the air inside an opening quote or bracket counted in."""
    first = line[0]
    if first.text not in OPENING or len(line) < 3:
        return first.box.x0
    advance = line[2].box.x0 - line[1].box.x0
    return min(first.box.x0, line[1].box.x0 - advance)


def _telling(box: Box, lines: Lines, text: str, leaf: Leaf) -> Box:
    """The box of the text; where a neighbour's ink reaches in, the waist of the letters only."""
    if leaf.text_in(box) == text:
        return box
    for share in (0.25, 0.45):
        waist = union(_waist(glyph.box, share) for line in lines for glyph in line)
        if leaf.text_in(waist) == text:
            return waist
    touching = _touching([glyph.box for line in lines for glyph in line])
    return touching if leaf.text_in(touching) == text else box


def _touching(boxes: Sequence[Box]) -> Box:
    """The smallest box that meets all of them: for text that runs over its neighbour's."""
    xs = (min(b.x1 for b in boxes) - 0.3, max(b.x0 for b in boxes) + 0.3)
    ys = (min(b.bottom for b in boxes) - 0.3, max(b.top for b in boxes) + 0.3)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _waist(box: Box, share: float) -> Box:
    dx, dy = share * (box.x1 - box.x0), share * (box.bottom - box.top)
    return shrunk(Box(box.x0 + dx, box.top + dy, box.x1 - dx, box.bottom - dy))
