"""Printed lines → rows of chunks: what stands together, and what wraps, is one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.read.glyphs import Glyph, union
from ingest.read.rules import Rule
from ingest.records import Box

NONE = 0.8  # points: the letters of a word stand no further apart
TIGHT = 0.25  # ems between an amount and the words of the next cell
GAP = 1.1  # ems between two chunks of a line; the words of a sentence stand closer
WIDE = 0.6  # of the longest rule: a shorter one rules no row
THIN_ROW, TALL_ROW = 6.0, 160.0
CLOSE, LOOSE = 0.3, 0.5  # of a digit's height: between two digits; beside a thin one or a mark
DIGITS = "0123456789,."
WRAP = 0.75  # of a letter's size between two lines of one text
ALIGNED = 2.5  # points
SHORT = 24  # letters of a name
FULL = 1.6  # letters that may still be free at the end of a line that wraps
ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十\d]+[、．.）)]")
NUMBERED = re.compile(rf"其中|{ORDINAL.pattern}|\d{{3,}}")
NEAREST = 60  # chunks among which the one above is looked for
MONEY = re.compile(r"[-−]?\d[\d,]*\.\d+|[-−]?\d{1,3}(?:,\d{3})+")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters of one line without a gap between them; each of `letters` with its place."""

    text: str
    box: Box
    letters: tuple[tuple[str, Box], ...] = ()

    @property
    def is_amount(self) -> bool:
        """With a point or commas: bare digits may be a code, a year or a page."""
        return bool(MONEY.fullmatch(self.text))


Row = tuple[Chunk, ...]
Span = tuple[float, float]


def lines_to_rows(printed: Sequence[Sequence[Glyph]], horizontal: Sequence[Rule]) -> list[Row]:
    """What stands between two rules is one row; without rules, what wraps goes to its amounts."""
    lines = [_row(line) for line in printed]
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
        return names_with_amounts(lines)
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


def across(one: Chunk, other: Chunk) -> bool:
    return one.box.x0 < other.box.x1 and other.box.x0 < one.box.x1


def wraps(upper: Chunk, lower: Chunk) -> bool:
    """Close under it, and on one edge or in the middle with it: one text over several lines."""
    if lower.box.top - upper.box.bottom > WRAP * max(_size(upper), _size(lower)):
        return False
    wider = (lower.box.x1 - lower.box.x0) - (upper.box.x1 - upper.box.x0)
    if wider > FULL * max(_size(upper), _size(lower)):
        return False  # there was room for more in the upper line
    ends = (
        lower.box.x0 - upper.box.x0,
        lower.box.x1 - upper.box.x1,
        (lower.box.x0 + lower.box.x1 - upper.box.x0 - upper.box.x1) / 2,
    )
    return min(map(abs, ends)) <= ALIGNED


def _size(name: Chunk) -> float:
    """The size of its letters: 一 is not high, and a name may have several lines."""
    return max(max(box.x1 - box.x0, box.bottom - box.top) for _, box in name.letters)


def names_with_amounts(lines: Sequence[Row]) -> list[Row]:
    """Rows, from lines of which some are parts of names that wrap."""
    return _attached(_wrapped(lines))


def _wrapped(lines: Sequence[Row]) -> list[Row]:
    """The lines of a name that wraps, around the one line of amounts in its middle, go with that."""
    anchors = [n for n, line in enumerate(lines) if has_amount(line)]
    middles = [_middle(lines[n]) for n in anchors]
    owner: dict[int, int] = {}  # id of a chunk → its line
    names = [c for line in lines for c in line if not c.is_amount]
    for block in _blocks(names):
        top, bottom = block[0].box.top, block[-1].box.bottom
        beside = [n for n, y in zip(anchors, middles, strict=True) if top <= y <= bottom]
        if len(block) > 1 and len(beside) == 1 and _is_one_text(block, names):
            owner.update((id(chunk), beside[0]) for chunk in block)
    if not owner:
        return list(lines)
    rows: list[list[Row]] = [[] for _ in lines]
    for n, line in enumerate(lines):
        for chunk in line:
            rows[owner.get(id(chunk), n)].append((chunk,))
    return [_joined(row) if len(row) > 1 else row[0] for row in rows if row]


def _is_one_text(block: Sequence[Chunk], names: Sequence[Chunk]) -> bool:
    """All lines but the last are as full as the names of their column are, and none begins with a
    number of its own."""
    left = block[0].box.x0
    column = [n for n in names if abs(n.box.x0 - left) <= ALIGNED and len(n.text) <= SHORT]
    edge = max(chunk.box.x1 for chunk in (*block, *column)) - FULL * max(map(_size, block))
    full = all(chunk.box.x1 >= edge for chunk in block[:-1])
    return full and not any(NUMBERED.match(chunk.text) for chunk in block[1:])


def _middle(line: Row) -> float:
    amount = next(chunk for chunk in line if chunk.is_amount)
    return (amount.box.top + amount.box.bottom) / 2


def _blocks(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    found: list[list[Chunk]] = []
    for chunk in chunks:
        above = next((b for b in reversed(found[-NEAREST:]) if across(b[-1], chunk)), None)
        if above and above[-1].box.bottom <= chunk.box.top + 1 and wraps(above[-1], chunk):
            above.append(chunk)
        else:
            found.append([chunk])
    return found


def _attached(lines: Sequence[Row]) -> list[Row]:
    """A line without amounts, much nearer to one row than to any other, is a part of it."""
    anchors = [index for index, line in enumerate(lines) if has_amount(line)]
    owner = list(range(len(lines)))
    names = [c for line in lines for c in line if not c.is_amount]
    for index, line in enumerate(lines):
        if index in anchors or any(c.is_amount or NUMBERED.match(c.text) for c in line):
            continue
        place = bisect_left(anchors, index)
        near = sorted((_apart(line, lines[a]), a) for a in anchors[max(0, place - 1) : place + 1])
        height = max(chunk.box.bottom - chunk.box.top for chunk in line)
        if not near or near[0][0] > (0.75 if len(near) == 2 else 0.0) * height:
            continue
        told = len(near) == 1 or near[1][0] - near[0][0] > 0.25 * height
        if told and _may_go_on(line, lines[near[0][1]], names):
            owner[index] = near[0][1]
    groups: dict[int, list[Row]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(owner[index], []).append(line)
    return [_joined(groups[key]) for key in sorted(groups)]


def _may_go_on(line: Row, row: Row, names: Sequence[Chunk]) -> bool:
    """Whether each name of a line runs on from, or into, what stands there in the row."""
    pairs = ((c, other) for c in line for other in row if not other.is_amount and across(c, other))
    return all(_is_one_text(sorted(pair, key=lambda c: c.box.top), names) for pair in pairs)


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
    lines_of = (sorted(cell, key=lambda c: c.box.top) for cell in cells)
    return tuple(
        Chunk(
            "".join(c.text for c in cell),
            union(c.box for c in cell),
            tuple(letter for c in cell for letter in c.letters),
        )
        for cell in lines_of
    )


def _row(line: Sequence[Glyph]) -> Row:
    chunks: list[Chunk] = []
    held = [line[0]]
    ems = [_em(glyph) for glyph in line]
    for index, (before, glyph) in enumerate(pairwise(line)):
        space = glyph.box.x0 - before.box.x1
        if space > NONE and _parted(held, space / max(ems[index], ems[index + 1]), glyph):
            chunks.append(chunk_of(held))
            held = []
        held.append(glyph)
    return (*chunks, chunk_of(held))


def _parted(held: Sequence[Glyph], gap: float, after: Glyph) -> bool:
    return gap > GAP or (gap > TIGHT and _ends_amount(held, after))


def _ends_amount(held: Sequence[Glyph], after: Glyph) -> bool:
    """A number on the right of its cell may almost touch the words, or the number, of the next."""
    if not (after.text.isalpha() or after.text in DIGITS) or after.text in "万元亿,.":
        return False
    return bool(MONEY.fullmatch("".join(glyph.text for glyph in held)))


def _em(glyph: Glyph) -> float:
    """A digit is about 0.7 em high, a Chinese character 0.9."""
    box = glyph.box
    return max(box.x1 - box.x0, (box.bottom - box.top) * (1.35 if glyph.text.isdigit() else 1.05))


def chunk_of(glyphs: Sequence[Glyph]) -> Chunk:
    letters = tuple((glyph.text, glyph.box) for glyph in glyphs)
    return Chunk("".join(text for text, _ in letters), union(box for _, box in letters), letters)


def has_amount(row: Row) -> bool:
    return len(row) > 1 and any(chunk.is_amount for chunk in row)


def whole_amounts(glyphs: Sequence[Glyph], places: Sequence[int]) -> list[int]:
    """The cell of each glyph, where an amount that runs over a rule stays in the cell of most of
    it. Glyphs come as the file has them: the digits of one amount follow each other."""
    found = list(places)
    if not any(
        places[n - 1] != places[n] and _same_number(glyphs[n - 1], glyphs[n])
        for n in range(1, len(glyphs))
    ):
        return found
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end < len(glyphs) and _same_number(glyphs[end - 1], glyphs[end]):
            continue
        cells = places[start:end]
        if len(set(cells)) > 1 and _is_one_amount(glyphs[start:end], cells):
            found[start:end] = [max(cells, key=cells.count)] * (end - start)
        start = end
    return found


def _same_number(before: Glyph, after: Glyph) -> bool:
    if before.text not in DIGITS or after.text not in DIGITS or before.baseline != after.baseline:
        return False
    height = max(g.box.bottom - g.box.top for g in (before, after))
    room = LOOSE if {before.text, after.text} & set("1,.") else CLOSE
    return abs(after.box.x0 - before.box.x1) < room * height


def _is_one_amount(glyphs: Sequence[Glyph], cells: Sequence[int]) -> bool:
    """It reads as an amount, and not as two, one in each cell."""
    parts = [
        "".join(g.text for g, c in zip(glyphs, cells, strict=True) if c == cell)
        for cell in set(cells)
    ]
    whole = MONEY.fullmatch("".join(glyph.text for glyph in glyphs))
    return bool(whole) and not all(MONEY.fullmatch(part) for part in parts)
