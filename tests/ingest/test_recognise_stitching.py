"""Pages of one table are joined; tables that only look alike are not."""

from __future__ import annotations

from ingest.recognise.file import recognise
from ingest.records import Box, Document, Grid, GridCell, Line, Page, Recognised

WIDE = 80.0


def grid(page: int, *rows: str) -> Grid:
    """A ruled table drawn in words: `部门 | 金额`, one string a row."""
    cells = []
    for row, texts in enumerate(text.split("|") for text in rows):
        for column, text in enumerate(texts):
            region = Box(WIDE * column, 100 + 20.0 * row, WIDE * (column + 1), 120 + 20.0 * row)
            ink = Box(region.x0 + 2, region.top + 4, region.x0 + 30, region.top + 14)
            plain = text.strip()
            cells.append(GridCell(row, column, 1, 1, plain, ink if plain else None, region))
    columns = rows[0].count("|") + 1
    box = Box(0, 100, WIDE * columns, 100 + 20.0 * len(rows))
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
