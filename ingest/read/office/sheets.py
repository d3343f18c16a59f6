"""A sheet → the lines and tables on it: titles and notes are lines, what lies between is a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.amount import is_amount
from ingest.read.office.grids import grid_of
from ingest.read.office.sheet import Sheet, Shown, letters, reference
from ingest.read.transcript import words
from ingest.records import Grid, GridCell, Line, Spot, Unseen

CAPTION = re.compile(
    r"^(?:(?:编制|填报|预算|公开|主管)*(?:部门|单位)(?:名称)?(?:[（(].{1,6}[)）])?[:：]|(?:金额|货币)?单位[:：]"
    r"|[（(]?(?:公开|预算|决算|财决|附表?|表)+[-\d一二三四五六七八九十.]+表?[:：]?[)）]?$|(?:填报|编制)?日期[:：]|\d{4}年度?$|"
    r"[（(]?(?:金额)?单位[:：].{0,3}元[)）]?$)"
)
TITLE = re.compile(r"(?:表|明细|清单)(?:[（(][^（()）]{1,30}[)）]){0,2}$")
NOTE = re.compile(r"^(?:备?注|说明|附注)[:：0-9]|^备注|(?:本表|此表).*(?:空|无)|无数据|没有数据|为空表")
PROSE = re.compile(r"[。；]$")
SENTENCE = re.compile(r"[。；！？，,]")
GENERIC = re.compile(r"(?i)(?:sheet|工作表|表格?)\s*\d*(?:\s*\(\d+\))?$")
ORDER = re.compile(r"^[\d\s.、．_-]+(?=[^\d年])")
LONG = 40  # letters: more is no title
FEW = 4  # captions that stand in one row


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell as shown: hidden rows and columns are left out of its spans."""

    row: int
    column: int
    rows: int
    columns: int
    shown: Shown
    cell: str  # its reference in the file

    @property
    def text(self) -> str:
        return self.shown.text


def sheet_items(sheet: Sheet) -> tuple[Line | Grid, ...]:
    rows = by_row(visible(sheet))
    items = list(_Split(sheet, rows).items())
    if any(isinstance(item, Grid) for item in items) and not _is_titled(items):
        named = ORDER.sub("", sheet.name).strip()
        if named and not GENERIC.fullmatch(named):
            spot = Spot(sheet=sheet.name)
            items.insert(0, Line(named, sheet.number, None, spot=spot, middle=True))
    return tuple(items)


def _is_titled(items: Sequence[Line | Grid]) -> bool:
    """A title stands above the first grid, or in its first row."""
    for item in items:
        if isinstance(item, Grid):
            return any(TITLE.search(c.text) for c in item.cells if c.row == 0 and c.column_span > 1)
        if item.middle or (TITLE.search(item.text) and not SENTENCE.search(item.text)):
            return True
    return False


def visible(sheet: Sheet) -> list[Placed]:
    """Every cell that shows something, in reading order."""
    merged = {(r, c): (rows, columns) for r, c, rows, columns in sheet.merges}
    covered = {
        (r + i, c + j)
        for r, c, rows, columns in sheet.merges
        for i in range(min(rows, 5000))
        for j in range(min(columns, 500))
        if i or j
    }
    found = []
    for (row, column), shown in sheet.cells.items():
        if (row, column) in covered:
            continue
        deep, wide = merged.get((row, column), (1, 1))
        rows = [r for r in range(row, row + min(deep, 5000)) if r not in sheet.hidden_rows]
        columns = [
            c for c in range(column, column + min(wide, 500)) if c not in sheet.hidden_columns
        ]
        if rows and columns:
            cell = reference(row, column)
            span = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
            found.append(Placed(rows[0], columns[0], *span, shown, cell))
    return sorted(found, key=lambda p: (p.row, p.column))


def by_row(cells: Sequence[Placed]) -> list[list[Placed]]:
    rows: dict[int, list[Placed]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return [rows[row] for row in sorted(rows)]


@dataclass(slots=True)
class _Split:
    """Rows from the top down, those of one table together."""

    sheet: Sheet
    rows: Sequence[Sequence[Placed]]
    _table: list[Sequence[Placed]] = field(default_factory=list)

    def items(self) -> Iterator[Line | Grid]:
        for at, row in enumerate(self.rows):
            if self._is_lines(row):
                yield from self._grid()
                for cell in row:
                    yield self._line(cell)
                continue
            if self._begins_another(at):
                yield from self._grid()
            self._table.append(row)
        yield from self._grid()

    def _is_lines(self, row: Sequence[Placed]) -> bool:
        texts = ["".join(cell.text.split()) for cell in row]
        if len(row) <= FEW and all(CAPTION.search(text) for text in texts):
            return not self._table or len(row) > 1 or self._is_left(row[0])
        if len(row) > 1:
            return False
        text, cell = texts[0], row[0]
        if TITLE.search(text) and len(text) <= LONG and not SENTENCE.search(text):
            return self._is_left(cell) or not self._table
        if not self._table:
            return not cell.shown.raw and not self._heads_columns(cell)
        said = NOTE.search(text) or (PROSE.search(text) and len(text) > LONG // 2)
        return bool(said) and self._is_left(cell)

    def _is_left(self, cell: Placed) -> bool:
        """It begins where the table does, or spans most of it."""
        left = min((c.column for row in self._table for c in row), default=cell.column)
        right = max((c.column + c.columns for row in self._table for c in row), default=0)
        return cell.column <= left or 2 * cell.columns > right - left

    def _heads_columns(self, cell: Placed) -> bool:
        """本年收入 alone above 小计, 拨款: the first row of a header, not a title."""
        below = next((row for row in self.rows if row[0].row > cell.row), ())
        return cell.column > min((c.column for c in below), default=cell.column)

    def _begins_another(self, at: int) -> bool:
        """After a blank row, a row of nothing but names heads another table."""
        row = self.rows[at]
        if len(self._table) < 2:
            return False
        last = max(c.row + c.rows for c in self._table[-1])
        blank = [r for r in range(last, row[0].row) if r not in self.sheet.hidden_rows]
        named = len(row) > 1 and not any(is_amount(c.text) for c in row)
        listed = any(words().body_start.search(c.text) for c in row)
        had = any(is_amount(c.text) for above in self._table for c in above)
        return bool(blank) and named and had and not listed and at + 1 < len(self.rows)

    def _line(self, cell: Placed) -> Line:
        wide = cell.columns > 1 or cell.shown.middle
        spot = Spot(sheet=self.sheet.name, cell=cell.cell)
        return Line(cell.text, self.sheet.number, None, spot=spot, middle=wide)

    def _grid(self) -> Iterator[Grid]:
        cells = [
            GridCell(
                c.row, c.column, c.rows, c.columns, c.text, None, None,
                None if c.shown.middle else c.shown.indent,
                Spot(sheet=self.sheet.name, cell=c.cell),
            )
            for row in self._table
            for c in row
        ]  # fmt: skip
        self._table = []
        if (grid := grid_of(cells, self.sheet.number)) is not None:
            yield grid


# ------------------------------------------------------------------ what is not shown


def unseen(sheet: Sheet) -> Iterator[Unseen]:
    """Said, not used: hidden sheets, rows and columns that hold something, formulas without a
    result."""
    spot = Spot(sheet=sheet.name)
    if sheet.hidden:
        if sheet.cells:
            yield Unseen(f"工作表“{sheet.name}”是隐藏的，没有采用", spot)
        return
    rows = sorted({r for r, _ in sheet.cells} & sheet.hidden_rows)
    columns = sorted({c for _, c in sheet.cells} & sheet.hidden_columns)
    if rows:
        told = "、".join(str(r + 1) for r in rows[:6]) + ("等" if len(rows) > 6 else "")
        yield Unseen(f"工作表“{sheet.name}”隐藏了第 {told} 行，没有采用", spot)
    if columns:
        told = "、".join(map(letters, columns[:6])) + ("等" if len(columns) > 6 else "")
        yield Unseen(f"工作表“{sheet.name}”隐藏了 {told} 列，没有采用", spot)
    if sheet.uncounted:
        first = reference(*sheet.uncounted[0])
        many = f"等 {len(sheet.uncounted)} 个" if len(sheet.uncounted) > 1 else ""
        yield Unseen(
            f"工作表“{sheet.name}”的 {first} {many}公式没有存下结果，读不出数；用表格软件打开后另存一次即可",
            Spot(sheet=sheet.name, cell=first),
        )
