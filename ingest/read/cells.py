"""A lattice and the letters in it → a grid of cells, each with the box to cite it by."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from ingest.read.chunks import whole_amounts
from ingest.read.frame import Frame
from ingest.read.glyphs import Glyph, glyphs_to_lines, shrunk, text_in, union
from ingest.read.lattice import Lattice
from ingest.records import Box, Grid, GridCell

CUT = 2.5  # letters across the outermost rule, cut by the page, still belong to the cell
NEAR = 0.2  # points between two boxes of which one might still be read with the other
Lines = Sequence[Sequence[Glyph]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page that is being read, for questions about what stands in a box of it."""

    number: int
    text_page: pdfium.PdfTextPage
    frame: Frame
    hidden: bool  # it has letters that cannot be seen, but that other programs read

    def text_in(self, box: Box) -> str:
        return text_in(self.text_page, self.frame, box)


def parted(box: Box, glyphs: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
    """Those in the box, and the others."""
    inside: list[Glyph] = []
    others: list[Glyph] = []
    for glyph in glyphs:
        (inside if holds(box, glyph.box) else others).append(glyph)
    return inside, others


def holds(box: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    if not box.x0 <= x <= box.x1:
        return False
    above = box.top - CUT <= y <= box.top and inner.bottom > box.top + 1
    below = box.bottom <= y <= box.bottom + CUT and inner.top < box.bottom - 1
    return box.top <= y <= box.bottom or above or below


def grid_of(lattice: Lattice, glyphs: Sequence[Glyph], others: Iterable[Glyph], leaf: Leaf) -> Grid:
    """The grid of the letters inside; the others on the page may reach into it."""
    boxes = [lattice.region_box(region) for region in lattice.regions]
    contents: dict[int, list[Glyph]] = defaultdict(list)
    astray = [glyph.box for glyph in others if _meet(glyph.box, lattice.box)]
    crossing: set[int] = set()
    for glyph, place in zip(glyphs, whole_amounts(glyphs, _places(lattice, glyphs)), strict=True):
        contents[place].append(glyph)
        if not _within(glyph.box, boxes[place]):
            crossing.add(place)
            astray.append(glyph.box)
    cells = []
    for index, region in enumerate(lattice.regions):
        lines = glyphs_to_lines(contents[index])
        text = "".join(glyph.text for line in lines for glyph in line)
        ink = union(glyph.box for line in lines for glyph in line) if lines else None
        doubtful = leaf.hidden or index in crossing
        if ink and (doubtful or any(_meet(box, ink) for box in astray)):
            ink = _telling(ink, lines, text, leaf)
        spans = (region.row, region.column, region.row_span, region.column_span)
        indent = indent_of(lines[0]) if lines else None
        cells.append(GridCell(*spans, text, ink, boxes[index], indent))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    return Grid(leaf.number, lattice.box, rows, columns, tuple(cells))


def _places(lattice: Lattice, glyphs: Iterable[Glyph]) -> list[int]:
    """The number of the region that each letter's middle lies in."""
    owner = {
        (row, column): index
        for index, region in enumerate(lattice.regions)
        for row in range(region.row, region.row + region.row_span)
        for column in range(region.column, region.column + region.column_span)
    }
    last_row, last_column = len(lattice.ys) - 2, len(lattice.xs) - 2
    places = []
    for glyph in glyphs:
        x0, top, x1, bottom = glyph.box
        row = min(max(bisect_right(lattice.ys, (top + bottom) / 2) - 1, 0), last_row)
        places.append(owner[row, min(bisect_right(lattice.xs, (x0 + x1) / 2) - 1, last_column)])
    return places


def _meet(a: Box, b: Box) -> bool:
    return (
        a.x0 < b.x1 + NEAR
        and a.x1 > b.x0 - NEAR
        and a.top < b.bottom + NEAR
        and a.bottom > b.top - NEAR
    )


def _within(inner: Box, box: Box) -> bool:
    return (
        inner.x0 > box.x0
        and inner.x1 < box.x1
        and inner.top > box.top
        and inner.bottom < box.bottom
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
