"""A sheet → the lines and tables on it, as they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.read.office.sheet import Sheet, Shown, letters, reference
from ingest.read.office.split import CAPTION, SENTENCE, TITLE, Placed, split
from ingest.records import Grid, Line, Spot, Unseen

GENERIC = re.compile(r"(?i)(?:sheet|工作表|表格?)\s*\d*(?:\s*\(\d+\))?$")
ORDER = re.compile(r"^\d{1,2}[\s.、．_-]*(?=20\d\d|[^\d年])")
BLANK = Shown("")


def sheet_items(sheet: Sheet) -> tuple[Line | Grid, ...]:
    items = list(split(visible(sheet), sheet.number, sheet.hidden_rows))
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
            spot = Spot(sheet=sheet.name, cell=reference(row, column))
            span = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
            found.append(Placed(rows[0], columns[0], *span, shown.text, spot, shown.indent,
                                shown.middle, shown.raw))  # fmt: skip
    return found


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
