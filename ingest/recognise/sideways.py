"""Sheets printed on paper narrower than they are: the columns that run on over further pages.

A further page has rows of the same heights, neither title nor labels of its own, and only amounts
under its header. That is likely, not certain: `ingest/check/columns.py` asks the sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.amount import is_amount
from ingest.recognise.captions import is_caption, plain, title_span
from ingest.records import Box, Document, Grid, GridCell, Line, Page

LEVEL = 1.5  # points by which the rules of two pages may differ in height
FARTHEST = 8  # pages of rows before their further columns begin
LEAST = 2  # rows

Pair = tuple[int, int]  # numbers of the page with the first columns, and of that with the further


def runs_on(document: Document) -> tuple[Pair, ...]:
    """Pages that may hold further columns of an earlier one."""
    grids = {page.number: grid for page in document.pages if (grid := _only_grid(page))}
    heights = {number: _heights(grid) for number, grid in grids.items()}
    bare = {p.number for p in document.pages if p.number in grids and _is_bare(p, grids[p.number])}
    found: list[Pair] = []
    taken: set[int] = set()
    for number in sorted(bare):
        before = (n for n in range(number - 1, max(0, number - FARTHEST) - 1, -1) if n in grids)
        for first in before:
            if first not in bare and first not in taken and _same(heights[first], heights[number]):
                found.append((first, number))
                taken.add(first)
                break
    return tuple(found)


def _only_grid(page: Page) -> Grid | None:
    grids = [item for item in page.items if isinstance(item, Grid)]
    return grids[0] if len(grids) == 1 and grids[0].box is not None else None


def _heights(grid: Grid) -> list[float]:
    found: list[float] = []
    for y in sorted(y for c in grid.cells if c.region for y in (c.region.top, c.region.bottom)):
        if not found or y - found[-1] > LEVEL:
            found.append(y)
    return found


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) > LEAST and all(
        abs(a - b) <= LEVEL for a, b in zip(one, other, strict=True)
    )


def _is_bare(page: Page, grid: Grid) -> bool:
    """It has no title, and no word below its header."""
    above = takewhile(lambda item: item is not grid, page.items)
    if any(isinstance(item, Line) and title_span(plain(item.text)) for item in above):
        return False
    numbers = [cell.row for cell in grid.cells if is_amount(plain(cell.text))]
    if not numbers:
        return False
    first = min(numbers)
    body = [plain(cell.text) for cell in grid.cells if cell.row >= first]
    return all(not text or is_amount(text) for text in body)


def joined(document: Document, pairs: Sequence[Pair]) -> Document:
    """The document with the columns of each second page set beside those of the first."""
    pages = {page.number: page for page in document.pages}
    for first, further in pairs:
        left, right = _only_grid(pages[first]), _only_grid(pages[further])
        if left is None or right is None:
            continue
        units = _captions(pages[further], right)
        pages[first] = _with(pages[first], left, (*units, _beside(left, right)))
        pages[further] = _with(pages[further], right, (), units)
    return replace(document, pages=tuple(pages[page.number] for page in document.pages))


def _captions(page: Page, grid: Grid) -> tuple[Line, ...]:
    """单位：万元 above the further columns speaks of the whole table."""
    above = takewhile(lambda item: item is not grid, page.items)
    return tuple(ln for ln in above if isinstance(ln, Line) and is_caption(plain(ln.text)))


def _with(
    page: Page, grid: Grid, instead: tuple[Line | Grid, ...], without: tuple[Line, ...] = ()
) -> Page:
    left_out = {id(line) for line in without}
    kept = (item for item in page.items if id(item) not in left_out)
    items = [new for item in kept for new in (instead if item is grid else (item,))]
    return replace(page, items=tuple(items))


def _beside(left: Grid, right: Grid) -> Grid:
    assert left.box is not None
    assert right.box is not None
    shift = left.box.x1 - right.box.x0
    moved = [_moved(cell, left.columns, shift, right.page) for cell in right.cells]
    cells = sorted([*_grown(left, moved), *moved], key=lambda c: (c.row, c.column))
    box = left.box._replace(x1=left.box.x1 + right.box.x1 - right.box.x0)
    columns = left.columns + right.columns
    return replace(left, box=box, columns=columns, cells=tuple(cells),
                   doubtful=left.doubtful or right.doubtful)  # fmt: skip


def _moved(cell: GridCell, columns: int, shift: float, page: int) -> GridCell:
    """Cited where it is printed, ruled where it belongs."""
    r = cell.region
    region = r and Box(r.x0 + shift, r.top, r.x1 + shift, r.bottom)
    return replace(cell, column=cell.column + columns, region=region, page=cell.page or page)


def _grown(left: Grid, moved: list[GridCell]) -> Iterator[GridCell]:
    """A name over several columns that the page cuts is blank in its second part."""
    body = min((c.row for c in (*left.cells, *moved) if is_amount(plain(c.text))), default=0)
    for cell in left.cells:
        cut = cell.column + cell.column_span == left.columns and cell.column_span > 1
        rest = next(
            (
                c
                for c in moved
                if (c.row, c.row_span) == (cell.row, cell.row_span) and c.column == left.columns
            ),
            None,
        )
        if cut and cell.text and cell.row < body and rest and not rest.text:
            moved.remove(rest)
            yield replace(cell, column_span=cell.column_span + rest.column_span)
        else:
            yield cell
