"""The door to xlrd: an old Excel workbook (.xls) → its sheets as shown."""

from __future__ import annotations

import io
from typing import Any

from ingest.errors import Unreadable
from ingest.read.office.grids import blank_width
from ingest.read.office.numbers import GENERAL, shown, stored
from ingest.read.office.sheet import MOST_CELLS, Sheet, Shown, without_pointless
from ingest.read.office.workbook import INDENT

LEFT, MIDDLE = (0, 1), (2, 6, 7)  # alignments by number


def read_xls(content: bytes) -> tuple[Sheet, ...]:
    book = open_xls(content)
    return tuple(_sheet(book, book.sheet_by_index(n), n + 1) for n in range(book.nsheets))


def open_xls(content: bytes) -> Any:
    import xlrd  # only where an old workbook is met

    try:
        return xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise Unreadable("文件已加密，需要密码才能打开") from error
        raise Unreadable("Excel 文件已损坏，或版本太旧，请另存为 xlsx 再入库") from error
    except (AssertionError, IndexError, KeyError, ValueError, TypeError, EOFError) as error:
        raise Unreadable("Excel 文件已损坏，读不了") from error


def _sheet(book: Any, sheet: Any, number: int) -> Sheet:
    cells: dict[tuple[int, int], Shown] = {}
    zeros = bool(getattr(sheet, "show_zero_values", 1))
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if (found := _shown(book, cell, zeros)) is not None:
                cells[row, column] = found
        if len(cells) > MOST_CELLS:
            raise Unreadable("工作表太大，不像一份公开文件")
    rows = {r for r, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    columns = {c for c, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
    merges = ((r0, c0, r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells)
    return Sheet(sheet.name, number, cells, without_pointless(merges), frozenset(rows),
                 frozenset(columns), sheet.visibility != 0)  # fmt: skip


def _shown(book: Any, cell: Any, zeros: bool) -> Shown | None:
    import xlrd

    format_ = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    raw = cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE)
    if raw:
        number = stored(repr(cell.value))
        if number is None or (number == 0 and not zeros):
            return None
        text = shown(number, _code(book, format_), from_1904=bool(book.datemode))
    elif cell.ctype == xlrd.XL_CELL_TEXT:
        text = cell.value
    elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
        text = "TRUE" if cell.value else "FALSE"
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(cell.value, "#N/A")
    elif format_ is not None and _is_ruled(format_):
        text = ""
    else:
        return None
    side = format_.alignment.hor_align if format_ is not None else 0
    steps = format_.alignment.indent_level if format_ is not None else 0
    indent = steps * INDENT + blank_width(text) if side in LEFT and not raw else None
    return Shown(text.strip(), indent, side in MIDDLE, raw, _code(book, format_) if raw else "")


def _is_ruled(format_: Any) -> bool:
    border = format_.border
    return any((border.left_line_style, border.right_line_style, border.top_line_style,
                border.bottom_line_style))  # fmt: skip


def _code(book: Any, format_: Any) -> str:
    if format_ is None or format_.format_key not in book.format_map:
        return GENERAL
    return str(book.format_map[format_.format_key].format_str)
