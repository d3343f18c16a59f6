"""Rows of chunks → columns, from the gutters between their letters and the words over them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.read.chunks import Chunk, Row, across
from ingest.read.glyphs import union
from ingest.read.heads import Sides, Span, heads_over, names_in
from ingest.read.lattice import Lattice, Region
from ingest.read.rules import Rule

GUTTER = 2.6  # points that no letter of any row crosses
PARTED = 3  # rows with letters on both sides of a gutter that runs through what stands together
MARKS = "、，。：；（）“”《》·"  # most of their square is blank
DASH = re.compile(r"[-−—–/]+")
LOOSE = 0.5  # points by which a chunk may stand out of its cell


def rows_to_lattice(
    header: Sequence[Row], core: Sequence[Row], rules: Sequence[Rule]
) -> Lattice | None:
    """None where there are no two columns, or a word would be cut by them."""
    body = _parted([row for row in core if row])
    names = names_in(header, rules)
    spans = _columns(names, body)
    if len(spans) < 2:
        return None
    spans = [_with_heads(n, spans, names) for n in range(len(spans))]
    rows = [*header, *body]
    around = union(chunk.box for row in rows for chunk in row)
    xs = (
        min(around.x0, spans[0][0]) - 1,
        *((before[1] + after[0]) / 2 for before, after in pairwise(spans)),
        max(around.x1, spans[-1][1]) + 1,
    )
    below = _edges(body, rules)
    if not header:
        return Lattice(xs, below, tuple(_regions(body, xs, 0)))
    heads = heads_over(names, spans, xs, _sides(spans, body), rules)
    if heads is None:
        return None
    foot = max(chunk.box.bottom for row in header for chunk in row)
    ys = (around.top - 1, *heads.ys, _between(foot, below[0] + 1, rules), *below[1:])
    if any(a >= b for a, b in pairwise(ys)):
        return None
    lattice = Lattice(xs, ys, (*heads.regions, *_regions(body, xs, heads.rows)))
    return lattice if _holds(lattice, rows) else None


def _parted(core: Sequence[Row]) -> list[Row]:
    """What stands together in a row but is parted by a gutter in all of them is several cells."""
    letters = sorted(span for row in core for chunk in row for span in _wide(chunk))
    gutters = [(a[1], b[0]) for a, b in pairwise(_merged(letters)) if b[0] - a[1] >= GUTTER]
    for gutter in gutters:
        middle = sum(gutter) / 2
        through = [row for row in core if any(c.box.x0 < middle < c.box.x1 for c in row)]
        if len(through) >= PARTED or len(through) == len(core) > 1:
            core = [_cut(row, middle) for row in core]
    return list(core)


def _wide(chunk: Chunk) -> Iterator[Span]:
    """Its letters, each mark as wide as the square that it is set in."""
    em = max(max(box.bottom - box.top, box.x1 - box.x0) for _, box in chunk.letters)
    for text, box in chunk.letters:
        air = em if text in MARKS else 0.0
        yield box.x0 - air, box.x1 + air


def _cut(row: Row, at: float) -> Row:
    return tuple(part for chunk in row for part in _halves(chunk, at))


def _halves(chunk: Chunk, at: float) -> Iterator[Chunk]:
    left = tuple(one for one in chunk.letters if one[1].x1 <= at)
    right = tuple(one for one in chunk.letters if one[1].x0 >= at)
    if not left or not right or len(left) + len(right) < len(chunk.letters):
        yield chunk
        return
    for part in (left, right):
        text = "".join(letter for letter, _ in part)
        yield replace(chunk, text=text, box=union(box for _, box in part), letters=part)


def _columns(words: Sequence[Chunk], core: Sequence[Row]) -> list[Span]:
    """The stretches between gutters. A name over nothing stands over a blank column, or beside one
    that has no name of its own: in order, where there are as many of both; else there is no
    telling, and no column."""
    full = [row for row in core if len(row) > 1]
    spans = _merged((chunk.box.x0, chunk.box.x1) for row in full for chunk in row)
    names = [(c.box.x0, c.box.x1) for c in words if not _has_below(c, words)]
    loose = _merged(own for own in names if not any(_meet(own, span) for span in spans))
    bare = [span for span in spans if not any(_meet(own, span) for own in names)]
    beside = [own for own in loose if any(span in bare for span in _beside(own, spans))]
    if not words or not beside:
        return sorted([*spans, *loose])
    if len(beside) != len(bare):
        return []
    for own, span in zip(beside, bare, strict=True):
        if span not in _beside(own, spans):
            return []
    pairs = [(min(o[0], s[0]), max(o[1], s[1])) for o, s in zip(beside, bare, strict=True)]
    kept = [span for span in spans if span not in bare]
    whole = sorted([*kept, *pairs, *(own for own in loose if own not in beside)])
    return whole if _merged(whole) == whole else []


def _has_below(name: Chunk, words: Sequence[Chunk]) -> bool:
    return any(across(name, w) for w in words if w.box.top > name.box.bottom - 1)


def _sides(spans: Sequence[Span], core: Sequence[Row]) -> Sides:
    """What the columns hold, as far as names over several of them must heed it."""
    words = [c.box for row in core for c in row if not c.is_amount and not DASH.fullmatch(c.text)]
    named = [any(_meet((box.x0, box.x1), span) for box in words) for span in spans]
    starts = tuple(n for n in range(1, len(spans)) if named[n] and not named[n - 1])
    seam = named.index(False) if False in named and not starts else 0
    return Sides(seam, (0, *starts, len(spans)))


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _beside(own: Span, spans: Sequence[Span]) -> list[Span]:
    """The columns next to a header word on its left and on its right."""
    before = [span for span in spans if span[1] <= own[0]]
    after = [span for span in spans if span[0] >= own[1]]
    return [*before[-1:], *after[:1]]


def _with_heads(number: int, spans: Sequence[Span], names: Sequence[Chunk]) -> Span:
    """A column as wide as the lowest name over it, where that is over no other."""
    left, right = spans[number]
    over = [name for name in names if _meet((name.box.x0, name.box.x1), (left, right))]
    lowest = max(over, key=lambda name: name.box.top, default=None)
    if lowest is None:
        return left, right
    before = spans[number - 1][1] if number else lowest.box.x0
    after = spans[number + 1][0] if number + 1 < len(spans) else lowest.box.x1
    if before > lowest.box.x0 or after < lowest.box.x1:
        return left, right
    return min(left, lowest.box.x0), max(right, lowest.box.x1)


def _merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _edges(rows: Sequence[Row], rules: Sequence[Rule]) -> tuple[float, ...]:
    """Between two lines: the rule, where there is one, or half way."""
    tops = [min(chunk.box.top for chunk in row) for row in rows]
    bottoms = [max(chunk.box.bottom for chunk in row) for row in rows]
    inner = (_between(b, t, rules) for b, t in zip(bottoms, tops[1:], strict=False))
    return (tops[0] - 1, *inner, bottoms[-1] + 1)


def _between(bottom: float, top: float, rules: Sequence[Rule]) -> float:
    places = sorted(rule.at for rule in rules)
    index = bisect_left(places, min(bottom, top))
    found = index < len(places) and places[index] <= max(bottom, top)
    return places[index] if found else (bottom + top) / 2


def _regions(rows: Sequence[Row], xs: Sequence[float], first: int) -> Iterator[Region]:
    count = len(xs) - 1
    for number, row in enumerate(rows, first):
        taken = [-1] * count  # which chunk each column of the row belongs to
        for index, chunk in enumerate(row):
            for column in range(count):
                if min(xs[column + 1], chunk.box.x1) - max(xs[column], chunk.box.x0) > LOOSE:
                    taken[column] = index
        start = 0
        for column in range(1, count + 1):
            same = column < count and taken[column] == taken[start] != -1
            if not same:
                yield Region(number, start, 1, column - start)
                start = column


def _holds(lattice: Lattice, rows: Sequence[Row]) -> bool:
    """Every word lies in one cell, whole."""
    owner = {
        (r, c): number
        for number, region in enumerate(lattice.regions)
        for r in range(region.row, region.row + region.row_span)
        for c in range(region.column, region.column + region.column_span)
    }
    return all(
        len({owner.get(_place(lattice, x, y)) for x in ends for y in _middles(chunk)}) == 1
        for row in rows
        for chunk in row
        for ends in [(chunk.box.x0 + LOOSE, chunk.box.x1 - LOOSE)]
    )


def _middles(chunk: Chunk) -> set[float]:
    return {round((box.top + box.bottom) / 2, 1) for _, box in chunk.letters}


def _place(lattice: Lattice, x: float, y: float) -> tuple[int, int]:
    row, column = bisect_right(lattice.ys, y) - 1, bisect_right(lattice.xs, x) - 1
    return max(0, min(row, len(lattice.ys) - 2)), max(0, min(column, len(lattice.xs) - 2))
