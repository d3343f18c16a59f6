"""A sheet → the lines and tables on it: titles and notes are lines, what lies between is a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.amount import is_amount
from ingest.read.office.grids import grid_of
from ingest.read.office.sheet import Sheet, Shown, letters, reference
from ingest.read.transcript import read_header, words
from ingest.records import Grid, GridCell, Line, Spot, Unseen

CAPTION = re.compile(
    r"^(?:(?:编制|填报|预算|公开|主管)*(?:部门|单位)(?:名称)?(?:[（(].{1,6}[)）])?[:：]|(?:金额|货币)?单位[:：]"
    r"|[（(]?(?:公开|预算|决算|财决|附表?|表)+[-\d一二三四五六七八九十.]+表?[:：]?[)）]?$|(?:填报|编制)?日期[:：]|\d{4}年度?$|"
    r"[（(]?(?:金额)?单位[:：].{0,3}元[)）]?$)"
)
ENTITY = re.compile(r"^(?:编制|填报|预算|公开|主管)*(?:部门|单位)(?:名称)?(?:[（(].{1,6}[)）])?[:：].*[^元]$")
TITLE = re.compile(r"(?:表|明细|清单)(?:[（(][^（()）]{1,30}[)）]){0,2}$")
NOTE = re.compile(r"^(?:备?注|说明|附注)[:：0-9]|^备注|(?:本表|此表).*(?:空|无)|无数据|没有数据|为空表")
PROSE = re.compile(r"[。；]$")
SENTENCE = re.compile(r"[。；！？，,]")
GENERIC = re.compile(r"(?i)(?:sheet|工作表|表格?)\s*\d*(?:\s*\(\d+\))?$")
ORDER = re.compile(r"^\d{1,2}[\s.、．_-]*(?=20\d\d|[^\d年])")
LONG = 40  # letters: more is no title
FEW = 4  # captions that stand in one row
BLANK = Shown("")


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
        if CAPTION.search(item.text):
            continue
        if item.middle or (TITLE.search(item.text) and not SENTENCE.search(item.text)):
            return True
    return False


def visible(sheet: Sheet) -> list[Placed]:
    """Every cell that shows something or is ruled, in reading order; merged blanks too."""
    merged = {(r, c): (rows, columns) for r, c, rows, columns in sheet.merges}
    covered = {
        (r + i, c + j)
        for r, c, rows, columns in sheet.merges
        for i in range(min(rows, 5000))
        for j in range(min(columns, 500))
        if i or j
    }
    found = []
    blank = {at: BLANK for at in merged if at not in sheet.cells}
    for (row, column), shown in {**sheet.cells, **blank}.items():
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
    rows: Sequence[Sequence[Placed]]  # blank cells too
    _table: list[Sequence[Placed]] = field(default_factory=list)

    def items(self) -> Iterator[Line | Grid]:
        for at, placed in enumerate(self.rows):
            row = [cell for cell in placed if cell.text]
            if not row:
                if self._table and self._below(self._table[-1]) >= placed[0].row:
                    self._table.append(placed)  # a ruled row with nothing in it
                continue
            if self._is_lines(row) and not self._begins_form(at, row):
                yield from self._grid()
                for cell in row:
                    yield self._line(cell)
                continue
            if self._begins_another(at, row):
                yield from self._grid()
            self._table.append(placed)
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
        if any(c.text for c in cells) and (row := blank_row(cells)):
            cells += row
        if (grid := grid_of(cells, self.sheet.number)) is not None:
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


# ------------------------------------------------------------------ what is not shown


def unseen(sheet: Sheet) -> Iterator[Unseen]:
    """Said, not used: hidden sheets, rows and columns that hold something, formulas without a
    result."""
    spot = Spot(sheet=sheet.name)
    told = {at for at, shown in sheet.cells.items() if shown.text}
    if sheet.hidden:
        if told:
            yield Unseen(f"工作表“{sheet.name}”是隐藏的，没有采用", spot)
        return
    rows = sorted({r for r, _ in told} & sheet.hidden_rows)
    columns = sorted({c for _, c in told} & sheet.hidden_columns)
    if rows:
        named = "、".join(str(r + 1) for r in rows[:6]) + ("等" if len(rows) > 6 else "")
        yield Unseen(f"工作表“{sheet.name}”隐藏了第 {named} 行，没有采用", spot)
    if columns:
        named = "、".join(map(letters, columns[:6])) + ("等" if len(columns) > 6 else "")
        yield Unseen(f"工作表“{sheet.name}”隐藏了 {named} 列，没有采用", spot)
    if sheet.uncounted:
        first = reference(*sheet.uncounted[0])
        many = f"等 {len(sheet.uncounted)} 个" if len(sheet.uncounted) > 1 else ""
        yield Unseen(
            f"工作表“{sheet.name}”的 {first} {many}公式没有存下结果，读不出数；用表格软件打开后另存一次即可",
            Spot(sheet=sheet.name, cell=first),
        )
