"""Of a table whose columns no rule parts only what the sums prove is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.check.unruled import with_proven_columns
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Reading
from tests.ingest.drawn import paragraph, recognised, table, titled

CLOSES = "教育支出 | 10.0 | 6.0 | 4.0\n卫生健康支出 | 5.0 | 5.0 | 0.0\n合计 | 15.0 | 11.0 | 4.0"
NO_TOTAL = "教育支出 | 19.1 | 6.0 | 4.0\n卫生健康支出 | 8.1 | 5.0 | 0.0\n交通支出 | 7.7 | 1.0 | 3.0"
SHIFTED = "教育支出 | 10.0 | 6.0 | 4.0\n卫生健康支出 | 5.0 | 0.0 | 5.0\n合计 | 15.0 | 11.0 | 4.0"
LONE = "2024年预算数 | 7.50 |  | 7.50"
NAMELESS = "201 | 10.0 | 6.0 | 4.0\n208 | 5.0 | 5.0 | 0.0\n合计 | 15.0 | 11.0 | 4.0"
MIXED = "某市068数据局 | 10.0 | 6.0 | 4.0\n信息中心（某 | 5.0 | 5.0 | 0.0\n合计 | 15.0 | 11.0 | 4.0"
COLUMNS = "科目名称|合计|基本支出|项目支出"
SAID = paragraph("2024年公务接待费预算7.50万元。", "三、“三公”经费支出预算情况说明")


def read(drawing: str, columns: str = COLUMNS, said: bool = False) -> Disclosure:
    books = recognised(
        table(drawing, columns=columns, title="2024年部门支出总体情况表"),
        paragraphs=(SAID,) if said else (),
    )
    found = interpret_titled(books, "某某局2024年部门预算")
    aligned = (replace(f, source=replace(f.source, reading=Reading.ALIGNED)) for f in found.facts)
    return with_proven_columns(replace(found, facts=tuple(aligned)))


def kept(found: Disclosure) -> list[str]:
    return [fact.text for fact in found.facts if fact.amount]


@pytest.mark.parametrize(
    ("drawing", "texts"),
    [
        (CLOSES, ["10.0", "6.0", "4.0", "5.0", "5.0", "0.0", "15.0", "11.0", "4.0"]),
        (NO_TOTAL, []),
        (SHIFTED, ["10.0", "5.0", "15.0"]),  # two numbers in each other's columns
        (NAMELESS, []),
        (MIXED, ["15.0", "11.0", "4.0"]),  # columns ran into each other, a name is cut
    ],
)
def test_only_what_adds_up_under_a_name_is_kept(drawing: str, texts: list[str]) -> None:
    assert kept(read(drawing)) == texts


def test_nothing_stands_under_a_code_of_which_a_part_is_lost() -> None:
    rows = (
        ("201", "一般公共服务支出", "3.0"), ("20101", "人大事务", "3.0"), ("205", "教育支出", "4.0"),
        ("2050", "高中教育", "4.0"), ("20509", "附加支出", "4.0"), ("", "合计", "7.0"),
    )  # fmt: skip
    drawing = "\n".join(" | ".join(row) for row in rows)
    assert kept(read(drawing, "科目编码|科目名称|合计")) == ["3.0", "3.0", "4.0", "7.0"]


def test_what_is_kept_reads_as_printed_and_what_is_refused_is_told_once() -> None:
    assert {fact.source.reading for fact in read(CLOSES).facts} == {Reading.PRINTED}
    assert titled(read(CLOSES)) == []
    assert titled(read(SHIFTED)) == [("columns_not_proven", "notice")]


def test_one_number_that_equals_its_total_may_stand_in_any_column() -> None:
    three = "项目|合计|因公出国（境）费|公务接待费"
    assert kept(read(LONE, three)) == []
    assert kept(read(LONE, three, said=True)) == ["7.50"]
