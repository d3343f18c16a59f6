"""Small tables handed out by a page: exact, readable by spreadsheets, never a formula."""

from __future__ import annotations

import csv
import zipfile
from decimal import Decimal
from io import BytesIO, StringIO

import pytest

from ingest.export.sheets import LONGEST, csv_bytes, xlsx_bytes

ROW = ("=HYPERLINK(1)", "-2.50", 2024, Decimal("800000.0"), None)
HEADER = ("说明", "印的是", "年度", "相差", "空")


def test_a_csv_opens_in_a_spreadsheet_and_holds_no_formula() -> None:
    data = csv_bytes(HEADER, [ROW])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [list(HEADER), ["'=HYPERLINK(1)", "-2.50", "2024", "800000.0", ""]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝"])
def test_a_text_that_a_spreadsheet_would_compute_is_quoted(start: str) -> None:
    data = csv_bytes(("a",), [(f"{start}cmd|' /C calc'!A0",)]).decode("utf-8-sig")
    assert list(csv.reader(StringIO(data, newline="")))[1][0].startswith("'")


def test_a_workbook_holds_texts_and_numbers_but_no_formula_and_no_link() -> None:
    long = Decimal("1234567890123456.78")
    with zipfile.ZipFile(
        BytesIO(xlsx_bytes(HEADER, [ROW, ("http://evil.test", "长" * 40_000, 1, long, None)]))
    ) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert ("<f>" in sheet, "hyperlink" in sheet, "<v>800000.0</v>" in sheet) == (
        False,
        False,
        True,
    )
    assert all(text in texts for text in ("=HYPERLINK(1)", "http://evil.test", f"{long}"))
    assert "长" * LONGEST in texts
    assert "长" * (LONGEST + 1) not in texts
