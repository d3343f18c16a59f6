"""The picture of a citation: the outline is where the box says, on upright and turned pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from assistant.answer import Citation
from assistant.drawing import draw_apart, draw_page_apart
from assistant.render import (
    ALSO,
    OUTLINE,
    Surroundings,
    crop,
    draw_citation,
    page_picture,
    spans,
    surroundings,
)
from ingest.errors import Unreadable
from ingest.records import Box, Cell, Source, Table
from tests.ui.colours import extent_of

BOX = Box(100.0, 50.0, 140.0, 62.0)


def cite(page: int = 1) -> Citation:
    return Citation(
        1, "a.pdf", "a", "某局", 2024, "budget", "table", "表", "", ("合计",), ("金额",), page,
        (BOX.x0, BOX.top, BOX.x1, BOX.bottom), "1.0",
    )  # fmt: skip


def blank_pdf(path: Path, rotation: int = 0) -> Path:
    document = pdfium.PdfDocument.new()
    page = document.new_page(300, 200)
    page.set_rotation(rotation)
    document.save(path)
    document.close()
    return path


def outlined(webp: bytes) -> tuple[int, int, int, int]:
    """The extent of the outline's colour in the picture."""
    return extent_of(Image.open(BytesIO(webp)).convert("RGB"), OUTLINE)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_outline_stands_round_the_box_as_displayed(tmp_path: Path, rotation: int) -> None:
    path = blank_pdf(tmp_path / "a.pdf", rotation)
    found = outlined(draw_citation(path, cite(), whole=True))
    expected = [(BOX.x0 - 4) * 2, (BOX.top - 4) * 2, (BOX.x1 + 4) * 2, (BOX.bottom + 4) * 2]
    assert list(found) == pytest.approx(expected, abs=3)


def test_other_places_on_the_page_are_outlined_in_another_colour(tmp_path: Path) -> None:
    other = Box(20.0, 150.0, 60.0, 160.0)
    drawn = draw_citation(blank_pdf(tmp_path / "a.pdf"), cite(), whole=True, also=(other,))
    found = extent_of(Image.open(BytesIO(drawn)).convert("RGB"), ALSO)
    assert list(found) == pytest.approx([35, 295, 125, 325], abs=3)


def test_a_page_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="第 7 页无法绘制"):
        draw_citation(blank_pdf(tmp_path / "a.pdf"), cite(page=7))


def test_a_file_that_is_no_pdf_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no")
    with pytest.raises(Unreadable):
        draw_citation(tmp_path / "a.pdf", cite())


def test_a_giant_page_is_drawn_smaller(tmp_path: Path) -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(14_000, 14_000)
    document.save(tmp_path / "a.pdf")
    picture, scale = page_picture(tmp_path / "a.pdf", 1)
    assert picture.width * picture.height <= 16_100_000
    assert scale < 1


def drawn(row: int, column: int, text: str, box: Box) -> Cell:
    return Cell(row, column, 1, 1, text, Source("a", 1, box, text))


def test_the_row_the_heads_and_the_labels_round_a_cell_are_found() -> None:
    cells = (
        drawn(0, 0, "项目", Box(10, 10, 30, 20)),
        drawn(0, 1, "金额", Box(100, 10, 120, 20)),
        drawn(1, 0, "合计", Box(10, 50, 40, 62)),
        drawn(1, 1, "1.0", BOX),
    )
    columns = (("项目",), ("金额",))
    table = Table(
        0, "表", "", "万元", False, "", (1,), "grid", 1, columns, 2, cells, (), None
    )  # fmt: skip
    assert surroundings(cite(), table) == Surroundings(
        row=Box(10, 50, 140, 62),
        heads=(Box(100, 10, 120, 20), Box(10, 50, 40, 62)),
        header=Box(10, 10, 120, 20),
        labels=Box(10, 50, 40, 62),
    )


@pytest.mark.parametrize(
    ("cell", "frozen", "shown"),
    [
        ((500, 520), None, [(410, 610)]),
        ((500, 520), (50, 100), [(42, 105), (410, 610)]),  # far: a frozen strip
        ((150, 170), (50, 100), [(42, 260)]),  # near: one stretch
        ((10, 30), (5, 20), [(0, 200)]),
        ((980, 1000), None, [(800, 1000)]),
    ],
)
def test_one_axis_of_the_crop(
    cell: tuple[float, float],
    frozen: tuple[float, float] | None,
    shown: list[tuple[float, float]],
) -> None:
    assert spans(*cell, 200, 1000, frozen) == shown


def test_the_crop_is_smaller_than_the_page() -> None:
    picture = Image.new("RGB", (1600, 1600), "white")
    cut = crop(picture, BOX, Surroundings(row=BOX), 2)
    assert cut.size == (580, 340)


def test_drawn_in_a_process_of_its_own_it_is_the_same_picture(tmp_path: Path) -> None:
    path = blank_pdf(tmp_path / "a.pdf")
    assert draw_apart(path, cite()) == draw_citation(path, cite())


def test_what_the_process_refuses_is_told_in_the_same_words(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="第 7 页无法绘制"):
        draw_apart(blank_pdf(tmp_path / "a.pdf"), cite(page=7))


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="用时过长"):
        draw_apart(blank_pdf(tmp_path / "a.pdf"), cite(), patience=0.001)


def test_a_drawer_that_was_given_up_is_replaced_by_another(tmp_path: Path) -> None:
    path = blank_pdf(tmp_path / "a.pdf")
    for _ in range(3):
        with pytest.raises(Unreadable, match="用时过长"):
            draw_apart(path, cite(), patience=0)
        assert draw_apart(path, cite()) == draw_citation(path, cite())


def test_a_page_without_a_citation_has_only_the_light_outlines(tmp_path: Path) -> None:
    drawn = draw_page_apart(blank_pdf(tmp_path / "a.pdf"), 1, (BOX,))
    picture = Image.open(BytesIO(drawn)).convert("RGB")
    assert list(extent_of(picture, ALSO)) == pytest.approx([195, 95, 285, 129], abs=3)
    with pytest.raises(AssertionError):
        extent_of(picture, OUTLINE)
