"""Tables without upright rules are read by their gutters; what is no table is not made one."""

from __future__ import annotations

from pathlib import Path

from ingest.read.pdf import read_pages
from ingest.records import Grid
from tests.ingest.pdfs import ruled, strokes, words, write_pdf

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


def test_a_name_over_several_columns_is_told_from_one_that_wraps(tmp_path: Path) -> None:
    top = [(248, 730, "Basic"), (382, 730, "Projects")]
    leaves = [(100, 716, "Item"), (150, 716, "Total"), (204, 706, "Staff"), (268, 706, "Office"),
              (330, 706, "Sum"), (390, 711, "Other"), (390, 700, "kinds"), (450, 706, "Own")]  # fmt: skip
    rows = [
        [(x, y, text) for x, text in zip((100, 150, 204, 268, 330, 390, 450), texts, strict=True)]
        for y, texts in (
            (680, ("Schools", "16.00", "10.00", "1.00", "5.00", "5.00", "0.00")),
            (660, ("Roads", "7.00", "3.00", "1.00", "3.00", "1.00", "2.00")),
            (640, ("All", "23.00", "13.00", "2.00", "8.00", "6.00", "2.00")),
        )
    ]
    (found,) = grids(tmp_path, words(*top, *leaves, *(w for row in rows for w in row)))
    assert found == [
        ["Item", "Total", "Basic", "Projects"],
        ["Staff", "Office", "Sum", "Otherkinds", "Own"],
        ["Schools", "16.00", "10.00", "1.00", "5.00", "5.00", "0.00"],
        ["Roads", "7.00", "3.00", "1.00", "3.00", "1.00", "2.00"],
        ["All", "23.00", "13.00", "2.00", "8.00", "6.00", "2.00"],
    ]


def test_what_stands_close_is_parted_where_no_row_has_a_letter(tmp_path: Path) -> None:
    rows = [
        [(100, y, code), (120, y, kind), (135, y, name), (300, y, amount)]
        for y, code, kind, name, amount in (
            (680, "201", "03", "Schools and", "16.00"),
            (660, "208", "05", "Pensions", "7.00"),
            (640, "210", "11", "Clinics", "9.50"),
            (620, "221", "02", "Housing", "3.25"),
        )
    ]
    (found,) = grids(tmp_path, words(*(w for row in rows for w in row)))
    assert (
        found == [[text for _, _, text in row] for row in rows]
        or [[text.replace(" ", "") for _, _, text in row] for row in rows] == found
    )


def test_lines_of_a_name_around_its_amounts_are_one_row(tmp_path: Path) -> None:
    wrapped = [
        (100, 665, "Office and all"),
        (100, 655, "things for it"),
        (205, 660, "7.10"),
        (305, 660, "8.00"),
    ]
    rows = [BODY[0], wrapped, BODY[2], BODY[3]]
    (found,) = grids(tmp_path, words(*HEAD, *(w for row in rows for w in row)))
    assert found[2] == ["Officeandallthingsforit", "7.10", "8.00", ""]


def test_rows_without_amounts_at_the_foot_stay_in_the_table(tmp_path: Path) -> None:
    foot = [(100, 600, "Grants"), (100, 580, "Loans")]
    (found,) = grids(tmp_path, words(*HEAD, *(w for row in BODY for w in row), *foot))
    assert found == [*TEXTS, ["Grants", "", "", ""], ["Loans", "", "", ""]]


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


def test_rows_between_upright_rules_are_parted_where_they_are_printed(tmp_path: Path) -> None:
    frame = ruled((95, 190, 290, 390, 450), (715, 695, 610))
    (found,) = grids(tmp_path, frame + words(*HEAD, *(w for row in BODY for w in row)))
    assert found == TEXTS


def test_a_cell_with_two_amounts_of_its_own_stays_one(tmp_path: Path) -> None:
    frame = ruled((95, 190, 290), (715, 695, 660, 640))
    cell = [(100, 678, "Staff"), (200, 684, "96.40"), (200, 670, "91.20")]
    rest = [(100, 646, "Office"), (200, 646, "7.10")]
    (found,) = grids(tmp_path, frame + words(*HEAD[:2], *cell, *rest))
    assert found == [["Item", "Budget"], ["Staff", "96.4091.20"], ["Office", "7.10"]]


def test_a_rule_in_a_header_parts_a_name_from_the_one_right_below(tmp_path: Path) -> None:
    """Cells are set to the top and a line apart, as an office writer does it."""
    header = words((100, 706, "Item"), (231, 706, "Basic"), (382, 706, "Projects"),
                   (210, 692, "Sum"), (270, 692, "Staff"), (330, 692, "Sum"), (390, 692, "Other"),
                   (450, 692, "Own"))  # fmt: skip
    amounts = [("Schools", 8, 8, 5, 3, 2), ("Roads", 3, 3, 3, 1, 2), ("All", 11, 11, 8, 4, 4)]
    body = [
        (x, 670 - 20 * n, str(text) if isinstance(text, str) else f"{text}.00")
        for n, row in enumerate(amounts)
        for x, text in zip((100, 210, 270, 330, 390, 450), row, strict=True)
    ]
    rules = strokes((95, 718, 480, 718), (205, 703, 480, 703), (95, 684, 480, 684), (95, 660, 480, 660),
                    (95, 640, 480, 640), (95, 620, 480, 620))  # fmt: skip
    found = grids(tmp_path, rules + header + words(*body))
    assert found[0][:2] == [["Item", "Basic", "Projects"], ["Sum", "Staff", "Sum", "Other", "Own"]]


def test_a_name_alone_over_some_columns_is_no_title(tmp_path: Path) -> None:
    head = [(100, 707, "Item"), (196, 707, "Budget"), (296, 700, "Outturn"), (340, 700, "Change"),
            (305, 714, "Other funds")]  # fmt: skip
    body = [
        (x, 680 - 20 * n, text)
        for n, row in enumerate((("Staff", "96.40", "91.20", "5.20"), ("Office", "17.10", "18.00", "0.90"),
                                 ("Travel", "22.50", "21.50", "1.00")))
        for x, text in zip((100, 200, 300, 344), row, strict=True)
    ]  # fmt: skip
    found = grids(tmp_path, words(*head, *body))
    assert found[0][:2] == [["Item", "Budget", "Otherfunds"], ["Outturn", "Change"]]
