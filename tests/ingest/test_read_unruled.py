"""Tables without upright rules are read by their gutters; what is no table is not made one."""

from __future__ import annotations

from pathlib import Path

from ingest.read.pdf import read_pages
from ingest.records import Grid
from tests.ingest.pdfs import strokes, words, write_pdf

HEAD = [(100, 700, "Item"), (196, 700, "Budget"), (296, 700, "Outturn"), (396, 700, "Change")]
BODY = [
    [(100, 680, "Staff"), (200, 680, "96.40"), (300, 680, "91.20")],
    [(100, 660, "Office"), (205, 660, "7.10"), (305, 660, "8.00"), (400, 660, "0.90")],
    [(100, 640, "Travel"), (205, 640, "2.50"), (400, 640, "1.00")],
    [(100, 620, "Total"), (194, 620, "106.00"), (300, 620, "99.20"), (400, 620, "1.90")],
]
TEXTS = [
    ["Item", "Budget", "Outturn", "Change"],
    ["Staff", "96.40", "91.20", ""],
    ["Office", "7.10", "8.00", "0.90"],
    ["Travel", "2.50", "", "1.00"],
    ["Total", "106.00", "99.20", "1.90"],
]


def grids(path: Path, drawing: str) -> list[list[list[str]]]:
    page = next(read_pages(write_pdf(path / "x.pdf", drawing)))
    found = []
    for item in page.items:
        if isinstance(item, Grid):
            rows: list[list[str]] = [[] for _ in range(item.rows)]
            for cell in item.cells:
                rows[cell.row].append(cell.text)
            found.append(rows)
    return found


def test_columns_without_any_rule_are_told_by_the_gutters(tmp_path: Path) -> None:
    assert grids(tmp_path, words(*HEAD, *(w for row in BODY for w in row))) == [TEXTS]


def test_rules_above_and_below_are_enough_for_a_single_row(tmp_path: Path) -> None:
    rules = strokes(*((90, y, 450, y) for y in (715, 695, 670)))
    row = [(100, 680, "Cars"), (205, 680, "2.50"), (305, 680, "2.50"), (400, 680, "0.00")]
    assert grids(tmp_path, rules + words(*HEAD, *row)) == [
        [TEXTS[0], ["Cars", "2.50", "2.50", "0.00"]]
    ]


def test_what_wraps_between_two_rules_is_one_row(tmp_path: Path) -> None:
    rules = strokes(*((90, y, 450, y) for y in (715, 695, 675, 650, 630)))
    wrapped = [
        (100, 664, "Office and"),
        (100, 653, "other"),
        (205, 658, "7.10"),
        (305, 658, "8.00"),
    ]
    drawing = rules + words(*HEAD, *BODY[0], *wrapped, *BODY[2])
    assert grids(tmp_path, drawing)[0][2] == ["Officeandother", "7.10", "8.00", ""]


def test_prose_contents_and_the_scale_of_a_chart_are_no_tables(tmp_path: Path) -> None:
    prose = [
        (100, 700 - 15 * n, f"In all {n}7.25 were spent and {n}.10 were not.") for n in range(5)
    ]
    contents = [
        place
        for n in range(5)
        for place in ((100, 600 - 15 * n, f"Part {n}"), (450, 600 - 15 * n, f"{n + 3}"))
    ]
    scale = [(100, 400 - 20 * n, f"{500 - 100 * n}.00") for n in range(5)]
    assert grids(tmp_path, words(*prose, *contents, *scale)) == []
