"""Rows of chunks → columns, from the gutters between them and the header words over them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.read.chunks import Chunk, Row
from ingest.read.glyphs import union
from ingest.read.lattice import Lattice, Region
from ingest.read.rules import Rule

Span = tuple[float, float]


def rows_to_lattice(
    header: Sequence[Row], core: Sequence[Row], rules: Sequence[Rule]
) -> Lattice | None:
    spans = _columns(header, core)
    if len(spans) < 2:
        return None
    rows = [*header, *core]
    around = union(chunk.box for row in rows for chunk in row)
    xs = (
        around.x0 - 1,
        *((before[1] + after[0]) / 2 for before, after in pairwise(spans)),
        around.x1 + 1,
    )
    ys = _edges(rows, rules)
    regions = tuple(_regions(rows, xs, len(header)))
    return Lattice(xs, ys, regions)


def _columns(header: Sequence[Row], core: Sequence[Row]) -> list[Span]:
    """The stretches between gutters; a header word over nothing stands over a blank column."""
    full = [row for row in core if len(row) > 1]
    spans = _merged((chunk.box.x0, chunk.box.x1) for row in full for chunk in row)
    for row in reversed(header):
        loose = [chunk for chunk in row if not any(_over(chunk, span) for span in spans)]
        bare = [span for span in spans if not any(_over(chunk, span) for chunk in row)]
        for chunk in loose:
            if any(_over(chunk, span) for span in spans):
                continue  # over a column that a word before it has widened
            own = [span for span in _beside(chunk, spans) if span in bare]
            spans = sorted([*spans, (chunk.box.x0, chunk.box.x1)])
            if own and row is header[-1]:
                nearest = min(
                    own, key=lambda span: abs(sum(span) / 2 - (chunk.box.x0 + chunk.box.x1) / 2)
                )
                bare.remove(nearest)
                hull = (min(nearest[0], chunk.box.x0), max(nearest[1], chunk.box.x1))
                others = [s for s in spans if s != nearest and s != (chunk.box.x0, chunk.box.x1)]
                if not any(s[0] < hull[1] and hull[0] < s[1] for s in others):
                    spans = _merged([*spans, hull])
    return spans


def _over(chunk: Chunk, span: Span) -> bool:
    return span[0] < chunk.box.x1 and chunk.box.x0 < span[1]


def _beside(chunk: Chunk, spans: Sequence[Span]) -> list[Span]:
    """The columns next to a header word on its left and on its right."""
    before = [span for span in spans if span[1] <= chunk.box.x0]
    after = [span for span in spans if span[0] >= chunk.box.x1]
    return [*before[-1:], *after[:1]]


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
    edges = [tops[0] - 1]
    places = sorted(rule.at for rule in rules)
    for bottom, top in zip(bottoms, tops[1:], strict=False):
        index = bisect_left(places, min(bottom, top))
        between = index < len(places) and places[index] <= max(bottom, top)
        edges.append(places[index] if between else (bottom + top) / 2)
    return (*edges, bottoms[-1] + 1)


def _regions(rows: Sequence[Row], xs: Sequence[float], headers: int) -> Iterator[Region]:
    count = len(xs) - 1
    for number, row in enumerate(rows):
        taken = [-1] * count  # which chunk each column of the row belongs to
        for index, chunk in enumerate(row):
            for column in range(count):
                if min(xs[column + 1], chunk.box.x1) - max(xs[column], chunk.box.x0) > 0.5:
                    taken[column] = index
        if number < headers - 1:
            _widen(row, taken, xs)
        start = 0
        for column in range(1, count + 1):
            same = column < count and taken[column] == taken[start] != -1
            if not same:
                yield Region(number, start, 1, column - start)
                start = column


def _widen(row: Row, taken: list[int], xs: Sequence[float]) -> None:
    """A header word in the middle of several columns, with nothing else over them, is theirs."""
    for index, chunk in enumerate(row):
        own = [column for column, owner in enumerate(taken) if owner == index]
        if not own:
            continue
        low, high = own[0], own[-1]
        while low > 0 and taken[low - 1] == -1 and high + 1 < len(taken) and taken[high + 1] == -1:
            low, high = low - 1, high + 1
        middle = (xs[low] + xs[high + 1]) / 2
        if (
            low < own[0]
            and abs(middle - (chunk.box.x0 + chunk.box.x1) / 2) <= (xs[high + 1] - xs[low]) / 8
        ):
            for column in range(low, high + 1):
                taken[column] = index
