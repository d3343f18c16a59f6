"""The words over the columns of a table without upright rules: which stand over one, which over
several, which only wrap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.chunks import Chunk, Row, across, wraps
from ingest.read.glyphs import union
from ingest.read.lattice import Region
from ingest.read.rules import Rule
from ingest.records import Box

Span = tuple[float, float]
OFF_CENTRE = 0.1  # of its width that a head may stand beside the middle of its columns
BESIDE = 6.0  # points, where that is more
NEARLY = 3.0  # points: as well in the middle, or as high
AS_HIGH = 4.0  # points


@dataclass(slots=True)
class Head:
    """A name, wrapped lines joined, over columns `first` to `last`."""

    box: Box
    first: int
    last: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Sides:
    """`seam` is the first column of amounts where all labels stand before it, else 0; `starts` are
    the first columns of the sides of a table (收入, 支出), and the number of columns."""

    seam: int
    starts: tuple[int, ...]

    def allow(self, first: int, last: int) -> bool:
        """No name is over labels and amounts, or over a part of one side and of another."""
        if self.seam:
            return not first < self.seam <= last
        within = any(a <= first and last < b for a, b in pairwise(self.starts))
        return within or (first in self.starts and last + 1 in self.starts)


@dataclass(frozen=True, slots=True)
class Heads:
    """`regions` are rows of a header `rows` deep, whose inner edges are `ys`."""

    regions: tuple[Region, ...]
    rows: int
    ys: tuple[float, ...]


def names_in(header: Sequence[Row], rules: Sequence[Rule] = ()) -> list[Chunk]:
    """The words of a header from the top down, those that only wrap joined to one name: not over a
    rule, and not where the upper one may as well be over the columns beside it, too."""
    words = [chunk for row in header for chunk in row]
    found: list[Chunk] = []
    for chunk in sorted((c for row in header for c in row), key=lambda c: (c.box.top, c.box.x0)):
        above = next((n for n in reversed(range(len(found))) if across(found[n], chunk)), None)
        upper = found[above] if above is not None else None
        goes_on = upper is not None and wraps(upper, chunk) and not _ruled_off(upper, chunk, rules)
        if above is None or not goes_on or _is_over(found[above], chunk, words):
            found.append(chunk)
            continue
        upper = found.pop(above)
        box = union((upper.box, chunk.box))
        found.append(Chunk(upper.text + chunk.text, box, upper.letters + chunk.letters))
    return found


def _ruled_off(upper: Chunk, lower: Chunk, rules: Sequence[Rule]) -> bool:
    middle = (lower.box.x0 + lower.box.x1) / 2
    top, bottom = (
        (upper.box.top + upper.box.bottom) / 2,
        (lower.box.top + lower.box.bottom) / 2,
    )
    return any(top < r.at < bottom and r.start <= middle <= r.end for r in rules)


def _is_over(upper: Chunk, lower: Chunk, words: Sequence[Chunk]) -> bool:
    """项目支出 over 小计, 其他运转类, 特定目标类: in the middle of three that begin on one line,
    the outer two with nothing above them."""
    level = [w for w in words if abs(w.box.top - lower.box.top) <= AS_HIGH and w is not lower]
    left = max((w for w in level if w.box.x1 <= lower.box.x0), key=lambda w: w.box.x1, default=None)
    right = min(
        (w for w in level if w.box.x0 >= lower.box.x1), key=lambda w: w.box.x0, default=None
    )
    if left is None or right is None:
        return False
    covered = [
        w for w in words
        if w.box.bottom <= lower.box.top + 1 and (across(w, left) or across(w, right))
    ]  # fmt: skip
    middle = (left.box.x0 + left.box.x1 + right.box.x0 + right.box.x1) / 4
    return not covered and abs((upper.box.x0 + upper.box.x1) / 2 - middle) <= BESIDE


def heads_over(
    names: Sequence[Chunk],
    spans: Sequence[Span],
    xs: Sequence[float],
    sides: Sides,
    rules: Sequence[Rule] = (),
) -> Heads | None:
    """None where the words do not form levels, or a level is not told from the next by a gap, or
    a rule within the header has nothing over it."""
    blocks = [block for name in names if (block := _block(name, spans))]
    if len(blocks) < len(names):
        return None
    whole = union(name.box for name in names)
    air = min((b[0] - a[1] for a, b in pairwise(spans)), default=0.0) / 2
    edges = (spans[0][0] - air, *xs[1:-1], spans[-1][1] + air)
    lowest = [_lowest(blocks, column) for column in range(len(spans))]
    for block in blocks:
        if not any(block is low for low in lowest):
            _widen(block, blocks, edges, whole, sides, rules)
    if not _are_apart(blocks) or not all(sides.allow(b.first, b.last) for b in blocks):
        return None
    if any(_lacks_head(column, blocks, whole) for column in range(len(spans))):
        return None
    if any(_is_bare(rule, blocks, spans, whole) for rule in rules):
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
    ys = _edges(blocks, leaves, depth)
    if ys is None:
        return None
    return Heads(tuple(_regions(blocks, leaves, depth, len(spans))), depth, ys)


def _block(name: Chunk, spans: Sequence[Span]) -> Head | None:
    own = [n for n, span in enumerate(spans) if span[0] < name.box.x1 and name.box.x0 < span[1]]
    return Head(name.box, own[0], own[-1]) if own else None


def _lowest(blocks: Sequence[Head], column: int) -> Head | None:
    return max(
        (b for b in blocks if b.first <= column <= b.last), key=lambda b: b.box.top, default=None
    )


def _widen(
    block: Head,
    blocks: Sequence[Head],
    edges: Sequence[float],
    whole: Box,
    sides: Sides,
    rules: Sequence[Rule],
) -> None:
    """A name in the middle of several columns, with no other beside it over them, is theirs; best
    of those with no name above them but this."""
    under = [
        any(
            block.box.bottom - 1 <= r.at < whole.bottom - 1 and r.start <= (a + b) / 2 <= r.end
            for r in rules
        )
        for a, b in pairwise(edges)
    ]  # columns with a rule below the name: what stands there does not go up to the top
    reach = [_reach(column, block, blocks, whole, below) for column, below in enumerate(under)]
    low, high = block.first, block.last
    while low > 0 and reach[low - 1] is not None:
        low -= 1
    while high + 2 < len(edges) and reach[high + 1] is not None:
        high += 1

    def cost(first: int, last: int) -> float:
        off = abs((edges[first] + edges[last + 1]) / 2 - (block.box.x0 + block.box.x1) / 2)
        wide = edges[last + 1] - edges[first]
        if off > max(BESIDE, OFF_CENTRE * wide) or not sides.allow(first, last):
            return float("inf")
        left_out = [r for n, r in enumerate(reach) if low <= n <= high and not first <= n <= last]
        return off + NEARLY * sum(r is not None and r > whole.top + AS_HIGH for r in left_out)

    fits = [(a, z) for a in range(low, block.first + 1) for z in range(block.last, high + 1)]
    best = min(fits, key=lambda fit: (cost(*fit), fit[0] - fit[1]))
    if cost(*best) < float("inf"):
        block.first, block.last = best


def _reach(
    column: int, block: Head, blocks: Sequence[Head], whole: Box, ruled: bool
) -> float | None:
    """Where the cell of the lowest name of a column begins, if that stands in its middle; None
    where this one cannot be over it: there is another beside it, or the cell goes up to the top."""
    over = [b for b in blocks if b is not block and b.first <= column <= b.last]
    beside = any(b.box.top < block.box.bottom and b.box.bottom > block.box.top for b in over)
    lowest = max(over, key=lambda b: b.box.top, default=None)
    if beside or lowest is None or lowest.box.top <= block.box.bottom - 1:
        return None
    if ruled:
        return lowest.box.top
    begin = lowest.box.top + lowest.box.bottom - whole.bottom
    up = whole.top - AS_HIGH <= begin <= block.box.top + NEARLY
    return None if up else begin


def _lacks_head(column: int, blocks: Sequence[Head], whole: Box) -> bool:
    """Its only name stands too low for a cell as high as the header: one over it was missed."""
    over = [b for b in blocks if b.first <= column <= b.last]
    if len(over) != 1:
        return False
    return over[0].box.top + over[0].box.bottom - whole.bottom > whole.top + AS_HIGH


def _is_bare(rule: Rule, blocks: Sequence[Head], spans: Sequence[Span], whole: Box) -> bool:
    """Whether a rule in the header runs over a column that has no name above the rule."""
    if not whole.top + 1 < rule.at < whole.bottom - 1:
        return False
    return any(
        rule.start <= (start + end) / 2 <= rule.end
        and not any(b.first <= n <= b.last and b.box.bottom <= rule.at + 1 for b in blocks)
        for n, (start, end) in enumerate(spans)
    )


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


def _edges(blocks: Sequence[Head], leaves: Sequence[Head], depth: int) -> tuple[float, ...] | None:
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
