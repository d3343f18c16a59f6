"""Rows of a transcribed table → a grid with spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.amount import is_amount
from ingest.read.indicators import continuation_spans, realigned, with_second_level
from ingest.read.repair import Row, repair_body
from ingest.read.transcript import Header, plain, read_header, words
from ingest.records import Grid, GridCell

LONG = 40  # characters; a longer text in a leading row makes a form of it
LEADING = 4  # rows

Cells = list[GridCell]


def rows_to_grid(rows: Sequence[Row]) -> Grid:
    if _is_form(rows):
        return _form(rows)
    header = read_header([row.fields for row in rows])
    top, body = rows[: header.rows], _without_repeats(rows, header.rows)
    if header.rows:
        body = realigned(header, repair_body(header, body))
    if header.rows and not body:  # the one empty row of the form was not worth transcribing
        body = (Row(top[-1].number, top[-1].stretch, ("",) * header.columns),)
    columns = max(header.columns, *(len(row.fields) for row in body), 1)
    body = tuple(replace(row, fields=_padded(row, columns)) for row in body)
    cells = _header_cells(header, columns) + _body_cells(header, body)
    return _grid([*top, *body], columns, cells)


def _without_repeats(rows: Sequence[Row], header_rows: int) -> tuple[Row, ...]:
    """The body; a header printed again on a later page is left out."""
    titles = [row.fields for row in rows[:header_rows]]
    result: list[Row] = []
    for row in rows[header_rows:]:
        repeated = len([r for r in rows if r.stretch == row.stretch and r.number < row.number])
        if (
            row.stretch > rows[0].stretch
            and repeated < header_rows
            and (_filled(row.fields) == _filled(titles[repeated]))
        ):
            continue
        result.append(row)
    return tuple(result)


def _filled(fields: Sequence[str]) -> list[str]:
    return [plain(text) for text in fields if text]


def _padded(row: Row, columns: int) -> tuple[str, ...]:
    return row.fields + ("",) * (columns - len(row.fields))


def _cell(row: int, column: int, text: str, row_span: int = 1, column_span: int = 1) -> GridCell:
    return GridCell(row, column, row_span, column_span, text, None, None)


def _grid(rows: Sequence[Row], columns: int, cells: Cells) -> Grid:
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    numbers = tuple(row.number for row in rows)
    return Grid(1, None, len(rows), columns, ordered, numbers[0], numbers)


def _header_cells(header: Header, columns: int) -> Cells:
    cells = [_cell(h.row, h.column, h.text, h.last - h.row + 1, h.span) for h in header.heads]
    if header.rows:
        nameless = range(header.columns, columns)
        cells += [_cell(0, column, "", header.rows) for column in nameless]
    return cells


def _body_cells(header: Header, body: Sequence[Row]) -> Cells:
    spans = continuation_spans(header, body)
    cells: Cells = []
    for i, row in enumerate(body):
        merged = _total_label_span(header, row)
        for column, text in enumerate(row.fields):
            row_span = spans.get((i, column), 1)
            if 0 < column < merged or row_span == 0:
                continue
            wide = merged if column == 0 else 1
            cells.append(_cell(header.rows + i, column, text, row_span, wide))
    return cells


def _total_label_span(header: Header, row: Row) -> int:
    """合计 in the first column reaches over the code and name columns that are blank there."""
    if not row.fields or plain(row.fields[0]) not in words().total:
        return 1
    span = 1
    while (
        span < header.columns and not row.fields[span] and (words().label.search(header.leaf(span)))
    ):
        span += 1
    return span


# ------------------------------------------------------------------ forms


def _is_form(rows: Sequence[Row]) -> bool:
    """Key and value rows, perhaps with a list of indicators below."""
    first = rows[0].fields
    is_captioned = bool(words().caption.search(plain(first[0]))) and not any(first[1:])
    is_wordy = any(len(text) > LONG for row in rows[:LEADING] for text in row.fields[:-1]) or any(
        len(row.fields[-1]) > LONG for row in rows[:1]
    )
    at = _indicator_header(rows)
    return bool(at) or ((is_captioned or is_wordy) and not _filled(first[1:]))


def _indicator_header(rows: Sequence[Row]) -> int | None:
    names = words().indicator_header
    return next((i for i, row in enumerate(rows) if all(n in _filled(row.fields) for n in names)),
                None)  # fmt: skip


def _form(rows: Sequence[Row]) -> Grid:
    columns = max(
        max((c + 1 for c, text in enumerate(row.fields) if text), default=1) for row in rows
    )
    rows = [replace(row, fields=_padded(row, columns)[:columns]) for row in rows]
    at = _indicator_header(rows)
    split = len(rows) if at is None else at
    pairs = _unshifted(rows[:split])
    cells = _pair_cells(pairs)
    listed: list[Row] = []
    if at is not None:
        listed = with_second_level(rows[at:])
        cells += [replace(c, row=c.row + at) for c in _list_cells(listed)]
    return _grid([*pairs, *listed], columns, cells)


def _unshifted(rows: Sequence[Row]) -> list[Row]:
    """A row that stands one column left of the rows above it, and has room, moves back."""
    result: list[Row] = []
    for row in rows:
        if result and row.fields and not row.fields[-1]:
            above = {c: is_amount(t) for c, t in enumerate(result[-1].fields) if t}
            here = {c + 1: is_amount(t) for c, t in enumerate(row.fields) if t}
            if here == above and True in here.values() and len(here) > 1:
                row = replace(row, fields=("", *row.fields[:-1]))
        result.append(row)
    return result


def _pair_cells(rows: Sequence[Row]) -> Cells:
    """Each text reaches to the next; a blank first column belongs to the label above it."""
    cells: Cells = []
    starts: list[int] = []
    first: int | None = None
    for i, row in enumerate(rows):
        own = [c for c, text in enumerate(row.fields) if text] or [0]
        bounds = {0, *own}
        if set(own) <= set(starts):
            bounds |= set(starts)
        starts = sorted(bounds)
        is_continued = first is not None and not row.fields[0] and not _turns(rows[i - 1], row)
        for start, end in _pairs(starts, len(row.fields)):
            if start == 0 and is_continued and first is not None:
                cells[first] = replace(cells[first], row_span=cells[first].row_span + 1)
                continue
            if start == 0:
                first = len(cells)
            cells.append(_cell(i, start, row.fields[start], 1, end - start))
        if row.fields[0] and starts == [0]:
            first = None
    return cells


def _pairs(starts: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    yield from zip(starts, [*starts[1:], end], strict=True)


def _turns(above: Row, row: Row) -> bool:
    """Whether the values change from words to amounts, which a label above does not span."""
    before, now = ([t for t in r.fields[1:] if t] for r in (above, row))
    return len(before) > 1 and len(now) > 1 and is_amount(now[-1]) and not is_amount(before[-1])


def _list_cells(rows: Sequence[Row]) -> Cells:
    """A list under 一级指标, 二级指标, …: blank cells of the levels continue the cell above."""
    levels = [plain(text) for text in rows[0].fields]
    merging = [levels.index(name) for name in words().indicator_header[:-1]]
    cells: Cells = []
    current: dict[int, int] = {}
    for i, row in enumerate(rows):
        for column, text in enumerate(row.fields):
            if column in merging and i and not text and column in current and any(row.fields):
                at = current[column]
                cells[at] = replace(cells[at], row_span=cells[at].row_span + 1)
                continue
            if column in merging and i:
                for inner in merging[merging.index(column) :]:
                    current.pop(inner, None)
                if text:
                    current[column] = len(cells)
            cells.append(_cell(i, column, text))
    return cells
