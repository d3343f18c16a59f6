"""Numbers of a scanned table that may be less than what is printed are not sure by themselves."""

from __future__ import annotations

import numpy as np

from ingest.read.lattice import Lattice, Region
from ingest.read.scan.engine import Words
from ingest.read.scan.ink import Band
from ingest.read.scan.pieces import Piece
from ingest.read.scan.torn import doubt_the_torn
from ingest.records import Reading

WIDTH = 100.0  # points of a column; a pixel is a point


def cell(text: str, at: float, width: float = 30.0, stroke: bool = False) -> Piece:
    """A sure text with its ink from `at`; `stroke`: something runs from the top of the cell down."""
    words = [Words(text, (1.0,) * len(text), (0.5,) * len(text))] if text else []
    bands = [Band(0, 0, round(width), 10)] if text else []
    gray = np.full((20, 90), 255, np.uint8)
    gray[5:15, : round(width)] = 0
    gray[: 20 if stroke else 0, 4:6] = 0
    return Piece(gray, (round(at), 0), bands, words=words, reading=Reading.SCAN)


def readings(rows: list[list[Piece]], xs: tuple[float, ...]) -> list[str]:
    """Those that are not sure any more."""
    regions = [Region(r, c, 1, 1) for r, row in enumerate(rows) for c in range(len(row))]
    pieces = [piece for row in rows for piece in row]
    lattice = Lattice(xs, tuple(20.0 * n for n in range(len(rows) + 1)), tuple(regions))
    doubt_the_torn(lattice, pieces, 1.0)
    return [f"{p.text} {p.reading.value}" for p in pieces if p.reading is not Reading.SCAN]


def test_what_a_stroke_may_have_cut_waits_for_a_sum() -> None:
    rows = [
        [cell("教育支出", 10), cell("7,", 168, 30), cell("600.00", 202, 40)],
        [cell("卫生健康", 10), cell("", 0), cell("400.00", 240, 40)],
        [cell("住房保障", 10), cell("", 0), cell("500.00", 201, 40)],
    ]
    assert readings(rows, (0.0, 100.0, 200.0, 300.0)) == ["600.00 faint", "500.00 faint"]


def test_a_sliver_beside_a_number_may_hide_a_digit() -> None:
    rows = [[cell("6,", 60), cell("", 0), cell("79.94", 120, 40)]]
    assert readings(rows, (0.0, 100.0, 107.0, 200.0)) == ["79.94 faint"]


def test_a_number_unlike_its_column_waits_for_a_sum() -> None:
    texts = ["1,300.00", "0.00", "100", "2000.50", "80.25", "16.90", "00", "5.00", "7.25", "9.75"]
    codes = ["201", "20101", "2010101", "205", "20502", "", "", "", "", ""]
    rows = [[cell(c, 20), cell(t, 140, 50)] for c, t in zip(codes, texts, strict=True)]
    assert readings(rows, (0.0, 100.0, 200.0)) == ["100 faint", "2000.50 faint", "00 doubtful"]


def test_a_stroke_through_a_number_may_be_one_of_its_digits() -> None:
    rows = [[cell("10.00", 20, stroke=True)], [cell("0.00", 20)]]
    assert readings(rows, (0.0, 100.0)) == ["10.00 faint"]


def test_a_number_in_a_cell_unlike_its_columns_may_be_a_part_of_one() -> None:
    xs = (0.0, 100.0, 140.0, 200.0)
    regions = [Region(n, 1, 1, 2) for n in range(4)] + [Region(4, 1, 1, 1), Region(4, 2, 1, 1)]
    pieces = [cell(f"{n}.00", 150) for n in range(4)] + [cell("", 0), cell("194.23", 160)]
    lattice = Lattice(xs, tuple(20.0 * n for n in range(6)), tuple(regions))
    doubt_the_torn(lattice, pieces, 1.0)
    assert [p.text for p in pieces if p.reading is Reading.FAINT] == ["194.23"]
