"""Rows of cells, of a sheet or of a table → lines and grids: titles and notes are lines, what lies
between is a grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.amount import is_amount
from ingest.read.office.grids import grid_of
from ingest.read.transcript import read_header, words
from ingest.records import Grid, GridCell, Line, Spot

CAPTION = re.compile(
    r"^(?:(?:编制|填报|预算|公开|主管)*(?:部门|单位)(?:名称)?(?:[（(].{1,6}[)）])?[:：]|(?:金额|货币)?单位[:：]"
    r"|[（(]?(?:公开|预算|决算|财决|附表?|表)+[-\d一二三四五六七八九十.]+表?[:：]?[)）]?$|(?:填报|编制)?日期[:：]|\d{4}年度?$|"
    r"[（(]?(?:金额)?单位[:：].{0,3}元[)）]?$)"
)
ENTITY = re.compile(
    r"^(?:编制|填报|预算|公开|主管)*(?:部门|单位)(?:名称)?(?:[（(].{1,6}[)）])?[:：].*[^元]$"
)
TITLE = re.compile(r"(?:表|明细|清单)(?:[（(][^（()）]{1,30}[)）]){0,2}$")
NOTE = re.compile(
    r"^(?:备?注|说明|附注)[:：0-9]|^备注|(?:本表|此表).*(?:空|无)|无数据|没有数据|为空表"
)
PROSE = re.compile(r"[。；]$")
SENTENCE = re.compile(r"[。；！？，,]")
LONG = 40  # letters: more is no title
FEW = 4  # captions that stand in one row


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell as shown, blank ones that are ruled too."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    spot: Spot
    indent: float | None = None  # None where it is not set left
    middle: bool = False
    raw: bool = False  # a stored number


def split(
    cells: Iterable[Placed], page: int = 1, hidden: frozenset[int] = frozenset()
) -> tuple[Line | Grid, ...]:
    """`hidden` are rows that were left out: they part nothing."""
    return tuple(_Split(page, hidden, by_row(cells)).items())


def as_placed(cell: GridCell) -> Placed:
    """A cell of a table in Word or on a web page."""
    assert cell.spot is not None
    return Placed(cell.row, cell.column, cell.row_span, cell.column_span, cell.text, cell.spot,
                  cell.indent, cell.indent is None)  # fmt: skip


def by_row(cells: Iterable[Placed]) -> list[list[Placed]]:
    rows: dict[int, list[Placed]] = {}
    for cell in sorted(cells, key=lambda p: (p.row, p.column)):
        rows.setdefault(cell.row, []).append(cell)
    return [rows[row] for row in sorted(rows)]


@dataclass(slots=True)
class _Split:
    """Rows from the top down, those of one table together."""

    page: int
    hidden: frozenset[int]
    rows: Sequence[Sequence[Placed]]  # blank cells too
    _table: list[Sequence[Placed]] = field(default_factory=list)

    def items(self) -> Iterator[Line | Grid]:
        for at, placed in enumerate(self.rows):
            row = [cell for cell in placed if cell.text]
            if not row:
                if self._table and self._below(self._table[-1]) >= placed[0].row:
                    self._table.append(placed)  # a ruled row with nothing in it
                continue
            if self._is_lines(at, row) and not self._begins_form(at, row):
                yield from self._grid()
                for cell in row:
                    yield self._line(cell)
                continue
            if self._begins_another(at, row):
                yield from self._grid()
            self._table.append(placed)
        yield from self._grid()

    def _is_lines(self, at: int, row: Sequence[Placed]) -> bool:
        texts = ["".join(cell.text.split()) for cell in row]
        if len(row) <= FEW and all(CAPTION.search(text) for text in texts):
            return not self._table or len(row) > 1 or self._is_left(row[0])
        if len(row) > 1:
            return False
        text, cell = texts[0], row[0]
        if TITLE.search(text) and len(text) <= LONG and not SENTENCE.search(text):
            return self._is_left(cell) or not self._table
        if not self._table:
            alone = len(self.rows[at]) == 1  # no ruled blanks beside it: else it is a row
            return alone and not cell.raw and not self._heads_columns(cell)
        long = PROSE.search(text) and len(text) > LONG // 2 and self._is_last(at)
        return bool(NOTE.search(text) or long) and self._is_left(cell)

    def _is_last(self, at: int) -> bool:
        """Nothing but single cells comes below, down to what speaks about another table."""
        for placed in self.rows[at + 1 :]:
            texts = ["".join(cell.text.split()) for cell in placed if cell.text]
            if len(texts) > 1:
                return all(CAPTION.search(text) for text in texts)
            if any(TITLE.search(text) for text in texts):
                return True
        return True

    def _begins_form(self, at: int, row: Sequence[Placed]) -> bool:
        """部门名称：… merged over the whole table right below: its own first row."""
        below = self.rows[at + 1] if at + 1 < len(self.rows) else ()
        if len(row) > 1 or not ENTITY.search(row[0].text) or not below:
            return False
        over = {(c.column, c.column + c.columns) for c in below}
        whole = min(a for a, _ in over), max(b for _, b in over)
        here = row[0].column, row[0].column + row[0].columns
        return here == whole and len(below) > 1 and below[0].row == self._below(row)

    def _is_left(self, cell: Placed) -> bool:
        """It begins where the table does, or spans most of it."""
        if not self._table:
            return True
        left = min((c.column for row in self._table for c in row), default=cell.column)
        right = max((c.column + c.columns for row in self._table for c in row), default=0)
        return cell.column <= left or 2 * cell.columns > right - left

    def _heads_columns(self, cell: Placed) -> bool:
        """本年收入 alone above 小计, 拨款: the first row of a header, not a title."""
        below = next((row for row in self.rows if row[0].row > cell.row), ())
        below = [c for c in below if c.text]
        return cell.column > min((c.column for c in below), default=cell.column)

    def _below(self, row: Sequence[Placed]) -> int:
        return max(c.row + c.rows for c in row)

    def _begins_another(self, at: int, row: Sequence[Placed]) -> bool:
        """After a blank row, a row of nothing but names heads another table."""
        if len(self._table) < 2:
            return False
        last = self._below(self._table[-1])
        blank = [r for r in range(last, row[0].row) if r not in self.hidden]
        named = len(row) > 1 and not any(is_amount(c.text) for c in row)
        listed = any(words().body_start.search(c.text) for c in row)
        had = any(is_amount(c.text) for above in self._table for c in above)
        return bool(blank) and named and had and not listed and at + 1 < len(self.rows)

    def _line(self, cell: Placed) -> Line:
        wide = cell.columns > 1 or cell.middle
        return Line(cell.text, self.page, None, spot=cell.spot, middle=wide)

    def _grid(self) -> Iterator[Grid]:
        cells = [
            GridCell(
                c.row, c.column, c.rows, c.columns, c.text, None, None,
                None if c.middle else c.indent, spot=c.spot,
            )
            for row in self._table
            for c in row
        ]  # fmt: skip
        self._table = []
        if any(c.text for c in cells) and (row := blank_row(cells)):
            cells += row
        if (grid := grid_of(cells, self.page)) is not None:
            yield grid


def blank_row(cells: Sequence[GridCell]) -> list[GridCell]:
    """A form of which only the header is filled in has one empty row, though nobody ruled it."""
    below = max(c.row + c.row_span for c in cells)
    rows = sorted({c.row for c in cells})
    columns = sorted({c.column for c in cells})
    texts = {(c.row, c.column): c.text for c in cells}
    fields = [tuple(texts.get((r, c), "") for c in columns) for r in rows]
    if len(columns) < 2 or len(rows) > 4 or read_header(fields).rows < len(rows):
        return []
    return [GridCell(below, column, 1, 1, "", None, None) for column in columns]
