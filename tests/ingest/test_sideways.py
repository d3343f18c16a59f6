"""Columns of a sheet that run on over further pages: joined only where sums across the seam close."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.check.columns import with_further_columns
from ingest.interpret.disclosure import interpret
from ingest.recognise.file import recognise
from ingest.recognise.sideways import runs_on
from ingest.records import Disclosure, Document, Page
from tests.ingest.papers import grid, line

LEFT_PART = [
    ["合计", "本年收入", "<"],
    ["^", "小计", "一般公共预算资金"],
    ["130.50", "100.50", "90.50"],
]
RIGHT_PART = [
    ["", "上年结转结余", "<"],
    ["其他收入", "小计", "一般公共预算资金"],
    ["10.00", "30.00", "30.00"],
]


def book(right: Sequence[Sequence[str]], title: str = "") -> Document:
    """A title page, and a table on two pages."""
    above = (line(title, 3, 90),) if title else (line("金额单位：万元", 3, 90),)
    pages = (
        Page(1, 595, 842, (line("某某市档案局2026年部门预算", 1, 100),)),
        Page(2, 595, 842, (line("收入总表", 2, 90), grid(LEFT_PART, 2))),
        Page(3, 595, 842, (*above, grid(right, 3))),
    )
    return Document("某某市档案局2026年部门预算.pdf", "f" * 64, "pdf", pages)


def read(document: Document) -> list[tuple[tuple[str, ...], str, int | None]]:
    def understood(other: Document) -> Disclosure:
        return interpret(recognise(other))

    found, _ = with_further_columns(understood(document), document, understood)
    return [(f.column, f.text, f.source.page) for f in found.facts]


def test_further_columns_are_joined_and_cited_on_their_own_page() -> None:
    assert read(book(RIGHT_PART)) == [
        (("合计",), "130.50", 2),
        (("本年收入", "小计"), "100.50", 2),
        (("本年收入", "一般公共预算资金"), "90.50", 2),
        (("本年收入", "其他收入"), "10.00", 3),
        (("上年结转结余", "小计"), "30.00", 3),
        (("上年结转结余", "一般公共预算资金"), "30.00", 3),
    ]


def test_pages_whose_sums_do_not_close_together_stay_apart() -> None:
    other = [*RIGHT_PART[:2], ["10.00", "31.00", "31.00"]]
    assert runs_on(book(other)) == ((2, 3),)
    assert all(page == 2 or "本年收入" not in column for column, _, page in read(book(other)))


def test_a_page_with_a_title_or_labels_of_its_own_is_another_table() -> None:
    assert runs_on(book(RIGHT_PART, title="支出总表")) == ()
    labelled = [*RIGHT_PART[:2], ["教育支出", "30.00", "30.00"]]
    assert runs_on(book(labelled)) == ()
