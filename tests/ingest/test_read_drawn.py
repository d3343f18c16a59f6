"""Pages that office programs seldom make: clipped text, rules that are missing or doubled."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium

from ingest.read.frame import frame_of
from ingest.read.glyphs import text_in
from ingest.read.pdf import read_pages
from ingest.records import Grid, Line
from tests.ingest.pdfs import ruled, strokes, words, write_pdf


def items(path: Path, drawing: str) -> tuple[Line | Grid, ...]:
    return next(read_pages(write_pdf(path / "x.pdf", drawing))).items


def rows(item: Line | Grid) -> list[list[str]]:
    assert isinstance(item, Grid)
    found: list[list[str]] = [[] for _ in range(item.rows)]
    for cell in item.cells:
        found[cell.row].append(cell.text)
    return found


def test_text_that_is_clipped_away_is_not_read(tmp_path: Path) -> None:
    hidden = "q 100 600 50 50 re W n " + words((105, 700, "9.99")) + "Q\n"
    shown = "q 100 600 50 50 re W n " + words((105, 620, "1.25")) + "Q\n"
    found = items(tmp_path, ruled((100, 150, 200), (600, 650, 720)) + hidden + shown)
    assert [rows(item) for item in found] == [[["", ""], ["1.25", ""]]]


def test_upright_rules_beside_a_table_with_its_height_are_its_columns(tmp_path: Path) -> None:
    """A cell that the page cuts has neither a rule above it nor one below."""
    beside = strokes((100, 600, 100, 700), (150, 600, 150, 700))
    text = words((110, 640, "1.25"), (160, 640, "one"), (210, 680, "2"), (210, 630, "3"))
    found = items(tmp_path, beside + ruled((200, 250), (600, 650, 700)) + text)
    assert [rows(item) for item in found] == [[["1.25", "one", "2"], ["3"]]]


def test_a_sideways_table_is_read_upright_and_cited_where_it_stands(tmp_path: Path) -> None:
    turned = "0 1 -1 0 800 0 cm\n"  # a quarter turn to the left
    text = words((105, 670, "Staff"), (205, 670, "96.40"), (105, 620, "Cars"), (205, 620, "2.50"))
    path = write_pdf(tmp_path / "x.pdf", turned + ruled((100, 200, 300), (600, 650, 700)) + text)
    (grid,) = next(read_pages(path)).items
    assert rows(grid) == [["Staff", "96.40"], ["Cars", "2.50"]]
    page = pdfium.PdfDocument(path)[0]
    text_page, frame = page.get_textpage(), frame_of(page)
    assert isinstance(grid, Grid)
    read = [text_in(text_page, frame, cell.ink) for cell in grid.cells if cell.ink]
    assert read == [cell.text for cell in grid.cells]


def test_an_amount_that_runs_over_a_rule_stays_whole(tmp_path: Path) -> None:
    text = words((68, 660, "1,234.56"), (110, 660, "7.25"), (105, 610, "2.00"))
    found = items(tmp_path, ruled((50, 100, 150), (600, 650, 700)) + text)
    assert [rows(item) for item in found] == [[["1,234.56", "7.25"], ["", "2.00"]]]
