"""Tables without rules that go on over a page: by the columns in which the texts stand."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.recognise.file import recognise
from ingest.records import Document, Page, Reading
from tests.ingest.papers import grid, line

FIRST = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "10.0", "6.0", "4.0"],
]


def tables(second: Sequence[Sequence[str]], left: float, *above: str) -> list[list[list[str]]]:
    """The texts of each table, row by row, of a title page and two pages without rules."""
    pages = (
        Page(1, 595, 842, (line("某某市档案局2026年部门预算", 1, 100),)),
        Page(2, 595, 842, (line("支出总表", 2, 90), grid(FIRST, 2, Reading.ALIGNED))),
        Page(3, 595, 842, (*(line(text, 3, 90) for text in above),
                           grid(second, 3, Reading.ALIGNED, left))),
    )  # fmt: skip
    found = recognise(Document("某某市档案局2026年部门预算.pdf", "f" * 64, "pdf", pages)).tables
    return [
        [
            [c.text for c in sorted(t.cells, key=lambda c: c.column) if c.row == row]
            for row in range(t.n_rows)
        ]
        for t in found
    ]


def test_a_page_without_a_header_fills_the_columns_that_its_texts_stand_in() -> None:
    blank_code = [["教育支出", "5.0", "5.0"], ["合计", "15.0", "11.0"]]
    assert tables(blank_code, left=140) == [
        [*FIRST, ["", "教育支出", "5.0", "5.0", ""], ["", "合计", "15.0", "11.0", ""]]
    ]


def test_a_page_with_a_title_or_a_number_between_two_columns_is_another_table() -> None:
    more = [["教育支出", "5.0", "5.0"]]
    assert len(tables(more, 140, "收入总表")) == 2
    assert len(tables(more, 190)) == 2
