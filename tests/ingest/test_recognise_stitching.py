"""Pages of one table are joined; tables that only look alike are not."""

from __future__ import annotations

from ingest.recognise.file import recognise
from ingest.records import Box, Document, Grid, GridCell, Line, Page, Reading, Recognised

WIDE = 80.0


def grid(page: int, *rows: str, slope: float = 0.0, left: float = 0.0, scan: bool = False) -> Grid:
    """A ruled table drawn in words: `部门 | 金额`, one string a row. Scanned from a sheet that lies
    a little turned, each row stands further to one side, by `slope`."""
    reading = Reading.SCAN if scan else Reading.PRINTED
    cells = []
    for row, texts in enumerate(text.split("|") for text in rows):
        for column, text in enumerate(texts):
            x, top = left + WIDE * column + slope * row, 100 + 20.0 * row
            region = Box(x, top, x + WIDE, top + 20)
            ink = Box(region.x0 + 2, region.top + 4, region.x0 + 30, region.top + 14)
            plain = text.strip()
            ink_box = ink if plain else None
            cells.append(GridCell(row, column, 1, 1, plain, ink_box, region, reading=reading))
    columns = rows[0].count("|") + 1
    box = Box(left, 100, left + WIDE * columns, 100 + 20.0 * len(rows))
    return Grid(page, box, len(rows), columns, tuple(cells))


def line(page: int, text: str, top: float) -> Line:
    boxes = tuple(Box(100 + 10.0 * i, top, 109 + 10.0 * i, top + 9) for i in range(len(text)))
    return Line(text, page, Box(boxes[0].x0, top, boxes[-1].x1, top + 9), boxes)


def read(*pages: tuple[Line | Grid, ...]) -> Recognised:
    found = tuple(Page(i, 600, 800, items) for i, items in enumerate(pages, 1))
    return recognise(Document("a.pdf", "f" * 64, "pdf", found))


def texts(found: Recognised) -> list[list[str]]:
    return [[cell.text for cell in table.cells] for table in found.tables]


def test_a_repeated_header_is_dropped() -> None:
    found = read(
        (line(1, "部门支出总表", 60), grid(1, "科目 | 金额", "教育 | 1.0")),
        (grid(2, "科目 | 金额", "卫生 | 2.0"),),
    )
    assert texts(found) == [["科目", "金额", "教育", "1.0", "卫生", "2.0"]]
    assert found.tables[0].pages == (1, 2)


def test_a_page_scanned_askew_goes_on_in_the_columns_of_the_page_before() -> None:
    rows = [f"指标{n} | {n}.5" for n in range(9)]
    found = read(
        (line(1, "绩效目标表", 60), grid(1, "名称 | 目标值", *rows, slope=0.5)),
        (grid(2, *rows, slope=-0.3),),
    )
    told = [text.strip() for row in ("名称 | 目标值", *rows, *rows) for text in row.split("|")]
    assert [(cell.text, cell.column) for cell in found.tables[0].cells] == [
        (text, number % 2) for number, text in enumerate(told)
    ]


def test_a_scanned_sheet_may_lie_beside_the_place_of_the_last_one_but_a_printed_page_may_not() -> (
    None
):
    title, first = line(1, "部门支出总表", 60), grid(1, "科目 | 金额", "教育 | 1.0")
    assert [
        len(read((title, first), (grid(2, "卫生 | 2.0", left=11.0, scan=scan),)).tables)
        for scan in (True, False)
    ] == [1, 2]


def test_a_page_without_the_header_goes_on_too() -> None:
    found = read(
        (line(1, "部门支出总表", 60), grid(1, "科目 | 金额", "教育 | 1.0")),
        (grid(2, "卫生 | 2.0"),),
    )
    assert texts(found) == [["科目", "金额", "教育", "1.0", "卫生", "2.0"]]


def test_a_new_title_begins_a_new_table() -> None:
    found = read(
        (line(1, "部门支出总表", 60), grid(1, "科目 | 金额", "教育 | 1.0")),
        (line(2, "部门收入总表", 60), grid(2, "科目 | 金额", "拨款 | 2.0")),
    )
    assert [t.title for t in found.tables] == ["部门支出总表", "部门收入总表"]


def test_the_same_title_again_goes_on() -> None:
    found = read(
        (line(1, "部门支出总表", 60), grid(1, "科目 | 金额", "教育 | 1.0")),
        (line(2, "部门支出总表（续表）", 60), grid(2, "科目 | 金额", "卫生 | 2.0")),
    )
    assert [t.pages for t in found.tables] == [(1, 2)]


def test_a_unit_broken_over_two_lines_is_whole() -> None:
    above = (line(1, "部门支出总表", 50), line(1, "单位：万", 70), line(1, "元", 85))
    found = read((*above, grid(1, "科目 | 金额", "教育 | 1.0")))
    assert (found.tables[0].unit, found.tables[0].unit_inferred) == ("万元", False)


def test_a_unit_that_is_not_printed_is_inferred_from_the_other_tables() -> None:
    found = read(
        (line(1, "支出总表", 50), line(1, "单位：元", 70), grid(1, "科目 | 金额", "教育 | 1")),
        (line(2, "收入总表", 60), grid(2, "科目 | 金额", "拨款 | 2")),
    )
    assert [(t.unit, t.unit_inferred) for t in found.tables] == [("元", False), ("元", True)]


def test_a_remark_under_the_table_belongs_to_it() -> None:
    note = line(1, "本单位无此项支出，故本表无数据。", 170)
    found = read((line(1, "支出总表", 60), grid(1, "科目 | 金额", "合计 | "), note))
    assert [n.text for n in found.tables[0].notes] == ["本单位无此项支出，故本表无数据。"]
    assert found.paragraphs == ()
