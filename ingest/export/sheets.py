"""A small table as the bytes of a file, for a page to hand out. No cell of it is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

from ingest.export.rows import inert
from ingest.export.writers import EXACT

Value = str | int | Decimal | None
LONGEST = 32_000  # letters that a spreadsheet keeps in a cell
WIDEST = 60


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read the Chinese."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([inert(name) for name in header])
    writer.writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int | None:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return inert(value) if isinstance(value, str) else value


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Texts stay texts, whatever they begin with; no link, no formula."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False}  # fmt: skip
    out = BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        widths = [_wide(name) for name in header]
        for column, name in enumerate(header):
            sheet.write_string(0, column, name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                widths[column] = max(widths[column], _wide(str(value or "")))
                if isinstance(value, Decimal) and len(value.as_tuple().digits) > EXACT:
                    value = f"{value:f}"
                if isinstance(value, str):
                    sheet.write_string(at, column, value[:LONGEST])
                elif value is not None:
                    sheet.write_number(at, column, value)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, WIDEST))
    return out.getvalue()


def _wide(text: str) -> int:
    """Chinese letters are twice as wide."""
    return sum(1 if ord(c) < 0x2E80 else 2 for c in text[:WIDEST])
