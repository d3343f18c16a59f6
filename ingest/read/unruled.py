"""Tables without upright rules: columns from the gutters between aligned amounts and labels.

Only what is clearly a table is taken for one: three rows or more of amounts that stand alone, in
line with each other, most of them behind a label. Prose, contents pages and charts are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.glyphs import Glyph, union
from ingest.read.lattice import Lattice, Region
from ingest.read.rules import Rule
from ingest.records import Box

TIGHT = 0.25  # ems between an amount and the words of the next cell
GAP = 1.1  # ems between two chunks of a line; the words of a sentence stand closer
ALIGNED = 2.5
ROWS, ROWS_OF_ONE = 3, 4  # fewest rows; a list of single amounts needs one more
HEADER_LINES = 5
REACH = 3.0  # line heights between two rows of one table
WIDE = 0.6  # of the longest rule: a shorter one rules no row
THIN_ROW, TALL_ROW = 6.0, 160.0
RULED_HEAD = 60.0  # points above and below the amounts where their rules are looked for
LABEL = 24  # characters
BETWEEN = 4  # rows without an amount that may stand between two with one
MONEY = re.compile(r"[-−]?\d[\d,]*\.\d+|[-−]?\d{1,3}(?:,\d{3})+")
CODE = re.compile(r"\d{3,7}")
CAPTION = re.compile(r".*(?:单位[：:].*元|[表目录]$|^第.{1,3}部分|^[一二三四五六七八九十]+、.*表)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters of one line without a gap between them."""

    text: str
    box: Box

    @property
    def is_amount(self) -> bool:
        """With a point or commas: bare digits may be a code, a year or a page."""
        return bool(MONEY.fullmatch(self.text))


Row = tuple[Chunk, ...]
Span = tuple[float, float]


def lines_to_lattices(
    lines: Sequence[Sequence[Glyph]], horizontal: Sequence[Rule] = ()
) -> list[Lattice]:
    """The unruled tables among these lines, from top to bottom."""
    rows = lines_to_rows([_row(line) for line in lines], horizontal)
    found: list[Lattice] = []
    done = -1
    for first, last in _cores(rows, horizontal):
        start = _header_start(rows, max(done + 1, first - HEADER_LINES), first)
        while last + 1 < len(rows) and _follows(rows[last], rows[last + 1]):
            last += 1
        lattice = _lattice(rows[start:first], rows[first : last + 1], horizontal)
        if lattice:
            found.append(lattice)
            done = last
    return found


def _row(line: Sequence[Glyph]) -> Row:
    chunks: list[Chunk] = []
    held = [line[0]]
    for before, glyph in pairwise(line):
        em = max(_em(before), _em(glyph))
        gap = (glyph.box.x0 - before.box.x1) / em
        if gap > GAP or (gap > TIGHT and _ends_amount(held, glyph)):
            chunks.append(_chunk(held))
            held = []
        held.append(glyph)
    return (*chunks, _chunk(held))


def _ends_amount(held: Sequence[Glyph], after: Glyph) -> bool:
    """A number on the right of its cell may almost touch the words of the next."""
    if not after.text.isalpha() or after.text in "万元亿":
        return False
    return bool(MONEY.fullmatch("".join(glyph.text for glyph in held)))


def _em(glyph: Glyph) -> float:
    """A digit is about 0.7 em high, a Chinese character 0.9."""
    box = glyph.box
    return max(box.x1 - box.x0, (box.bottom - box.top) * (1.35 if glyph.text.isdigit() else 1.05))


def _chunk(glyphs: Sequence[Glyph]) -> Chunk:
    return Chunk("".join(glyph.text for glyph in glyphs), union(glyph.box for glyph in glyphs))


# ------------------------------------------------------------------------ lines to rows


def lines_to_rows(lines: Sequence[Row], horizontal: Sequence[Rule]) -> list[Row]:
    """What stands between two rules is one row; without rules, what wraps goes to its amounts."""
    bands = _bands(horizontal)
    groups: list[list[Row]] = []
    held: int | None = None
    for line in lines:
        band = _band(line, bands)
        if groups and band is not None and band == held:
            groups[-1].append(line)
        else:
            groups.append([line])
        held = band
    if not bands:
        return _attached(lines)
    return [row for group in groups for row in _band_rows(group)]


def _band_rows(lines: Sequence[Row]) -> Sequence[Row]:
    """Header words over each other are two levels as often as one word that wraps."""
    printed = sum(any(chunk.is_amount for chunk in line) for line in lines)
    if printed > 1:  # three rules in all: over the header, under it, and under the table
        return _attached(lines)
    return [_joined(lines)] if printed and len(lines) > 1 else lines


def _bands(horizontal: Sequence[Rule]) -> list[tuple[Rule, Rule]]:
    """Neighbouring rules of about one length, where there are enough of them to rule rows."""
    longest = max((rule.end - rule.start for rule in horizontal), default=0.0)
    wide = sorted(r for r in horizontal if r.end - r.start > WIDE * longest)
    pairs = [(a, b) for a, b in pairwise(wide) if THIN_ROW < b.at - a.at < TALL_ROW]
    return pairs if len(pairs) > 1 else []


def _band(line: Row, bands: Sequence[tuple[Rule, Rule]]) -> int | None:
    box = line[0].box
    middle, left = (box.top + box.bottom) / 2, box.x0
    for index, (above, below) in enumerate(bands):
        if above.at <= middle <= below.at and above.start - 5 <= left <= above.end:
            return index
    return None


def _attached(lines: Sequence[Row]) -> list[Row]:
    """A line without amounts, much nearer to one row than to any other, is a part of it."""
    anchors = [index for index, line in enumerate(lines) if _has_amount(line)]
    owner = list(range(len(lines)))
    for index, line in enumerate(lines):
        if index in anchors or any(chunk.is_amount for chunk in line):
            continue
        place = bisect_left(anchors, index)
        near = sorted((_apart(line, lines[a]), a) for a in anchors[max(0, place - 1) : place + 1])
        height = max(chunk.box.bottom - chunk.box.top for chunk in line)
        if not near or near[0][0] > (0.75 if len(near) == 2 else 0.0) * height:
            continue
        if len(near) == 1 or near[1][0] - near[0][0] > 0.25 * height:
            owner[index] = near[0][1]
    groups: dict[int, list[Row]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(owner[index], []).append(line)
    return [_joined(groups[key]) for key in sorted(groups)]


def _apart(line: Row, other: Row) -> float:
    """White space between two lines; lines that overlap are nearer than none."""
    upper, lower = sorted((line, other), key=lambda row: row[0].box.top)
    return min(c.box.top for c in lower) - max(c.box.bottom for c in upper)


def _joined(lines: Sequence[Row]) -> Row:
    """Chunks over each other are one cell, its lines read from the top."""
    cells: list[list[Chunk]] = []
    for chunk in sorted((c for line in lines for c in line), key=lambda c: c.box.x0):
        if cells and chunk.box.x0 < max(c.box.x1 for c in cells[-1]):
            cells[-1].append(chunk)
        else:
            cells.append([chunk])
    return tuple(
        Chunk(
            "".join(c.text for c in sorted(cell, key=lambda c: c.box.top)),
            union(c.box for c in cell),
        )
        for cell in cells
    )


# ------------------------------------------------------------------------ rows to tables


def _cores(rows: Sequence[Row], rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """First and last line of each run of rows with amounts."""
    group: list[int] = []
    for index, row in enumerate(rows):
        if not _has_amount(row):
            continue
        if group and not _goes_on(rows, group[-1], index):
            yield from _accepted(rows, group, rules)
            group = []
        group.append(index)
    if group:
        yield from _accepted(rows, group, rules)


def _has_amount(row: Row) -> bool:
    return len(row) > 1 and any(chunk.is_amount for chunk in row)


def _goes_on(rows: Sequence[Row], last: int, index: int) -> bool:
    between = rows[last + 1 : index]
    known = [
        chunk.box for row in (*rows[max(0, last - 3) : last + 1], rows[index]) for chunk in row
    ]
    if sum(len(row) == 1 and not _is_label(row[0], known) for row in between) > BETWEEN:
        return False
    steps = pairwise(rows[last : index + 1])
    return all(_near(above, below) for above, below in steps)


def _is_label(chunk: Chunk, known: Sequence[Box]) -> bool:
    """A short text in line with others of the table: a row whose amounts are blank."""
    if len(chunk.text) > LABEL:
        return False
    return any(
        abs(edge(chunk.box) - edge(box)) <= ALIGNED for box in known for edge in (_left, _middle)
    )


def _near(above: Row, below: Row) -> bool:
    height = max(chunk.box.bottom - chunk.box.top for chunk in (*above, *below))
    gap = min(c.box.top for c in below) - max(c.box.bottom for c in above)
    return gap <= REACH * height


def _accepted(
    rows: Sequence[Row], group: Sequence[int], rules: Sequence[Rule]
) -> Iterator[tuple[int, int]]:
    found = [rows[index] for index in group]
    amounts = [chunk for row in found for chunk in row if chunk.is_amount]
    if len(amounts) >= ROWS and _is_ruled(rows, group, rules):
        yield group[0], group[-1]
        return
    in_line = [row for row in found if _in_line(row, amounts)]
    several = [row for row in in_line if sum(chunk.is_amount for chunk in row) > 1]
    labelled = [row for row in in_line if _labelled(row)]
    if (
        (len(several) >= ROWS or len(labelled) >= ROWS_OF_ONE)
        and len(in_line) * 10 >= len(found) * 6
        and len(labelled) * 2 >= len(in_line)
    ):
        yield group[0], group[-1]


def _is_ruled(rows: Sequence[Row], group: Sequence[int], rules: Sequence[Rule]) -> bool:
    """Few rows are a table where rules run over the whole of them, one of them under a header."""
    around = union(chunk.box for index in group for chunk in rows[index])
    header = rows[group[0] - 1] if group[0] else ()
    wide = [r.at for r in rules if r.start <= around.x0 + 5 and r.end >= around.x1 - 5]
    above = sum(around.top - RULED_HEAD < at < around.top + 2 for at in wide)
    below = sum(around.bottom - 2 < at < around.bottom + RULED_HEAD for at in wide)
    return above > 1 and below > 0 and len(header) > 1 and _is_header(header)


def _in_line(row: Row, amounts: Sequence[Chunk]) -> bool:
    """Whether half of its amounts have two others above or below, on one edge or in the middle."""
    own = [chunk for chunk in row if chunk.is_amount]
    good = sum(
        any(
            sum(abs(edge(chunk.box) - edge(other.box)) <= ALIGNED for other in amounts) >= ROWS
            for edge in (_right, _left, _middle)
        )
        for chunk in own
    )
    return 2 * good >= len(own)


def _left(box: Box) -> float:
    return box.x0


def _right(box: Box) -> float:
    return box.x1


def _middle(box: Box) -> float:
    return (box.x0 + box.x1) / 2


def _labelled(row: Row) -> bool:
    """A name or a code before the amounts."""
    before = next((n for n, chunk in enumerate(row) if chunk.is_amount and n), 0)
    return any(character.isalpha() for chunk in row[:before] for character in chunk.text) or bool(
        CODE.fullmatch(row[0].text)
    )


def _header_start(rows: Sequence[Row], least: int, first: int) -> int:
    """Lines of several words above the first amount, down from a title or a unit."""
    start = first
    while start > least and _is_header(rows[start - 1]) and _near(rows[start - 1], rows[start]):
        start -= 1
    while start < first and len(rows[start]) < 2:
        start += 1  # a word alone on top is a title
    return start


def _follows(row: Row, after: Row) -> bool:
    """A row whose amounts are all blank, at the foot of a table."""
    return len(after) > 1 and _near(row, after) and _is_header(after)


def _is_header(row: Row) -> bool:
    if any(CAPTION.match(chunk.text) or chunk.is_amount for chunk in row):
        return False
    return len(row) > 1 or len(row[0].text) <= 12


# ------------------------------------------------------------------------ columns and rows


def _lattice(header: Sequence[Row], core: Sequence[Row], rules: Sequence[Rule]) -> Lattice | None:
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
                nearest = min(own, key=lambda span: abs(sum(span) / 2 - _middle(chunk.box)))
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
        if low < own[0] and abs(middle - _middle(chunk.box)) <= (xs[high + 1] - xs[low]) / 8:
            for column in range(low, high + 1):
                taken[column] = index
