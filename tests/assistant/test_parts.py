"""Rows that are each a part of an item, and what the text says otherwise than the table."""

from __future__ import annotations

from assistant.answer import Check, Status
from tests.assistant.worlds import books, library

TOTALS = """
收支总表
收入/项目 | 收入/金额 | 支出/项目 | 支出/金额
一、一般公共预算 | 100.0 | 一、教育支出 | 100.0
收入总计 | 100.0 | 支出总计 | 100.0
"""
BY_UNIT = """
一般公共预算支出表
科目编码 | 科目名称 | 合计
2050205 | 高等教育 | 30.0
2050202 | 小学教育 | 40.0
2050205 | 高等教育 | 20.0
"""


def test_rows_of_one_class_for_unit_after_unit_are_added() -> None:
    held = library(books("青山县教育局", 2024, TOTALS, BY_UNIT))
    answer = held.ask("青山县教育局2024年高等教育支出多少")
    assert answer.text == (
        "青山县教育局 2024 年预算：《一般公共预算支出表》里“高等教育支出”分列在几处："
        "高等教育 30.0 万元[1]；高等教育 20.0 万元[2]，合计 50.0 万元[1][2]。"
    )
    assert answer.numbers[-1].check is Check.DERIVED


def test_one_of_such_rows_is_no_share_of_the_whole() -> None:
    held = library(books("青山县教育局", 2024, TOTALS, BY_UNIT))
    answer = held.ask("青山县教育局2024年高等教育支出占总支出多少")
    assert (answer.status, answer.numbers) == (Status.NOT_FOUND, ())


def test_a_sentence_that_no_cell_agrees_with_is_quoted() -> None:
    held = library(books("青山县教育局", 2024, TOTALS, BY_UNIT.replace("小学教育", "小学与幼儿教育"),
                         story=(("一、支出情况", "“教育支出（类）普通教育（款）小学与幼儿教育（项）”46.0万元，主要用于运转。"),)))  # fmt: skip
    answer = held.ask("青山县教育局2024年小学与幼儿教育多少")
    assert [(n.text, n.check) for n in answer.numbers] == [
        ("40.0 万元", Check.VERIFIED),
        ("46.0万元", Check.QUOTED),
    ]
    assert "said_otherwise_at_query" in {w.rule for w in answer.warnings}


THREE_PUBLIC = """
“三公”经费表
项目 | 预算数
合计 | 14.0
因公出国（境）费 | 7.0
公务接待费 | 2.0
公务用车购置及运行维护费 | 5.0
"""


def test_a_whole_that_only_says_of_what_is_not_added_to_its_parts() -> None:
    held = library(books("青山县教育局", 2024, TOTALS, THREE_PUBLIC))
    answer = held.ask("青山县教育局2024年三公，出国加接待一共多少")
    assert [n.text for n in answer.numbers] == ["7.0 万元", "2.0 万元", "9.0 万元"]


def test_the_first_of_all_are_looked_for_among_all() -> None:
    held = library(
        books("青山县教育局", 2024, THREE_PUBLIC),
        books("青山县民政局", 2024, THREE_PUBLIC.replace("14.0", "24.0")),
        books("青山县司法局", 2024, THREE_PUBLIC.replace("14.0", "34.0")),
        books("青山县水利局", 2024, THREE_PUBLIC.replace("14.0", "44.0")),
    )
    answer = held.ask("所有2024年预算里三公经费前三名")
    assert [n.text for n in answer.numbers][:3] == ["44.0 万元", "34.0 万元", "24.0 万元"]
