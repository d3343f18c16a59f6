"""Changes, directions, exchanged amounts, items by name: told in prose, held against tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

YEARS = replace(
    table(
        """2023年预算数 | 6.00 | 3.50
           2024年预算数 | 4.20 | 3.50""",
        columns="年度 | 公务用车运行维护费 | 公务接待费",
        title="“三公”经费支出表",
    ),
    form="three_public",
)
CODED = table(
    """     | 合计                 | 3,754.70
    208     | 社会保障和就业支出   | 3,754.70
    20805   | 行政事业单位养老支出 | 3,754.70
    2080501 | 行政单位离退休       | 2,154.70
    2080599 | 其他养老支出         | 1,600.00""",
    columns="科目编码 | 科目名称 | 金额",
    title="2024年支出表",
)
BOUGHT = table("货物 | 18.69\n服务 | 35.65", columns="采购项目 | 金额", title="2024年政府采购表")


def audited(text: str, *tables: Table) -> Disclosure:
    numbered = tuple(replace(one, number=n) for n, one in enumerate(tables))
    told = (paragraph(text, "说明"),)
    return interpret_titled(recognised(*numbered, paragraphs=told), f"2024年{ENTITY}部门预算")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出预算300.00万元，比上年增加100.00万元，增长50.00%。", []),
        ("支出预算300.00万元，比上年增加100.00万元，下降50.00%。", ["rate"]),
        ("支出预算300.00万元，比上年增加400.00万元，增长50.00%。", ["rate"]),
    ],
)
def test_up_and_down_in_one_breath_and_more_added_than_there_is(
    text: str, expected: list[str]
) -> None:
    assert sorted({rule for rule, _ in titled(audited(text))}) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [("减少1.80万元", []), ("减少1.85万元", ["change"]), ("增加1.80万元", ["change"])],
)
def test_a_change_lies_between_the_two_years_of_a_table(change: str, expected: list[str]) -> None:
    found = audited(f"公务用车运行维护费4.20万元，比上年{change}。", YEARS)
    assert [rule for rule, _ in titled(found)] == expected


def test_income_and_expenditure_of_one_amount_have_changed_alike() -> None:
    text = "收入预算490.25万元，比上年增加69.10万元。支出预算490.25万元，比上年增加{}万元。"
    assert titled(audited(text.format("69.10"))) == []
    assert titled(audited(text.format("64.10"))) == [("change", "contradiction")]


def test_two_amounts_the_other_way_round_than_in_the_table() -> None:
    text = "政府采购货物预算{}万元，政府采购服务预算{}万元。"
    assert titled(audited(text.format("18.69", "35.65"), BOUGHT)) == []
    assert titled(audited(text.format("35.65", "18.69"), BOUGHT)) == [
        ("exchanged", "contradiction")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("行政事业单位养老支出（款）3,754.70万元。", []),
        ("行政事业单位养老支出（类）3,754.70万元。", ["item_level"]),
        ("退休人员活动费（项）1,600.00万元。", ["item_name"]),
        ("2080599-其他养老支出1,600.00万元。", []),
        ("2080959-其他养老支出1,600.00万元。", ["item_name"]),
    ],
)
def test_items_are_named_as_in_the_tables(text: str, expected: list[str]) -> None:
    assert [rule for rule, _ in titled(audited(text, CODED))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入增加193.20万元，增长13.95%。", []),
        ("收入增加193.20万元，增长13.95。", ["left_out"]),
        ("国内公务接待支出0.39万（含外宾接待）。", ["left_out"]),
        ("接待0.39万，用车0.40万，出国0.41万，会议0.42万，培训费。", []),  # a way of writing
    ],
)
def test_a_unit_that_was_left_out_is_noticed(text: str, expected: list[str]) -> None:
    assert [rule for rule, _ in titled(audited(text)) if rule == "left_out"] == expected


def test_this_years_money_under_last_years_date() -> None:
    text = "{}年本单位收入3,754.70万元，全部为财政拨款。"
    assert titled(audited(text.format(2024), CODED)) == []
    assert titled(audited(text.format(2023), CODED)) == [("wrong_year", "contradiction")]
