"""The measure of extraction: what is in one cell, whole, and nothing else, counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.extraction import measure, misses_of
from eval.printed import Printed
from ingest.records import Box, Grid, GridCell, Page

AMOUNT = Printed("1.25", Box(10, 10, 30, 20))


def page(*texts: str, width: float = 50) -> Page:
    """A row of cells side by side; the first begins at 0."""
    cells = tuple(
        GridCell(0, n, 1, 1, text, None, Box(width * n, 0, width * (n + 1), 30))
        for n, text in enumerate(texts)
    )
    grid = Grid(1, Box(0, 0, width * len(texts), 30), 1, len(texts), cells)
    return Page(1, 500, 500, (grid,) if texts else ())


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("1.25", "7.00"), []),
        (("办公费1.25万元",), []),
        ((), ["in no cell"]),
        (("1.2", "5"), ["split or changed"]),
        (("1.257.00",), ["glued"]),
        (("31.25",), ["glued"]),
        (("", "1.25"), ["split or changed"]),
    ],
)
def test_an_amount_counts_where_one_cell_has_it_whole(
    cells: tuple[str, ...], why: list[str]
) -> None:
    assert [miss.why for miss in misses_of(page(*cells), [AMOUNT], "x.pdf")] == why


def test_a_cell_answers_for_as_many_amounts_as_it_prints() -> None:
    misses = misses_of(page("1.25"), [AMOUNT, AMOUNT], "x.pdf")
    assert [miss.why for miss in misses] == ["glued"]


def test_digits_in_the_line_below_belong_to_the_amount_where_the_cell_says_so() -> None:
    wrapped = Printed("18,536.8", AMOUNT.box, ("18,536.88",))
    assert list(misses_of(page("18,536.88"), [wrapped], "x.pdf")) == []


@pytest.mark.parametrize(("name", "least"), [("founding_docx", 280), ("hard_rotate", 280)])
def test_every_amount_of_the_samples_is_in_one_cell(shared: Path, name: str, least: int) -> None:
    tally = measure([shared / "samples" / f"{name}.pdf"])
    assert tally.amounts >= least
    assert tally.misses == ()


def test_what_the_reader_refuses_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    assert measure([path]).unread == ("empty.pdf：文件是空的",)
