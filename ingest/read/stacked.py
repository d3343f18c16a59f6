"""Tables with upright rules but none between their rows: the amounts of a column stand over each
other in one cell, and are parted into the rows that they are printed on."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.read.chunks import MONEY, Chunk, Row, chunk_of, names_with_amounts
from ingest.read.glyphs import Glyph, glyphs_to_lines
from ingest.read.lattice import Lattice, Region

ALONE = 3  # amounts over each other in one column; in two columns two are enough


def unstacked(lattice: Lattice, glyphs: Sequence[Glyph]) -> Lattice | None:
    """The same with a row for each printed one; None where every row is ruled."""
    rows: dict[int, list[Row]] = {}
    bands = pairwise(lattice.ys)
    for number, (top, bottom) in enumerate(bands):
        inside = [g for g in glyphs if top <= (g.box.top + g.box.bottom) / 2 < bottom]
        if inside and not _is_crossed(lattice, number):
            lines = [_by_column(line, lattice.xs) for line in glyphs_to_lines(inside)]
            if _is_stacked(lines, lattice.xs):
                rows[number] = names_with_amounts(lines)
    return _with_rows(lattice, rows) if rows else None


def _is_crossed(lattice: Lattice, row: int) -> bool:
    """A cell goes on over it from another row."""
    return any(r.row_span > 1 and r.row <= row < r.row + r.row_span for r in lattice.regions)


def _by_column(line: Sequence[Glyph], xs: Sequence[float]) -> Row:
    columns: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in line:
        columns[bisect_right(xs, (glyph.box.x0 + glyph.box.x1) / 2)].append(glyph)
    return tuple(chunk_of(columns[column]) for column in sorted(columns))


def _is_stacked(lines: Sequence[Row], xs: Sequence[float]) -> bool:
    found: dict[int, int] = defaultdict(int)
    for line in lines:
        for chunk in line:
            if MONEY.fullmatch(chunk.text):
                found[bisect_right(xs, (chunk.box.x0 + chunk.box.x1) / 2)] += 1
    counts = sorted(found.values(), reverse=True)
    return bool(counts) and (counts[0] >= ALONE or (len(counts) > 1 and counts[1] > 1))


def _with_rows(lattice: Lattice, rows: dict[int, list[Row]]) -> Lattice:
    ys: list[float] = []
    first: list[int] = []  # the new number of each row
    for number, (top, _) in enumerate(pairwise(lattice.ys)):
        first.append(len(ys))
        ys.append(top)
        ys.extend(_between(rows.get(number, [])))
    first.append(len(ys))
    ys.append(lattice.ys[-1])
    return Lattice(lattice.xs, tuple(ys), tuple(_regions(lattice, first)), lattice.ragged)


def _between(rows: Sequence[Row]) -> Iterator[float]:
    for above, below in pairwise(rows):
        yield (max(map(_bottom, above)) + min(map(_top, below))) / 2


def _top(chunk: Chunk) -> float:
    return chunk.box.top


def _bottom(chunk: Chunk) -> float:
    return chunk.box.bottom


def _regions(lattice: Lattice, first: Sequence[int]) -> Iterator[Region]:
    for r in lattice.regions:
        start, end = first[r.row], first[r.row + r.row_span]
        if r.row_span > 1:
            yield Region(start, r.column, end - start, r.column_span)
            continue
        for row in range(start, end):
            yield Region(row, r.column, 1, r.column_span)
