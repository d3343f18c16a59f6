"""Pages that are pictures: drawn, scanned, read back."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from ingest.pace import Pace, at_pace
from ingest.read.pdf import read_pdf
from ingest.read.reread import Rereader
from ingest.read.scan.engine import is_installed
from ingest.read.scan.gate import is_meaningless
from ingest.read.scan.ink import bands_in
from ingest.reading import read_file
from ingest.records import Disclosure, Grid, Line, Page, Reading
from tests.ingest.pdfs import ruled, words, write_pdf
from tests.ingest.scanned import COLUMNS, ROW, ROWS, SIZE, TITLE, TOP, Scanner, as_pdf, scan, sheet

needs_ocr = pytest.mark.skipif(
    not is_installed() and "CI" not in os.environ, reason="pip install -e '.[ocr]'"
)


def texts(page: Page) -> list[list[str]]:
    (grid,) = (item for item in page.items if isinstance(item, Grid))
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


@needs_ocr
@pytest.mark.parametrize(
    "scanner",
    [
        Scanner(skew=1.6, seal=True),
        Scanner(turns=1, skew=-1.2),
        Scanner(dpi=150, turns=2),
    ],
)
def test_a_scanned_table_is_read_however_the_sheet_lies(tmp_path: Path, scanner: Scanner) -> None:
    (page,) = read_pdf(scan(tmp_path / "x.pdf", scanner)).pages
    assert texts(page) == [list(row) for row in ROWS]
    assert page.scan is not None
    assert page.scan.dpi == scanner.dpi


@needs_ocr
def test_faint_print_is_read_the_right_way_up(tmp_path: Path) -> None:
    faint = sheet(Scanner(turns=2)).point(lambda v: round(255 - (255 - v) * 0.25))
    path = tmp_path / "x.pdf"
    path.write_bytes(as_pdf([faint], 200))
    (page,) = read_pdf(path).pages
    assert texts(page) == [list(row) for row in ROWS]


@needs_ocr
def test_a_box_on_a_scan_is_in_points_of_the_page_and_reads_the_same_again(tmp_path: Path) -> None:
    path = scan(tmp_path / "x.pdf", Scanner(skew=0.8))
    (page,) = read_pdf(path).pages
    (grid,) = (item for item in page.items if isinstance(item, Grid))
    cell = next(c for c in grid.cells if c.text == "1,303.15")
    again = Rereader()
    assert cell.ink is not None
    assert again.read_scan(path, 1, cell.ink) == "1,303.15"
    assert again.read(path, 1, cell.ink) == ""  # there are no characters
    assert abs(cell.ink.x0 - COLUMNS[1] - 6) < 6
    assert abs(cell.ink.top - TOP - ROW - 4) < 6


@needs_ocr
def test_ink_that_cannot_be_read_is_unreadable_and_never_blank(tmp_path: Path) -> None:
    (page,) = read_pdf(scan(tmp_path / "x.pdf", scribble=(2, 3))).pages
    (grid,) = (item for item in page.items if isinstance(item, Grid))
    cell = next(c for c in grid.cells if (c.row, c.column) == (2, 3))
    assert cell.ink is not None
    assert cell.reading in (Reading.UNREADABLE, Reading.DOUBTFUL)


def test_a_thin_digit_alone_in_a_large_cell_is_ink() -> None:
    cell = np.full((60, 300), 255, np.uint8)
    cell[20:40, 150:152] = 0
    assert bands_in(cell, 200 / 72) == [(150, 20, 152, 40)]


@needs_ocr
def test_digits_and_marks_that_are_no_amount_are_never_sure(tmp_path: Path) -> None:
    rows = [(*row[:3], "80..05" if row[3] == "80.05" else row[3]) for row in ROWS]
    (page,) = read_pdf(scan(tmp_path / "x.pdf", rows=rows)).pages
    found = [c for i in page.items if isinstance(i, Grid) for c in i.cells if c.text == "80..05"]
    assert [cell.reading for cell in found] == [Reading.DOUBTFUL] * 2


@needs_ocr
def test_a_coarse_scan_confirms_no_number(tmp_path: Path) -> None:
    (page,) = read_pdf(scan(tmp_path / "x.pdf", Scanner(dpi=120))).pages
    (grid,) = (item for item in page.items if isinstance(item, Grid))
    sure = [
        c.text for c in grid.cells if c.reading is Reading.SCAN and any(map(str.isdigit, c.text))
    ]
    assert sure == []


@needs_ocr
def test_a_scan_becomes_a_disclosure_whose_sums_confirm_its_numbers(tmp_path: Path) -> None:
    path = tmp_path / "某某市档案局2024年部门预算.pdf"
    found = read_file(scan(path))
    filled = [f for f in found.facts if f.amount is not None]
    assert [t.title for t in found.tables] == [TITLE]
    assert {f.source.reading for f in filled} == {Reading.SCAN}
    assert [f"{f.amount.number:f}" for f in filled if f.amount] == [
        text.replace(",", "") for row in ROWS[1:] for text in row[1:] if text
    ]


@needs_ocr
def test_a_sum_that_does_not_close_leaves_its_numbers_marked(tmp_path: Path) -> None:
    wrong = (*ROWS[:-1], ("合计", "1,844.79", "1,264.74", "80.05"))
    path = tmp_path / "某某市档案局2024年部门预算.pdf"
    found: Disclosure = read_file(scan(path, rows=wrong))
    marked = {f.text for f in found.facts if f.source.reading is Reading.DOUBTFUL}
    assert "1,844.79" in marked


@needs_ocr
def test_only_the_pages_without_characters_are_looked_at_as_pictures(tmp_path: Path) -> None:
    drawing = ruled((50, 200, 350), (500, 530, 560)) + words((60, 540, "Item"), (210, 540, "12.50"))
    (page,) = read_pdf(write_pdf(tmp_path / "text.pdf", drawing)).pages
    assert page.scan is None
    assert loaded_by(tmp_path / "text.pdf") == []


@needs_ocr
def test_a_table_put_into_a_page_of_text_as_a_picture_is_read(tmp_path: Path) -> None:
    (page,) = read_pdf(with_picture(tmp_path / "x.pdf", sheet(Scanner()))).pages
    assert texts(page) == [list(row) for row in ROWS]
    assert (
        sum(isinstance(item, Line) and item.text == "ofroadsandschools" for item in page.items) == 8
    )
    (grid,) = (item for item in page.items if isinstance(item, Grid))
    assert all(cell.reading is not Reading.PRINTED for cell in grid.cells)


def test_a_picture_without_rules_in_a_page_of_text_costs_nothing(tmp_path: Path) -> None:
    pie = Image.new("RGB", (900, 900), "white")
    ImageDraw.Draw(pie).pieslice([100, 100, 800, 800], 0, 250, fill="gray", outline="black")
    path = with_picture(tmp_path / "x.pdf", pie)
    (page,) = read_pdf(path).pages
    assert page.scan is None
    assert loaded_by(path) == []


def with_picture(path: Path, picture: Image.Image) -> Path:
    """Eight lines of text, and the middle of the picture below them."""
    lines = words(*((60, 800 - 14 * n, "of roads and schools") for n in range(8)))
    document = pdfium.PdfDocument(write_pdf(path, lines))
    page, data = document[0], io.BytesIO()
    scale = picture.width / SIZE[0]
    part = picture.crop((40 * scale, 90 * scale, 530 * scale, 300 * scale))
    part.save(data, "JPEG")
    image = pdfium.PdfImage.new(document)
    image.load_jpeg(data)
    image.set_matrix(pdfium.PdfMatrix().scale(490, 210).translate(40, 400))
    page.insert_obj(image)
    page.gen_content()
    document.save(path.with_suffix(".2.pdf"))
    return path.with_suffix(".2.pdf")


def loaded_by(path: Path) -> list[str]:
    code = (
        "import sys; from pathlib import Path; from ingest.read.pdf import read_pdf;"
        f"read_pdf(Path({str(path)!r}));"
        "print(*[m for m in ('cv2', 'rapidocr', 'onnxruntime') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.split()


@needs_ocr
def test_a_page_that_takes_too_long_is_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(as_pdf([sheet(Scanner())], 200))
    seen: list[tuple[str, int, int]] = []
    with (
        at_pace(Pace(0.0, "x.pdf", lambda *page: seen.append(page))),
        pytest.raises(Exception, match="识别用了"),
    ):
        read_pdf(path)
    assert seen == [("x.pdf", 1, 1)]


def test_without_the_recogniser_a_scan_says_how_to_install_it(tmp_path: Path) -> None:
    path = scan(tmp_path / "x.pdf") if _can_draw() else pytest.skip("no Chinese fonts")
    code = (
        "import sys\n"
        "class Without:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'rapidocr': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Without())\n"
        "from pathlib import Path\n"
        "from ingest.reading import Limits, read_one\n"
        f"print(read_one(Path({str(path)!r}), Limits()).reason)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "chazhang[ocr]" in ran.stdout


def _can_draw() -> bool:
    from ingest.look import FONTS

    return any(Path(font).exists() for font in FONTS)


@pytest.mark.parametrize(
    ("text", "meaningless"),
    [
        ("2024年部门收支总体情况表单位：万元364.4", False),
        ("2010350303.10223.100.0080.00" * 3, False),
        ("A plain page in English, with 12 numbers (3.5%).", False),
        ("\x01 9 \x01êîëï²³\tô²³\tô\x19\xad°\x14\x1dŒ©\x19\xad™\x14ˆ˜ëï", True),
        ("部门\x05\x06\x07\x08\x11\x12\x13预算", True),
        ("\ufffd" * 30, True),
        ("", False),
    ],
)
def test_characters_that_mean_nothing_are_known(text: str, meaningless: bool) -> None:
    assert is_meaningless(text) == meaningless
