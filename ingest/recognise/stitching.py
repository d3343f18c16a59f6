"""Grids → one table: pages joined, repeated headers dropped, rows cut by the page healed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from ingest.amount import is_amount
from ingest.recognise.captions import plain
from ingest.recognise.headers import Header, Placed, repeated_rows
from ingest.records import Grid, GridCell, Reading, Source

EDGE = 4.0  # how far the rules of two pages may be apart
FED = 36.0  # how far a sheet may be fed in beside the place of the last
SCANNED = (Reading.SCAN, Reading.FAINT, Reading.DOUBTFUL)
AGAIN = 3  # merged cells with the same text are no accident
WRAPPED = 2  # digits of an amount that may stand alone on its second line
NARROW = 1.5  # points by which a text may reach out of its column
FREE = 1.4  # letters that still fit at the end of a full line


def place(grid: Grid, sha: str) -> list[Placed]:
    return [
        Placed(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            plain(cell.text),
            _source(grid, cell, sha),
            cell.region,
        )
        for cell in grid.cells
    ]


def _source(grid: Grid, cell: GridCell, sha: str) -> Source | None:
    text = plain(cell.text)
    if not text and cell.reading is not Reading.UNREADABLE:
        return None
    if cell.spot is not None:
        return Source(sha, None, None, text, indent=cell.indent, spot=cell.spot)
    if grid.box is None:
        line = None if grid.number is None else grid.number + cell.row
        if cell.row < len(grid.line_numbers):
            line = grid.line_numbers[cell.row]
        return Source(sha, None, None, text, line)
    return Source(
        sha, cell.page or grid.page, cell.ink, text, indent=cell.indent, reading=cell.reading
    )


def edges(cells: Sequence[Placed]) -> list[float]:
    """The x of every column border: on a sheet that was scanned askew it is not the same in every
    row, so what the rows have in the middle counts."""
    borders: dict[int, list[float]] = defaultdict(list)
    for cell in cells:
        if cell.region:
            borders[cell.column].append(cell.region.x0)
            borders[cell.after].append(cell.region.x1)
    found: list[float] = []
    for x in sorted(median(xs) for xs in borders.values()):
        if not found or x - found[-1] > EDGE / 2:
            found.append(x)
    return found


def common_edges(
    one: Sequence[float], other: Sequence[float], form: bool = False
) -> list[float] | None:
    """The finer borders, where two pages have the same outer ones and one divides the other;
    each part of a form has borders of its own, so there all of them count."""
    if not one or not other:
        return None
    fine, coarse = (one, other) if len(one) >= len(other) else (other, one)
    if abs(fine[0] - coarse[0]) > EDGE or abs(fine[-1] - coarse[-1]) > EDGE:
        return None
    if all(min(abs(x - y) for y in fine) <= EDGE for x in coarse):
        return list(fine)
    if form:
        extra = [x for x in coarse if min(abs(x - y) for y in fine) > EDGE]
        return sorted([*fine, *extra])
    return None


def aside(one: Sequence[float], other: Sequence[float], cells: Sequence[Placed]) -> float:
    """By how much to move the borders of a scanned page to lie under those of the page before: no
    sheet is fed in at the same place as the last."""
    if not one or not other or not any(c.source and c.source.reading in SCANNED for c in cells):
        return 0.0
    by = one[0] - other[0]
    return by if abs(by) <= FED else 0.0


def refit(cells: Sequence[Placed], xs: Sequence[float], by: float = 0.0) -> list[Placed]:
    """The same cells, moved aside, counted in finer columns."""
    fitted = []
    for cell in cells:
        if cell.region is None:
            fitted.append(cell)
            continue
        start, end = nearest(cell.region.x0 + by, xs), nearest(cell.region.x1 + by, xs)
        span = max(1, end - start)
        same = (cell.column, cell.column_span) == (start, span)  # as on most pages of long tables
        fitted.append(cell if same else cell._replace(column=start, column_span=span))
    return fitted


def within(cells: Sequence[Placed], xs: Sequence[float]) -> list[Placed] | None:
    """The filled cells of each row by the column that their ink lies in; None where two lie in one,
    or a number in two. Words may run on over blank columns. What is left of a row is blank."""
    rows: dict[int, dict[int, Placed]] = defaultdict(dict)
    reach: dict[tuple[int, int], int] = {}
    for cell in cells:
        box = cell.source.box if cell.source else None
        if not cell.text or box is None:
            continue
        first, last = (bisect_left(xs, x) - 1 for x in (box.x0 + NARROW, box.x1 - NARROW))
        if not 0 <= first < len(xs) - 1 or first in rows[cell.row]:
            return None
        if last > first and is_amount(cell.text):
            return None
        rows[cell.row][first] = cell._replace(column=first, column_span=1, row_span=1)
        reach[cell.row, first] = last
    if any(first < other <= last for (row, first), last in reach.items() for other in rows[row]):
        return None
    return [
        row[column]._replace(row=number)
        if column in row
        else Placed(number, column, 1, 1, "", None, None)
        for number, row in enumerate(rows[key] for key in sorted(rows))
        for column in range(len(xs) - 1)
    ]


def nearest(x: float, xs: Sequence[float]) -> int:
    """The place of the value next to `x` in ascending `xs`; the first of two as near."""
    at = bisect_left(xs, x)
    if at == 0:
        return 0
    if at == len(xs):
        return bisect_left(xs, xs[-1])
    return bisect_left(xs, xs[at - 1]) if x - xs[at - 1] <= xs[at] - x else at


def append(
    first_rows: Sequence[Placed], table: Sequence[Placed], more: Sequence[Placed], header: Header
) -> list[Placed]:
    """The cells at the bottom of a table with a further page of it, of which `first_rows` may be
    repeated."""
    again = repeated_rows(more, first_rows, max(header.rows, header.captions))
    more = _without_header(more, first_rows, again)
    bottom = max((cell.below for cell in table), default=0)
    shifted = [cell._replace(row=cell.row + bottom) for cell in more]
    if not shifted:
        return list(table)
    if not again and (healed := _heal_row(table, shifted, bottom)):
        return healed
    return _heal_merged(table, shifted, bottom)


def _without_header(more: Sequence[Placed], header: Sequence[Placed], rows: int) -> list[Placed]:
    """Header text that did not fit its cell runs on into the first row below: it is not data."""
    if not rows:
        return list(more)
    printed = {(c.row, c.column): c.text for c in more if c.row < rows}
    spilled = {
        c.column: c.text[len(printed[c.row, c.column]) :]
        for c in header
        if (c.row, c.column) in printed and c.text != printed[c.row, c.column]
    }
    body = [c._replace(row=c.row - rows) for c in more if c.row >= rows]
    return [
        c._replace(text="", source=None)
        if c.row == 0 and c.text and spilled.get(c.column) == c.text
        else c
        for c in body
    ]


def _heal_row(table: Sequence[Placed], more: Sequence[Placed], bottom: int) -> list[Placed] | None:
    """A row cut by the page: what stands at the top of the second page ends what stands above."""
    first = [cell for cell in more if cell.row == bottom]
    above = {c.column: c for c in table if c.below == bottom}
    filled = [cell for cell in first if cell.text]
    numbers = [cell for cell in filled if is_amount(cell.text)]
    words = [cell for cell in filled if not is_amount(cell.text)]
    if not words or len(filled) == len(first):
        return None
    if not all(_runs_on(above.get(cell.column), cell) for cell in words):
        return None
    if not all(_ends_number(above.get(cell.column), cell) for cell in numbers):
        return None
    ends = {cell.column: cell for cell in first}
    grown = []
    for cell in table:
        tail = ends.get(cell.column) if cell.below == bottom else None
        if tail and tail.column_span == cell.column_span:
            span = cell.row_span + tail.row_span - 1
            text = cell.text + tail.text
            grown.append(cell._replace(row_span=span, text=text, source=cell.source or tail.source))
        else:
            grown.append(cell)
    if any(c.column not in above or above[c.column].column_span != c.column_span for c in first):
        return None
    rest = [c._replace(row=c.row - 1) for c in more if c.row > bottom]
    return [*grown, *rest]


def _ends_number(above: Placed | None, cell: Placed) -> bool:
    """12,437.3 at the foot of a page and 6 at the head of the next."""
    tail = cell.text.isdecimal() and len(cell.text) <= WRAPPED
    return tail and above is not None and "." in above.text and is_amount(above.text + cell.text)


def _runs_on(above: Placed | None, cell: Placed) -> bool:
    if above is None or not above.text or above.region is None or above.source is None:
        return False
    if above.source.box is None or above.text.endswith(("。", "；")):
        return False
    if above.column_span != cell.column_span:
        return False
    box, region = above.source.box, above.region
    lines = max(1, round((box.bottom - box.top) / 12))
    letter = max(6.0, min(14.0, (box.x1 - box.x0) * lines / max(1, len(above.text))))
    return region.x1 - box.x1 < FREE * letter + 4


def _heal_merged(table: Sequence[Placed], more: Sequence[Placed], bottom: int) -> list[Placed]:
    """A merged cell cut by the page: its second part is blank, or the cut text again."""
    ends = {c.column: c for c in table if c.below == bottom}
    joined: dict[int, Placed] = {}
    again = _printed_again(ends, [c for c in more if c.row == bottom])
    opened = 0  # rows that a new cell further left spans: what it heads is new as well
    for tail in sorted((c for c in more if c.row == bottom), key=lambda c: c.column):
        cell = ends.get(tail.column)
        same = cell is not None and cell.column_span == tail.column_span
        if (
            cell
            and same
            and (tail.column in again or (tail.row_span > opened and _one_cell(cell, tail)))
        ):
            joined[tail.column] = tail
        elif tail.text and not joined:
            opened = max(opened, tail.row_span)
    grown = [
        _joined(c, joined[c.column]) if c.below == bottom and c.column in joined else c
        for c in table
    ]
    return [*grown, *(c for c in more if not (c.row == bottom and c.column in joined))]


def _printed_again(ends: dict[int, Placed], first: Sequence[Placed]) -> set[int]:
    """The columns of a merged row that some programs print whole on every page it goes on to: all
    its texts are those above, an amount among them."""
    tails = [cell for cell in first if cell.row_span > 1 and cell.column in ends]
    told = [cell for cell in tails if cell.text and ends[cell.column].row_span > 1]
    same = all(ends[cell.column].text == cell.text for cell in told)
    if len(told) < AGAIN or not same or not any(is_amount(cell.text) for cell in told):
        return set()
    return {cell.column for cell in tails if ends[cell.column].text == cell.text}


def _joined(cell: Placed, tail: Placed) -> Placed:
    return cell._replace(
        row_span=cell.row_span + tail.row_span,
        text=cell.text or tail.text,
        source=cell.source or tail.source,
    )


def _one_cell(cell: Placed, tail: Placed) -> bool:
    if tail.text and tail.text == cell.text:
        return _sticks_out(cell) or _sticks_out(tail)
    if tail.text and cell.text:
        return False
    if cell.row_span == 1 and tail.row_span == 1:
        return _sticks_out(cell) or _sticks_out(tail)
    return not tail.text or tail.row_span > 1 < cell.row_span


def _sticks_out(cell: Placed) -> bool:
    """Text in the middle of a merged cell is cut by the page edge and shows on both sides."""
    box = cell.source.box if cell.source else None
    if box is None or cell.region is None:
        return False
    return box.bottom > cell.region.bottom + 1 or box.top < cell.region.top - 1


def heal_labels(cells: Sequence[Placed], start: int) -> list[Placed]:
    """In an indicator list a blank merged cell below a label still belongs to the label."""
    grown: dict[tuple[int, int], Placed] = {}
    owner: dict[int, tuple[int, int]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        key = owner.get(cell.column)
        above = grown[key] if key else None
        blank = cell.row >= start and cell.column < 2 and not cell.text and cell.row_span > 1
        if above and key and blank and above.text and above.below == cell.row:
            grown[key] = _joined(above, cell)
            continue
        owner[cell.column] = (cell.row, cell.column)
        grown[cell.row, cell.column] = cell
    return list(grown.values())
