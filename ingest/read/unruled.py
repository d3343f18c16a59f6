"""Tables without upright rules: columns from the gutters between aligned amounts and labels.

Only what is clearly a table is taken for one: three rows or more of amounts that stand alone, in
line with each other, most of them behind a label. Prose, contents pages and charts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.read.chunks import MONEY, ORDINAL, Chunk, Row, across, has_amount, lines_to_rows, wraps
from ingest.read.glyphs import Glyph, union
from ingest.read.gutters import rows_to_lattice
from ingest.read.lattice import Lattice, joined
from ingest.read.rules import Rule
from ingest.records import Box

ALIGNED = 2.5
ROWS, ROWS_OF_ONE = 3, 4  # fewest rows; a list of single amounts needs one more
HEADER_LINES = 16
REACH = 3.0  # line heights between two rows of one table
RULED_HEAD = 60.0  # points above and below the amounts where their rules are looked for
LABEL = 24  # characters
BETWEEN = 4  # rows without an amount that may stand between two with one
EDGE = 1.0  # points
CLOSE, OFF = 1.0, 0.1  # of a line's height; of the width of a table
CODE = re.compile(r"\d{3,7}")
CAPTION = re.compile(
    r".*(?:单位[：:].*元|(?:表|目录)$|^第.{1,3}部分|^[一二三四五六七八九十]+、.*表)"
)


def lines_to_lattices(
    lines: Sequence[Sequence[Glyph]], horizontal: Sequence[Rule] = ()
) -> list[Lattice]:
    """The unruled tables among these lines, from top to bottom."""
    if not _has_amounts(lines, 1 if horizontal else 2):
        return []
    horizontal = joined(horizontal)  # some programs draw one for each cell
    rows = lines_to_rows(lines, horizontal)
    found: list[Lattice] = []
    done = -1
    for first, last in _cores(rows, horizontal):
        while first > done + 1 and _precedes(rows[first - 1], rows[first]):
            first -= 1
        start = _header_start(rows, max(done + 1, first - HEADER_LINES), first)
        known = [chunk.box for row in rows[first : last + 1] for chunk in row]
        while last + 1 < len(rows) and _follows(rows[last], rows[last + 1], known):
            last += 1
        lattice = rows_to_lattice(rows[start:first], rows[first : last + 1], horizontal)
        if lattice and _is_whole(lattice, rows[start : last + 1], lines):
            found.append(lattice)
            done = last
    return found


def _is_whole(lattice: Lattice, rows: Sequence[Row], lines: Sequence[Sequence[Glyph]]) -> bool:
    """No letter lies in it, or is cut by its edge, that belongs to none of its rows."""
    box = lattice.box
    inside = sum(
        box.x0 <= (glyph.box.x0 + glyph.box.x1) / 2 <= box.x1
        and glyph.box.top < box.bottom - EDGE
        and glyph.box.bottom > box.top + EDGE
        for line in lines
        for glyph in line
    )
    return inside <= sum(len(chunk.letters) for row in rows for chunk in row)


def _has_amounts(lines: Sequence[Sequence[Glyph]], least: int) -> bool:
    """Amounts on as many lines as a table has rows at the least: nothing else need be tried."""
    texts = ("".join(glyph.text for glyph in line) for line in lines)
    return sum(MONEY.search(text) is not None for text in texts) >= least


def _cores(rows: Sequence[Row], rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """First and last line of each run of rows with amounts."""
    group: list[int] = []
    for index, row in enumerate(rows):
        if not has_amount(row):
            continue
        if group and not _goes_on(rows, group[-1], index):
            yield from _accepted(rows, group, rules)
            group = []
        group.append(index)
    if group:
        yield from _accepted(rows, group, rules)


def _goes_on(rows: Sequence[Row], last: int, index: int) -> bool:
    between = rows[last + 1 : index]
    if any(CAPTION.match(chunk.text) for row in between for chunk in row):
        return False  # the title of the next table
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
    if _is_pair(found):
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


def _is_pair(rows: Sequence[Row]) -> bool:
    """Two rows of several amounts in line with each other, as at the end of a table."""
    if len(rows) != 2 or not all(_labelled(row) for row in rows):
        return False
    above, below = ([chunk for chunk in row if chunk.is_amount] for row in rows)
    return len(above) == len(below) > 1 and all(
        any(abs(edge(a.box) - edge(b.box)) <= ALIGNED for edge in (_right, _left, _middle))
        for a, b in zip(above, below, strict=True)
    )


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
    while (
        start < first
        and len(rows[start]) < 2
        and not _goes_down(rows[start], rows[start + 1 : first])
        and not _is_over_some(rows[start][0], rows[start + 1 : first + 1])
    ):
        start += 1  # a word alone on top is a title
    return start


def _goes_down(row: Row, below: Sequence[Row]) -> bool:
    """A name alone on its line that wraps into one further down."""
    chunks = (chunk for other in below for chunk in other)
    return any(across(row[0], chunk) and wraps(row[0], chunk) for chunk in chunks)


def _is_over_some(name: Chunk, below: Sequence[Row]) -> bool:
    """资金来源 close above some of the columns: a title stands over their middle, or on the left."""
    whole = union(chunk.box for row in below for chunk in row)
    size = name.box.bottom - name.box.top
    width = whole.x1 - whole.x0
    near = whole.top - name.box.bottom <= CLOSE * size
    beside = abs((name.box.x0 + name.box.x1 - whole.x0 - whole.x1) / 2) > OFF * width
    return near and beside and whole.x0 + OFF * width < name.box.x0 and name.box.x1 <= whole.x1


def _precedes(row: Row, below: Row) -> bool:
    """A row whose amounts are all blank, at the head of a further page: its name is numbered."""
    return _near(row, below) and all(ORDINAL.match(c.text) and len(c.text) <= LABEL for c in row)


def _follows(row: Row, after: Row, known: Sequence[Box]) -> bool:
    """A row whose amounts are all blank, at the foot of a table."""
    if not _near(row, after) or any(CAPTION.match(chunk.text) for chunk in after):
        return False
    return all(chunk.is_amount or _is_label(chunk, known) for chunk in after) or (
        len(after) > 1 and _is_header(after)
    )


def _is_header(row: Row) -> bool:
    if any(CAPTION.match(c.text) or c.is_amount or ORDINAL.match(c.text) for c in row):
        return False
    return len(row) > 1 or len(row[0].text) <= 12
