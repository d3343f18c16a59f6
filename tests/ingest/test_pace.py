"""How long a whole file may take: what was read before is kept, and the next file goes on."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.pace import Pace, at_pace
from ingest.pipeline import ingest_paths
from ingest.read.pdf import read_pdf
from ingest.read.scan.engine import is_installed
from ingest.reading import Failure, Limits, read_file, read_one
from ingest.records import Line
from ingest.settings import Settings
from tests.conftest import sample_files
from tests.ingest.pdfs import words, write_pdf
from tests.ingest.scanned import TITLE, Scanner, as_pdf, sheet

needs_ocr = pytest.mark.skipif(
    not is_installed() and "CI" not in os.environ, reason="pip install -e '.[ocr]'"
)
FULL = "这份文件读到这里已用满 50 秒，其余的图像页不再识别"


@dataclass
class Clock:
    """Processor time that only moves when a test moves it."""

    now: float = 0.0

    def process_time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("ingest.pace.time", made)
    return made


def three_scans(path: Path) -> Path:
    path.write_bytes(as_pdf([sheet(Scanner(dpi=150))] * 3, 150))
    return path


@needs_ocr
def test_pages_after_the_time_of_a_file_are_left_out_and_nobody_is_told_of_the_next(
    tmp_path: Path, clock: Clock
) -> None:
    seen: list[int] = []

    def told(name: str, page: int, pages: int) -> None:
        seen.append(page)
        clock.now += 30  # within a page's own limit

    with at_pace(Pace(60.0, told=told, file_seconds=50)):
        pages = read_pdf(three_scans(tmp_path / "x.pdf")).pages
    assert [bool(page.items) for page in pages] == [True, False, False]
    assert [page.scan and page.scan.fault for page in pages] == ["", FULL, FULL]
    assert seen == [1, 2]


@needs_ocr
def test_what_was_read_in_time_is_a_disclosure_that_says_which_pages_are_missing(
    tmp_path: Path, clock: Clock
) -> None:
    def told(name: str, page: int, pages: int) -> None:
        clock.now += 30

    with at_pace(Pace(60.0, told=told, file_seconds=50)):
        found = read_file(three_scans(tmp_path / "某某市档案局2024年部门预算.pdf"))
    assert [table.title for table in found.tables] == [TITLE]
    assert [f.message for f in found.findings if f.rule == "page_not_read"] == [
        f"第 {page} 页是扫描页，没有读出来：{FULL}。" for page in (2, 3)
    ]


def test_the_time_of_a_file_grows_with_its_pages_up_to_those_that_an_honest_one_has() -> None:
    limits = Limits(seconds=300, more_seconds=10)
    assert [limits.whole(pages) for pages in (0, 25, 500, 3000)] == [300, 550, 5300, 5300]


@needs_ocr
def test_a_file_of_which_nothing_was_read_in_time_says_so_and_the_next_is_read(
    tmp_path: Path,
) -> None:
    settings = Settings(embed=False, file_seconds=0, file_page_seconds=0)
    paths = [three_scans(tmp_path / "x.pdf"), *sample_files()]
    with ThreadPoolExecutor(1) as here:  # no process whose end would come before
        results = ingest_paths(paths, tmp_path / "c", settings=settings, executor=here)
    assert [(r.status, r.error) for r in results] == [
        ("failed", FULL.replace("50", "0")),
        ("ingested", ""),
    ]


@needs_ocr
def test_a_file_is_not_said_to_hold_no_budget_without_the_pages_that_were_left_out(
    tmp_path: Path,
) -> None:
    lines = words(*((60, 800 - 14 * n, "A letter on nothing much at all") for n in range(9)))
    whole = pdfium.PdfDocument(write_pdf(tmp_path / "a.pdf", lines))
    whole.import_pages(pdfium.PdfDocument(three_scans(tmp_path / "b.pdf")))
    whole.save(tmp_path / "c.pdf")
    found = read_one(tmp_path / "c.pdf", Limits(seconds=0, more_seconds=0))
    assert isinstance(found, Failure)
    assert found.reason.endswith(f"；另有 3 页没有读出来：{FULL.replace('50', '0')}")


@needs_ocr
def test_a_picture_under_a_few_letters_that_was_left_out_is_told(tmp_path: Path) -> None:
    with at_pace(Pace(0.0)):
        (page,) = read_pdf(under_a_head(tmp_path)).pages
    assert [item.text for item in page.items if isinstance(item, Line)] == ["pageone"]
    assert page.scan is not None
    assert page.scan.fault == "识别用了 0 秒还没完"


def under_a_head(folder: Path) -> Path:
    """A scan with a running head typed over it."""
    document = pdfium.PdfDocument(write_pdf(folder / "head.pdf", words((60, 820, "page one"))))
    page, data = document[0], io.BytesIO()
    sheet(Scanner(dpi=150)).save(data, "JPEG")
    image = pdfium.PdfImage.new(document)
    image.load_jpeg(data)
    image.set_matrix(pdfium.PdfMatrix().scale(595, 800))
    page.insert_obj(image)
    page.gen_content()
    document.save(folder / "under.pdf")
    return folder / "under.pdf"
