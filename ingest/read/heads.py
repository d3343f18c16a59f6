"""The words over the columns of a table without upright rules: which stand over one, which over
several, which only wrap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.chunks import Chunk, Row
from ingest.read.glyphs import union
from ingest.read.lattice import Region
from ingest.records import Box

Span = tuple[float, float]
WRAP = 0.75  # of a line's height between two lines of one name
OFF_CENTRE = 0.1  # of its width that a head may stand beside the middle of its columns
BESIDE = 6.0  # points, where that is more
NEARLY = 2.0  # points: as well in the middle
AS_HIGH = 4.0  # points
ALIGNED = 2.5  # points


@dataclass(slots=True)
class Head:
    """A name, wrapped lines joined, over columns `first` to `last`."""

    box: Box
    first: int
    last: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Heads:
    """`regions` are rows of a header `rows` deep, whose inner edges are `ys`."""

    regions: tuple[Region, ...]
    rows: int
    ys: tuple[float, ...]


def names_in(header: Sequence[Row]) -> list[Chunk]:
    """The words of a header from the top down, those that only wrap joined to one name."""
    found: list[Chunk] = []
    for chunk in sorted((c for row in header for c in row), key=lambda c: (c.box.top, c.box.x0)):
        above = next((n for n in reversed(range(len(found))) if _across(found[n], chunk)), None)
        if above is None or not _wraps(found[above], chunk):
            found.append(chunk)
            continue
        upper = found.pop(above)
        box = union((upper.box, chunk.box))
        found.append(Chunk(upper.text + chunk.text, box, upper.letters + chunk.letters))
    return found


def _across(one: Chunk, other: Chunk) -> bool:
    return one.box.x0 < other.box.x1 and other.box.x0 < one.box.x1


def _wraps(upper: Chunk, lower: Chunk) -> bool:
    """Close under it, and on one edge or in the middle with it."""
    height = lower.box.bottom - lower.box.top
    if lower.box.top - upper.box.bottom > WRAP * height:
        return False
    ends = (
        lower.box.x0 - upper.box.x0,
        lower.box.x1 - upper.box.x1,
        (lower.box.x0 + lower.box.x1 - upper.box.x0 - upper.box.x1) / 2,
    )
    return min(map(abs, ends)) <= ALIGNED


def heads_over(names: Sequence[Chunk], spans: Sequence[Span], xs: Sequence[float]) -> Heads | None:
    """None where the words do not form levels, or a level is not told from the next by a gap."""
    blocks = [block for name in names if (block := _block(name, spans))]
    if len(blocks) < len(names):
        return None
    whole = union(name.box for name in names)
    lowest = [_lowest(blocks, column) for column in range(len(spans))]
    for block in blocks:
        if not any(block is low for low in lowest):
            _widen(block, blocks, xs, whole)
    if not _are_apart(blocks):
        return None
    for block in sorted(blocks, key=lambda b: b.box.top):
        above = [
            b.level
            for b in blocks
            if b is not block and _meet(b, block) and b.box.top < block.box.top
        ]
        block.level = max(above, default=-1) + 1
    depth = max((block.level for block in blocks), default=-1) + 1
    lowest = [_lowest(blocks, column) for column in range(len(spans))]
    leaves = [block for block in blocks if any(block is low for low in lowest)]
    edges = _edges(blocks, leaves, depth)
    if edges is None:
        return None
    return Heads(tuple(_regions(blocks, leaves, depth, len(spans))), depth, edges)


def _block(name: Chunk, spans: Sequence[Span]) -> Head | None:
    own = [n for n, span in enumerate(spans) if span[0] < name.box.x1 and name.box.x0 < span[1]]
    return Head(name.box, own[0], own[-1]) if own else None


def _lowest(blocks: Sequence[Head], column: int) -> Head | None:
    return max(
        (b for b in blocks if b.first <= column <= b.last), key=lambda b: b.box.top, default=None
    )


def _widen(block: Head, blocks: Sequence[Head], xs: Sequence[float], whole: Box) -> None:
    """A name in the middle of several columns, with no other beside it over them, is theirs."""
    count = len(xs) - 1
    middle = (block.box.x0 + block.box.x1) / 2
    free = [_is_below(column, block, blocks, whole) for column in range(count)]
    low, high = block.first, block.last
    while low > 0 and free[low - 1]:
        low -= 1
    while high + 1 < count and free[high + 1]:
        high += 1
    fits = [
        (abs((xs[a] + xs[z + 1]) / 2 - middle), z - a, a, z)
        for a in range(low, block.first + 1)
        for z in range(block.last, high + 1)
    ]
    least = min(off for off, *_ in fits)
    near = [fit for fit in fits if fit[0] <= least + NEARLY]
    off, _, first, last = max(near, key=lambda fit: fit[1])
    if off <= max(BESIDE, OFF_CENTRE * (xs[last + 1] - xs[first])):
        block.first, block.last = first, last


def _is_below(column: int, block: Head, blocks: Sequence[Head], whole: Box) -> bool:
    """Whether the column has a name below this one, and none beside it. A name that stands in the
    middle of the whole height of the header has none above it either."""
    over = [b for b in blocks if b is not block and b.first <= column <= b.last]
    beside = any(b.box.top < block.box.bottom and b.box.bottom > block.box.top for b in over)
    lowest = max(over, key=lambda b: b.box.top, default=None)
    if beside or lowest is None or lowest.box.top <= block.box.bottom - 1:
        return False
    reach = lowest.box.top + lowest.box.bottom - whole.bottom  # where its cell would begin
    return not whole.top - AS_HIGH <= reach <= block.box.top + NEARLY


def _meet(one: Head, other: Head) -> bool:
    return one.first <= other.last and other.first <= one.last


def _are_apart(blocks: Sequence[Head]) -> bool:
    """No two over one column lie beside each other, and none stands over a part of another."""
    for n, one in enumerate(blocks):
        for other in blocks[n + 1 :]:
            if not _meet(one, other):
                continue
            upper, lower = sorted((one, other), key=lambda b: b.box.top)
            if upper.box.bottom > lower.box.top + 1:
                return False
            if not (upper.first <= lower.first and lower.last <= upper.last):
                return False
    return True


def _edges(
    blocks: Sequence[Head], leaves: Sequence[Head], depth: int
) -> tuple[float, ...] | None:
    """Between each level and the next."""
    found = []
    inner = [b for b in blocks if not any(b is leaf for leaf in leaves)]
    for level in range(depth - 1):
        above = max((b.box.bottom for b in inner if b.level == level), default=0.0)
        below = min((b.box.top for b in blocks if b.level == level + 1), default=above)
        if above > below + 0.5:
            return None
        found.append((above + below) / 2)
    return tuple(found) if all(a < b for a, b in pairwise(found)) else None


def _regions(
    blocks: Sequence[Head], leaves: Sequence[Head], depth: int, columns: int
) -> Iterator[Region]:
    bare = set(range(columns))
    for block in blocks:
        leaf = any(block is one for one in leaves)
        deep = depth - block.level if leaf else 1
        yield Region(block.level, block.first, deep, block.last - block.first + 1)
        if leaf:
            bare -= set(range(block.first, block.last + 1))
    for column in sorted(bare):
        above = [b.level for b in blocks if b.first <= column <= b.last]
        start = max(above, default=-1) + 1
        if start < depth:
            yield Region(start, column, depth - start, 1)
