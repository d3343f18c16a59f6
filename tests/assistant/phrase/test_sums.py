"""An item that one table has but in part, and another only in its rows."""

from __future__ import annotations

from assistant.answer import Check
from tests.assistant.worlds import books, library

ALL = """
支出总表
支出功能分类科目 | 政府支出经济分类科目 | 部门支出经济分类科目 | 合计
2050201-学前教育 | 50205-委托业务费 | 30227-委托业务费 | 7.5
2050201-学前教育 | 50205-委托业务费 | 30226-劳务费 | 4.0
2050202-小学教育 | 50502-商品和服务支出 | 30227-委托业务费 | 2.5
2050202-小学教育 | 50502-商品和服务支出 | 30226-劳务费 | 1.0
"""
BASIC = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计
 | 合计 | 20.0
30227 | 委托业务费 | 1.5
"""
TWO = """
收支总表
收入/项目 | 收入/金额 | 支出/项目 | 支出/金额
一、财政拨款收入 | 60.0 | 一、教育支出 | 100.0
二、事业收入 | 20.0 | |
本年收入合计 | 80.0 | 本年支出合计 | 100.0
上年结转 | 20.0 | |
收入总计 | 100.0 | 支出总计 | 100.0
"""


def test_the_share_that_the_disclosure_prints_is_of_the_total_that_it_is_taken_of() -> None:
    story = (
        ("一、收入预算情况", "2024年本年收入预算80.0万元，其中：事业收入20.0万元，占25.00%。"),
    )
    asked = library(books("青山县教育局", 2024, TWO, story=story))
    answer = asked.ask("青山县教育局2024年事业收入占收入预算多少")
    assert [(n.text, n.check) for n in answer.numbers] == [
        ("20.0 万元", Check.VERIFIED),
        ("80.0 万元", Check.VERIFIED),
        ("25.00%", Check.DERIVED),
        ("25.00%", Check.VERIFIED),
    ]


def test_a_share_of_all_is_of_all_that_was_named() -> None:
    answer = library(books("青山县教育局", 2024, TWO)).ask("青山县教育局事业收入占收入总计多少")
    assert [n.text for n in answer.numbers] == ["20.0 万元", "100.0 万元", "20.00%"]


def test_what_a_sentence_gives_for_all_of_an_item_stands_before_its_part_in_a_table() -> None:
    story = (("五、其他重要事项", "2024年委托业务费涉及财拨资金12.5万元。"),)
    answer = library(books("青山县教育局", 2024, BASIC, story=story)).ask(
        "青山县教育局2024年委托业务费有多少"
    )
    assert [n.text for n in answer.numbers] == ["12.5 万元", "1.5 万元"]


def test_the_rows_of_an_item_add_up_without_those_of_another_classification() -> None:
    answer = library(books("青山县教育局", 2024, ALL, BASIC)).ask(
        "青山县教育局2024年委托业务费有多少"
    )
    assert [n.text for n in answer.numbers] == ["7.5 万元", "2.5 万元", "10.0 万元", "1.5 万元"]
