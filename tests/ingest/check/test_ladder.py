"""What is missing from a table, or said of it: a rung of codes, its unit, that it is empty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Paragraph, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

ROWS = """205     | 教育支出           | 60.00
          20502   | 普通教育           | 60.00
          208     | 社会保障和就业支出 | 20.00
          20805   | 养老支出           | 20.00
          210     | 卫生健康支出       | 10.00
          21011   | 医疗               | 10.00
          221     | 住房保障支出       | 10.00
          22102   | 住房改革支出       | 10.00"""
NAMED = "科目编码 | 科目名称 | 金额"


def audited(*tables: Table, paragraphs: tuple[Paragraph, ...] = ()) -> Disclosure:
    numbered = (replace(one, number=n) for n, one in enumerate(tables))
    return interpret_titled(recognised(*numbered, paragraphs=paragraphs), f"2024年{ENTITY}部门预算")


def without(code: str) -> str:
    return "\n".join(row for row in ROWS.splitlines() if row.split("|")[0].strip() != code)


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [("", []), ("208", [("row_missing", "notice")]), ("20805", [("row_missing", "notice")])],
)
def test_a_rung_that_all_other_codes_have(left_out: str, expected: list[tuple[str, str]]) -> None:
    assert titled(audited(table(without(left_out), columns=NAMED, title="2024年表"))) == expected


def test_where_no_code_has_a_head_none_is_missing() -> None:
    plain = "\n".join(row for row in ROWS.splitlines() if len(row.split("|")[0].strip()) == 5)
    assert titled(audited(table(plain, columns=NAMED, title="2024年表"))) == []


def test_of_two_names_of_a_code_the_odd_one_is_what_others_are_called() -> None:
    odd = ROWS.replace("养老支出", "住房改革支出")
    found = audited(
        table(odd, columns=NAMED, title="2024年表一"),
        table(ROWS, columns=NAMED, title="2024年表二"),
    )
    assert [
        (f.rule, f.sides[0].what.split("》")[0]) for f in found.findings
    ] == [("item_name", "《2024年表一")]  # fmt: skip


def test_a_table_in_yuan_whose_numbers_the_text_has_in_ten_thousands() -> None:
    told = (paragraph("政府性基金支出579.89万元。", "说明"),)
    fund, others = (
        table("水利支出 | 579.89", columns="科目 | 金额", title="2024年表", unit=unit)
        for unit in ("元", "万元")
    )
    rest = [table(f"培训费 | {n}1.25", columns="科目 | 金额", title="2024年表") for n in (3, 4)]
    assert titled(audited(others, *rest, paragraphs=told)) == []
    assert ("unit_of_table", "contradiction") in titled(audited(fund, *rest, paragraphs=told))


def test_two_units_of_one_table() -> None:
    heads = "科目 | 金额（万元）"
    same, other = (
        table("水利支出 | 579.89", columns=heads, title="2024年表", unit=unit)
        for unit in ("万元", "元")
    )
    assert titled(audited(same)) == []
    assert titled(audited(other)) == [("unit_of_table", "contradiction")]


def test_a_table_said_to_have_had_nothing_this_year() -> None:
    note = ("注：本表本年无发生额。",)
    blank, filled = (
        table(f"支出 | {text}", columns="科目 | 金额", title="2024年表", notes=note)
        for text in ("0.00", "12.50")
    )
    assert titled(audited(blank)) == []
    assert titled(audited(filled)) == [("says_empty", "contradiction")]


LISTS = """合计 | 100.00 | 70.00 | 30.00
           甲   | 41.00  | 33.00 | 8.00
           乙   | 29.00  | 22.00 | 7.00
           丙   | 13.50  | 4.50  | 9.00
           丁   | 6.00   | 0.00  | 6.00
           戊   | 10.50  | 10.50 | """


@pytest.mark.parametrize(
    ("gone", "expected"), [("", []), ("戊", [("sum_within_table", "contradiction")] * 2)]
)
def test_a_row_is_gone_where_two_columns_lack_the_same_and_the_third_adds_up(
    gone: str, expected: list[tuple[str, str]]
) -> None:
    rows = "\n".join(row for row in LISTS.splitlines() if row.split("|")[0].strip() != gone)
    listed = table(rows, columns="单位 | 合计 | 基本支出 | 项目支出", title="2024年表")
    assert titled(audited(listed)) == expected
