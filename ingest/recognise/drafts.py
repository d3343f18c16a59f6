"""Grids on their way to tables: where one begins, and which pages go on with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile

from ingest.amount import is_amount
from ingest.recognise.captions import Caption, plain, same_title
from ingest.recognise.headers import Header, Placed, read_header, repeated_rows
from ingest.recognise.sections import is_heading
from ingest.recognise.stitching import append, aside, common_edges, edges, place, refit, within
from ingest.records import Grid, Line, Paragraph, Reading

NOTE = re.compile(r"^(?:备?注|说明|附注)[:：0-9]|本表|此表|(?:为空表|无数据|没有数据|无相关)|^备注")
ALIKE = 4  # as many columns in the same places are no accident


@dataclass(slots=True)
class Draft:
    """A table while pages may still be added to it.

    Only what reaches the bottom is `open`: a further page leaves the `settled` cells alone, so that
    a table of hundreds of pages costs no more a page than one of two. `xs` are the column borders
    of the last page.
    """

    caption: Caption
    open: list[Placed]
    columns: int
    header: Header
    pages: list[int]
    last_page: int
    xs: list[float]
    settled: list[Placed] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    notes: tuple[Paragraph, ...] = ()

    @property
    def cells(self) -> list[Placed]:
        """From the top down."""
        return [*self.settled, *self.open]

    @property
    def head(self) -> list[Placed]:
        """The cells of the header and of what speaks about the table above it."""
        depth = max(self.header.rows, self.header.captions)
        return list(takewhile(lambda c: c.row < depth, chain(self.settled, self.open)))


def draft_of(grid: Grid, caption: Caption, sha: str) -> Draft:
    cells, columns = _without_idle_columns(place(grid, sha), grid.columns)
    header = read_header(cells, columns, caption.title)
    pages = pages_of(grid)
    return Draft(caption, cells, columns, header, pages, grid.page, edges(cells))


def _without_idle_columns(cells: list[Placed], columns: int) -> tuple[list[Placed], int]:
    """Borders that only a caption row has divide nothing."""
    header = read_header(cells, columns, "")
    below = [cell for cell in cells if cell.row >= header.captions]
    starts = sorted({cell.column for cell in below})
    if not header.captions or len(starts) == columns or not starts or starts[0] != 0:
        return cells, columns
    fitted = []
    for c in cells:
        inside = [i for i, s in enumerate(starts) if c.column <= s < c.after]
        first = inside[0] if inside else sum(s <= c.column for s in starts) - 1
        if not inside and not c.text:
            continue
        fitted.append(
            Placed(c.row, first, c.row_span, max(1, len(inside)), c.text, c.source, c.region)
        )
    return fitted, len(starts)


def continues(
    draft: Draft, grid: Grid, caption: Caption, between: Sequence[Line], sha: str
) -> bool:
    """Adds the grid to the table where it is a further page of it."""
    cells = place(grid, sha)
    if caption.title and not same_title(caption.title, draft.caption.title):
        return False
    if grid.box is None:
        if not _follows(draft, grid, cells, caption, between):
            return False
        _extend(draft, cells, grid)
        return True
    if grid.page - 1 not in (draft.last_page, draft.pages[-1]):
        return False
    depth = max(draft.header.rows, draft.header.captions)
    head = draft.head
    if depth and draft.columns == grid.columns and repeated_rows(cells, head, depth) == depth:
        _extend(draft, cells, grid)  # the same header again: widths may differ by page
        draft.xs = edges(cells)
        return True
    if _is_aligned(cells) and _is_aligned(draft.open):
        return _goes_on_below(draft, cells, caption, between, grid)
    own = edges(cells)
    by = aside(draft.xs, own, cells)
    xs = common_edges(draft.xs, [x + by for x in own], draft.header.kind == "form")
    if xs is None:
        return False
    more = refit(cells, xs, by)
    again = repeated_rows(more, head, depth)
    unlike = draft.columns != grid.columns and draft.header.kind == "grid" and not again
    new = not caption.title and not caption.plain
    alike = draft.columns == grid.columns >= ALIKE
    speaks = _speaks(between, grid.page, alike)
    other = unlike or _other_header(more, draft)
    if not again and (new or speaks or (other and not _is_last_row(more))):
        return False
    if xs != draft.xs or draft.columns != len(xs) - 1:
        draft.settled, draft.open = refit(draft.settled, xs), refit(draft.open, xs)
        draft.xs, draft.columns = xs, len(xs) - 1
    _extend(draft, more, grid)
    return True


def _is_aligned(cells: Sequence[Placed]) -> bool:
    return any(cell.source and cell.source.reading is Reading.ALIGNED for cell in cells)


def _goes_on_below(
    draft: Draft, cells: Sequence[Placed], caption: Caption, between: Sequence[Line], grid: Grid
) -> bool:
    """Where no rules tell the columns, a further page has no header and each of its texts stands
    in one column of the first; its own columns are only those that are filled there."""
    if (
        caption.title
        or not caption.plain
        or draft.header.kind == "form"
        or _speaks(between, grid.page, alike=False)
    ):
        return False
    if not draft.header.rows or _names_columns(cells):
        return False
    fitted = within(cells, draft.xs)
    if fitted is None:
        return False
    _extend(draft, fitted, grid)
    return True


def _follows(
    draft: Draft,
    grid: Grid,
    cells: Sequence[Placed],
    caption: Caption,
    between: Sequence[Line],
) -> bool:
    """The same where nothing is known of where it stands: a table cut in two by hand or by a page
    has its columns, its header or title again, or nothing that could head another table."""
    if between or grid.columns != draft.columns:
        return False
    depth = max(draft.header.rows, draft.header.captions)
    if caption.title:
        return depth > 0 and repeated_rows(cells, draft.head, depth) == depth
    if not caption.plain:
        return False
    if not any(cell.source and cell.source.spot for cell in cells):
        return True  # a transcription: lines that stand together
    if depth and repeated_rows(cells, draft.head, depth) == depth:
        return True
    if grid.page != draft.last_page or read_header(cells, grid.columns, "").captions:
        return False
    return draft.header.kind == "form" or not _names_columns(cells)


def _names_columns(cells: Sequence[Placed]) -> bool:
    """A first row of different words in every place, and amounts somewhere below it."""
    row = [cell for cell in cells if cell.row == 0]
    texts = [cell.text for cell in row]
    worded = all(texts) and len(set(texts)) == len(texts) > 1 and not any(map(is_amount, texts))
    return worded and any(is_amount(cell.text) for cell in cells)


def _is_last_row(cells: Sequence[Placed]) -> bool:
    """合计 alone on a page of its own: the last row of the table before."""
    first = min(cells, key=lambda c: (c.row, c.column), default=None)
    return first is not None and max(c.row for c in cells) == 0 and first.text in ("合计", "总计")


def _extend(draft: Draft, more: Sequence[Placed], grid: Grid) -> None:
    bottom = max((cell.below for cell in draft.open), default=0)
    settled = [cell for cell in draft.open if cell.below < bottom]
    tail = [cell for cell in draft.open if cell.below == bottom]
    draft.open = append(draft.head, tail, more, draft.header)
    draft.settled += settled
    draft.pages = sorted({*draft.pages, *pages_of(grid)})
    draft.last_page = grid.page


def pages_of(grid: Grid) -> list[int]:
    """Its own, and those that its columns run on over."""
    return sorted({grid.page, *(cell.page for cell in grid.cells if cell.page)})


def _speaks(between: Sequence[Line], page: int, alike: bool) -> bool:
    """Notes or headings between two grids close the first; scraps of a cut cell do not."""
    texts = [plain(line.text) for line in between]
    if any(NOTE.search(text) or is_heading(text) for text in texts):
        return True
    return not alike and any(len(plain(ln.text)) > 12 and ln.page != page for ln in between)


def _other_header(more: Sequence[Placed], draft: Draft) -> bool:
    """A first row that divides further below, in words, is the header of another table."""
    if draft.header.kind != "grid":
        return False
    row = [cell for cell in more if cell.row == 0]
    wide = [cell for cell in row if cell.column_span > 1 and cell.text]
    return len(wide) > 0 and all(cell.text for cell in row) and len(row) > 1
