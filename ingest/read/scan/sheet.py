"""A straight picture of a page → its lines and grids, each number read twice: read this first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.amount import is_amount
from ingest.read.lattice import Lattice, Region, joined, rules_to_lattices
from ingest.read.numbering import is_page_number
from ingest.read.rules import Rule, Rules
from ingest.read.scan.engine import Gray, read_lines
from ingest.read.scan.ink import pictures_of, shades_of
from ingest.read.scan.paper import Paper
from ingest.read.scan.pieces import Piece, cell_piece, free_lines
from ingest.read.scan.shapes import shapes_agree
from ingest.read.scan.strokes import rules_in
from ingest.read.scan.torn import doubt_the_torn
from ingest.read.scan.words import (
    as_printed,
    digits_of,
    is_number,
    is_stray,
    numbers_in,
    sure_of_numbers,
)
from ingest.records import Box, Grid, GridCell, Line, Reading

LEGIBLE, LIKELY, CERTAIN = 0.5, 0.7, 0.95  # probability of the least certain character
FINE_ENOUGH = 150  # dpi: below it wrong digits look as certain as right ones
AGAIN = 0.36  # air around a line that is read a second time
WIDTH, HEIGHT = 100.0, 14.0  # points of a table at the least
SPANNING = 0.5  # of its width, that two rules of a table run over
NOUGHTS = str.maketrans("oO〇", "000")  # beside Chinese, the second reading may take 0 for a letter
CHINESE = re.compile(r"[\u3400-\u9fff]")


def read_paper(paper: Paper, number: int, dpi: int) -> tuple[Line | Grid, ...]:
    """What stands on the paper, from the top down, with boxes on the page as displayed."""
    lattices, mask = _tables(paper)
    gray, full = _without(paper.gray, mask), _without(paper.full, mask)
    cells = [[cell_piece(gray, full, lattice.region_box(region), paper.scale)
              for region in lattice.regions] for lattice in lattices]  # fmt: skip
    kept = [n for n, pieces in enumerate(cells) if any(p.bands and not p.coloured for p in pieces)]
    free = free_lines(gray, full, [lattices[n].box for n in kept], paper.scale)
    pieces = [piece for n in kept for piece in cells[n]]
    _read([*pieces, *free], paper.scale, dpi)
    for n in kept:
        doubt_the_torn(lattices[n], cells[n], paper.scale)
    items: list[Line | Grid] = [_grid(lattices[n], cells[n], paper, number) for n in kept]
    items += [line for piece in free if (line := _line(piece, paper, number))]
    return tuple(sorted(items, key=lambda item: item.box.top if item.box else 0.0))


def cleared(paper: Paper) -> Gray:
    """The paper without the rules of its tables."""
    return _without(paper.gray, _tables(paper)[1])


def _tables(paper: Paper) -> tuple[list[Lattice], NDArray[np.bool_]]:
    """The ruled tables, in points of the paper, and where the ink of their rules is."""
    rules, mask = rules_in(paper.gray, paper.scale)
    drawn = _in_points(rules, paper.scale)
    found = [one for one in rules_to_lattices(drawn) if _is_table(one.box, drawn)]
    return found, mask & _inside([one.box for one in found], mask.shape, paper.scale)


def _is_table(box: Box, rules: Rules) -> bool:
    """The strokes of a large title cross, too, but none runs from side to side."""
    across = sum(
        rule.end - rule.start > SPANNING * (box.x1 - box.x0)
        and box.top - 2 <= rule.at <= box.bottom + 2
        for rule in joined(rules.horizontal)
    )
    return box.x1 - box.x0 >= WIDTH and box.bottom - box.top >= HEIGHT and across > 1


def _inside(boxes: Sequence[Box], shape: tuple[int, ...], scale: float) -> NDArray[np.bool_]:
    found = np.zeros(shape, bool)
    for box in boxes:
        x0, y0, x1, y1 = (round(side * scale) for side in box)
        found[max(0, y0 - 4) : y1 + 5, max(0, x0 - 4) : x1 + 5] = True
    return found


def _in_points(rules: Rules, scale: float) -> Rules:
    def smaller(given: Sequence[Rule]) -> list[Rule]:
        return [Rule(r.at / scale, r.start / scale, r.end / scale) for r in given]

    return Rules(smaller(rules.horizontal), smaller(rules.vertical))


def _without(gray: Gray, mask: NDArray[np.bool_]) -> Gray:
    """The picture with the shade of the paper in place of the rules."""
    import cv2

    wide = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    paper = cv2.dilate(gray, np.ones((9, 9), np.uint8))
    return np.where(wide, paper, gray)


# ---------------------------------------------------------------------- reading, and reading again


def _read(pieces: Sequence[Piece], scale: float, dpi: int) -> None:
    pictures = [pictures_of(piece.gray, piece.bands, scale) for piece in pieces]
    words = iter(read_lines([picture for own in pictures for picture in own]))
    for piece, shown in zip(pieces, pictures, strict=True):
        piece.words = [next(words) for _ in shown]
    numbers = [piece for piece in pieces if digits_of(piece.text)]
    again = [list(_again(piece, scale)) for piece in numbers]
    second = iter(read_lines([picture for own in again for _, picture in own]))
    likeness = shapes_agree(
        [(piece.gray, piece.bands[0], piece.text) if is_number(piece.text) and len(piece.bands) == 1
         else None for piece in numbers]
    )  # fmt: skip
    for piece, own, alike in zip(numbers, again, likeness, strict=True):
        same = [
            digits_of(as_printed(next(second).text).translate(NOUGHTS)) == digits
            for digits, _ in own
        ]
        piece.reading = _reading(piece, all(same), alike, dpi)
    for piece in pieces:
        if piece.bands and _is_lost(piece):
            piece.reading = Reading.UNREADABLE
        elif not digits_of(piece.text) and piece.sure >= LEGIBLE:
            piece.reading = Reading.SCAN


def _again(piece: Piece, scale: float) -> Iterator[tuple[str, Gray]]:
    """Other pictures of each number in a piece, with the digits that should be read there."""
    gray = _stretched(piece.gray)
    own = pictures_of(gray, piece.bands, scale, AGAIN)
    if is_number(piece.text):
        yield from (
            (digits_of(as_printed(w.text)), p) for w, p in zip(piece.words, own, strict=True)
        )
        return
    for words, picture, band in zip(piece.words, own, piece.bands, strict=True):
        first = pictures_of(piece.gray, [band], scale)[0].shape[1]
        for start, end in numbers_in(as_printed(words.text)):
            digits = digits_of(as_printed(words.text)[start:end])
            x0, x1 = _window(words.places, start, end, first, picture.shape[0] / 3)
            shift = (picture.shape[1] - first) / 2
            yield digits, picture[:, max(0, round(x0 + shift)) : round(x1 + shift)]


def _window(
    places: Sequence[float], start: int, end: int, width: int, air: float
) -> tuple[float, float]:
    """Pixels over a number and the whole of the characters beside it."""
    middles = [place * width for place in places]
    edges = [
        middles[0] - 2 * air,
        *((a + b) / 2 for a, b in pairwise(middles)),
        middles[-1] + 2 * air,
    ]
    return edges[max(0, start - 1)], edges[min(len(middles), end + 1)]


def _is_lost(piece: Piece) -> bool:
    """Long text with one character in doubt is still text; a number, or a letter alone, is not."""
    if is_stray(piece.text):
        return True
    told = len(piece.text) > 3 and CHINESE.search(piece.text)
    return not piece.text or (piece.sure < LEGIBLE and not told)


def _reading(piece: Piece, same: bool, alike: bool | None, dpi: int) -> Reading:
    """`same`: read twice alike. `alike`: the digits look like their own kind; None: no saying.

    A number on its own is sure only where all three agree; what a seal lies over, or whose digits
    cannot be told apart, waits for a sum. In a line of text there is more to go by.
    """
    broken = is_number(piece.text) and not is_amount(piece.text.removesuffix("%"))  # 364..4
    if dpi < FINE_ENOUGH or piece.coloured or not same or alike is False or broken:
        return Reading.DOUBTFUL
    sure = min(map(sure_of_numbers, piece.words))
    clear = alike is True or not is_number(piece.text)
    enough = LIKELY if alike else CERTAIN
    return Reading.SCAN if clear and not piece.stained and sure >= enough else Reading.FAINT


def _stretched(gray: Gray) -> Gray:
    """From white to black, softened: another picture of the same ink."""
    import cv2

    high, low = shades_of(gray)
    wide = np.clip((gray.astype(np.float32) - low) * 255 / max(1.0, high - low), 0, 255)
    return np.asarray(cv2.GaussianBlur(wide.astype(np.uint8), (3, 3), 0.7), np.uint8)


# ---------------------------------------------------------------------- records


def _grid(lattice: Lattice, pieces: Sequence[Piece], paper: Paper, number: int) -> Grid:
    cells = sorted(
        (
            _grid_cell(region, piece, lattice.region_box(region), paper)
            for region, piece in zip(lattice.regions, pieces, strict=True)
        ),
        key=lambda cell: (cell.row, cell.column),
    )
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    return Grid(number, _placed(lattice.box, paper), rows, columns, tuple(cells))


def _grid_cell(region: Region, piece: Piece, box: Box, paper: Paper) -> GridCell:
    ink = _ink(piece, paper) if piece.bands else None
    unread = piece.reading is Reading.UNREADABLE
    text = "" if unread else piece.text
    indent = (piece.at[0] + piece.bands[0].x0) / paper.scale if text else None
    reading = piece.reading if piece.bands else Reading.SCAN
    return GridCell(region.row, region.column, region.row_span, region.column_span, text, ink,
                    _placed(box, paper), indent, reading)  # fmt: skip


def _placed(box: Box, paper: Paper) -> Box:
    return paper.on_page(*(side * paper.scale for side in box))


def _ink(piece: Piece, paper: Paper) -> Box:
    x, y = piece.at
    bands = piece.bands
    return paper.on_page(x + min(b.x0 for b in bands), y + min(b.y0 for b in bands),
                         x + max(b.x1 for b in bands), y + max(b.y1 for b in bands))  # fmt: skip


def _line(piece: Piece, paper: Paper, number: int) -> Line | None:
    if not piece.text or piece.reading is Reading.UNREADABLE:
        return None
    top, bottom = piece.bands[0].y0 + piece.at[1], piece.bands[0].y1 + piece.at[1]
    if is_page_number(piece.text, top, bottom, paper.gray.shape[0]):
        return None
    boxes = tuple(_letters(piece, paper))
    return Line(piece.text, number, _ink(piece, paper), boxes, reading=piece.reading)


def _letters(piece: Piece, paper: Paper) -> Iterator[Box]:
    """One box a character, between the middles of its neighbours."""
    (words,), band = piece.words, piece.bands[0]
    picture = pictures_of(piece.gray, piece.bands, paper.scale)[0]
    margin = (picture.shape[1] - (band.x1 - band.x0)) / 2
    middles = [share * picture.shape[1] - margin for share in words.places]
    width = band.x1 - band.x0
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), float(width)]
    x, y = piece.at[0] + band.x0, piece.at[1]
    for start, end in pairwise(edges):
        left, right = min(max(start, 0), width - 1), min(max(end, start + 1), width)
        yield paper.on_page(x + left, y + band.y0, x + max(right, left + 1), y + band.y1)
