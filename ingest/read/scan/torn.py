"""Numbers of a table that may be less than what is printed: cut by a stroke that was taken for a
rule, or short of the decimals or commas that their column has. Only a sum that closes confirms them.

A seal copied in grey has no colour to know it by; its straight strokes part cells, and what is left of
7,600.00 reads as 600.00 twice over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ingest.amount import is_amount
from ingest.read.lattice import Lattice, Region
from ingest.read.scan.ink import ink_in
from ingest.read.scan.pieces import Piece
from ingest.records import Reading

TIGHT = 1.2  # points between a rule and the number that begins at it: cells have more room
CLOSE = 3.0  # points from a rule to the ink on either side: one number may have been cut there
BARE_NOUGHTS = re.compile(r"-?00+")  # 0.00 without its point: every sum holds with it
NARROW = 8.0  # points: no cell but what two strokes leave between them; a digit may lie under one
WIDE = 1e9  # where there is no ink
THOUSANDS = 3  # digits after which a comma comes
SAME = 0.5  # of the numbers over and under a number stand in a cell of the same rules
LEAST, MOST_OF = 4, 0.75  # numbers of a column that tell how they are printed; and their share


def doubt_the_torn(lattice: Lattice, pieces: Sequence[Piece], scale: float) -> None:
    numbers = [n for n, piece in enumerate(pieces) if is_amount(piece.text)]
    doubted = {
        *_cut(lattice, pieces, numbers, scale),
        *_strange(lattice, numbers),
        *_odd(lattice, pieces, numbers),
        *(n for n in numbers if _is_crossed(pieces[n])),
    }
    for n in doubted:
        if pieces[n].reading is Reading.SCAN:
            pieces[n].reading = Reading.FAINT
    for n in numbers:
        if BARE_NOUGHTS.fullmatch(pieces[n].text):
            pieces[n].reading = Reading.DOUBTFUL


def _cut(
    lattice: Lattice, pieces: Sequence[Piece], numbers: Sequence[int], scale: float
) -> Iterator[int]:
    """Those with ink close on both sides of a rule, or that begin at one."""
    rooms = [_rooms(lattice, region, piece, scale)
             for region, piece in zip(lattice.regions, pieces, strict=True)]  # fmt: skip
    begin, end = defaultdict(list), defaultdict(list)
    for n, (region, room) in enumerate(zip(lattice.regions, rooms, strict=True)):
        if min(room) < CLOSE:
            begin[region.column].append(n)
            end[region.column + region.column_span].append(n)
    slivers = [
        region for region in lattice.regions
        if (box := lattice.region_box(region)).x1 - box.x0 < NARROW
    ]  # fmt: skip
    for n in numbers:
        own = lattice.regions[n]
        before, after = rooms[n]
        if any(_level(own, sliver) and _beside(own, sliver) for sliver in slivers):
            yield n
        beside_before = [rooms[m][1] for m in end[own.column] if _level(own, lattice.regions[m])]
        beside_after = [
            rooms[m][0]
            for m in begin[own.column + own.column_span]
            if _level(own, lattice.regions[m])
        ]
        torn_before = before < CLOSE and min(beside_before, default=CLOSE) < CLOSE
        torn_after = after < CLOSE and min(beside_after, default=CLOSE) < CLOSE
        if before < TIGHT or torn_before or torn_after:
            yield n


def _strange(lattice: Lattice, numbers: Sequence[int]) -> Iterator[int]:
    """Those in a cell unlike the cells of most numbers over and under it: strokes part a few rows,
    the rules of a table most of them."""
    cells = Counter(
        (r.column, r.column + r.column_span) for r in map(lattice.regions.__getitem__, numbers)
    )
    strange = {
        (start, end)
        for (start, end), count in cells.items()
        if count < SAME * sum(c for (a, b), c in cells.items() if a < end and start < b)
    }
    for n in numbers:
        region = lattice.regions[n]
        if (region.column, region.column + region.column_span) in strange:
            yield n


def _is_crossed(piece: Piece) -> bool:
    """Whether ink runs out of the cell above or below: no number is as high as its cell."""
    ink = ink_in(piece.gray)
    return bool(ink[0].any() or ink[-1].any())


def _rooms(lattice: Lattice, region: Region, piece: Piece, scale: float) -> tuple[float, float]:
    """Points between the ink of a cell and the rules to its left and right."""
    if not piece.bands:
        return WIDE, WIDE
    box, x = lattice.region_box(region), piece.at[0]
    left = (x + min(band.x0 for band in piece.bands)) / scale
    right = (x + max(band.x1 for band in piece.bands)) / scale
    return left - box.x0, box.x1 - right


def _beside(one: Region, other: Region) -> bool:
    return (
        one.column == other.column + other.column_span
        or one.column + one.column_span == other.column
    )


def _level(one: Region, other: Region) -> bool:
    return one.row < other.row + other.row_span and other.row < one.row + one.row_span


def _odd(lattice: Lattice, pieces: Sequence[Piece], numbers: Sequence[int]) -> Iterator[int]:
    """Those that are not printed as most of their column: 100 among 0.00, 1234.50 among 1,300.00."""
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n in numbers:
        region = lattice.regions[n]
        columns[region.column, region.column_span].append(n)
    for own in columns.values():
        texts = [pieces[n].text for n in own]
        places, count = Counter(map(_places, texts)).most_common(1)[0]
        told = len(own) >= LEAST and count >= MOST_OF * len(own)
        parted = any("," in text for text in texts)
        for n, text in zip(own, texts, strict=True):
            whole = text.removeprefix("-").partition(".")[0]
            few_places = told and text != "0" and _places(text) != places
            no_comma = parted and len(whole) > THOUSANDS and "," not in whole
            if few_places or no_comma:
                yield n


def _places(text: str) -> int:
    return len(text.partition(".")[2])
