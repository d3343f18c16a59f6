"""PDF → lines and grids: what is printed in every box is the text that we say."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.read.frame import frame_of
from ingest.read.glyphs import fold_radicals, text_in, upright_text_in
from ingest.read.pdf import count_pages, read_pages, read_pdf
from ingest.read.second import disagreements, read_cells
from ingest.records import Box, Grid, GridCell, Line, Page
from tests.ingest.samples import TRUE, sample

SOLID = (*TRUE, "hard_rotate", "hard_dash_pattern", "hard_kangxi")


def filled(name: str) -> dict[int, list[GridCell]]:
    found: dict[int, list[GridCell]] = defaultdict(list)
    for page in read_pdf(sample(f"{name}.pdf")).pages:
        for item in page.items:
            if isinstance(item, Grid):
                found[page.number].extend(cell for cell in item.cells if cell.text)
    return found


@pytest.mark.parametrize("name", SOLID)
def test_another_reader_finds_in_the_ink_box_exactly_the_text_of_the_cell(name: str) -> None:
    document = pdfium.PdfDocument(sample(f"{name}.pdf"))
    wrong = []
    for number, cells in filled(name).items():
        page = document[number - 1]
        text_page, frame = page.get_textpage(), frame_of(page)
        for cell in cells:
            assert cell.ink is not None
            if text_in(text_page, frame, cell.ink) != cell.text:
                wrong.append((number, cell.text))
    assert wrong == []


def test_under_a_watermark_the_upright_letters_are_read() -> None:
    document = pdfium.PdfDocument(sample("hard_watermark.pdf"))
    cells = filled("hard_watermark")[8]
    page = document[7]
    text_page, frame = page.get_textpage(), frame_of(page)
    read = [upright_text_in(text_page, frame, c.ink) for c in cells[:40] if c.ink]
    assert read == [cell.text for cell in cells[:40]]


def test_a_line_has_one_box_a_character() -> None:
    document = read_pdf(sample("founding_docx.pdf"))
    lines = [i for page in document.pages for i in page.items if isinstance(i, Line)]
    assert all(len(line.boxes) == len(line.text) for line in lines)
    assert {line.page for line in lines if "收入总计364.4万" in line.text} == {3}


def test_page_numbers_are_not_text() -> None:
    document = read_pdf(sample("open_sides_yuan.pdf"))
    texts = [i.text for page in document.pages for i in page.items if isinstance(i, Line)]
    assert not [text for text in texts if text.strip("—-0123456789") == ""]


def test_a_turned_page_is_read_as_displayed() -> None:
    page = read_pdf(sample("hard_rotate.pdf")).pages[7]
    grid = next(item for item in page.items if isinstance(item, Grid))
    assert (page.width > page.height, grid.columns) == (True, 4)
    assert grid.cells[0].text == "收入"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b"<html>", "不是 PDF 文件"),
        (b"%PDF-1.7\nnothing more", "PDF 文件已损坏，无法打开"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=reason):
        read_pdf(path)


def test_a_scan_is_read_from_its_picture() -> None:
    [scanned] = read_pages(sample("founding_scan200.pdf"), 9, 9)
    [printed] = read_pages(sample("founding_docx.pdf"), 9, 9)
    assert scanned.scan is not None
    assert printed.scan is None
    assert amounts_on(scanned) == amounts_on(printed)


def amounts_on(page: Page) -> list[str]:
    cells = (c for item in page.items if isinstance(item, Grid) for c in item.cells)
    return sorted(c.text for c in cells if is_amount(c.text))


def test_page_ranges_joined_are_the_whole_file() -> None:
    path = sample("founding_docx.pdf")
    count = count_pages(path)
    parts = [
        page for first in range(1, count + 1, 7) for page in read_pages(path, first, first + 6)
    ]
    assert tuple(parts) == read_pdf(path).pages
    assert [page.number for page in read_pages(path, count - 1)] == [count - 1, count]


def test_radicals_are_folded_and_nothing_else() -> None:
    assert fold_radicals("⼀般公共预算⽀出（万元）：⻓") == "一般公共预算支出（万元）：长"


@pytest.mark.parametrize("name", ["founding_docx", "hard_rotate", "hard_watermark"])
def test_the_second_reader_reads_the_same_numbers(name: str) -> None:
    assert disagreements(read_pdf(sample(f"{name}.pdf")), range(9, 13)) == ()


def test_the_second_reader_gives_cells_with_their_boxes() -> None:
    cells = dict(read_cells(sample("founding_docx.pdf"), 9))
    assert isinstance(cells["364.4"], Box)
