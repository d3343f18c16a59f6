"""The narrative against itself and its tables: what must be found, what must not cry wolf."""

from __future__ import annotations

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Severity
from tests.ingest.drawn import ENTITY, paragraph, recognised, table

RULES = ("parts_of_a_sentence", "share", "shares_of_a_whole", "rate", "prose_against_table")


def found(text: str, heading: str = "一、支出说明") -> list[tuple[str, Severity]]:
    told = recognised(paragraphs=(paragraph(text, heading),))
    findings = interpret_titled(told, f"{ENTITY}2024年部门预算").findings
    return [(f.rule, f.severity) for f in findings if f.rule in RULES]


def test_shares_of_the_three_public_expenses_make_a_hundred() -> None:
    text = (
        "因公出国（境）费支出222.5万元，占“三公”经费的{}%；公务用车购置及运行费支出183.6万元，"
        "占“三公”经费的7.22%；公务接待费支出427.5万元，占“三公”经费的16.81%。"
    )
    assert found(text.format("8.75")) == [("shares_of_a_whole", Severity.CONTRADICTION)]
    assert found(text.format("75.97")) == []


@pytest.mark.parametrize(
    "text",
    [
        "项目总预算9万元，其中甲项目4万元，乙项目5万元，合计9万元。",
        "收支总预算9万元，其中本年收入预算4万元，上年结转5万元；本年支出预算8万元，结转下年1万元。",
        "公务用车费9万元（其中，购置费4万元，运行费5万元），因公出国费3万元。",
        "采购预算9万元：货物预算5万元、服务预算4万元；其中一般公共预算采购8万元：货物预算8万元。",
        "“三公”经费9.00万元，其中，出国费4.00万元，用车费3.00万元。公务接待费2.00万元。",
        "综合管理9.00万元，主要包括甲项目4.00万元、乙项目3.00万元。",
        "支出包括：培训经费2万元，用于包括甲班1万元的培训；备用金8万元，用于应急。",
    ],
)
def test_what_a_list_leaves_open_is_no_contradiction(text: str) -> None:
    assert found(text) == []


def test_parts_that_are_more_than_their_whole_are_a_contradiction() -> None:
    text = "政府采购预算0万元，其中：政府采购货物预算3万元、政府采购服务预算4万元。"
    assert found(text) == [("parts_of_a_sentence", Severity.CONTRADICTION)]


def test_a_share_of_a_wider_total_is_not_called_wrong() -> None:
    text = "收支总预算490万元。支出预算415万元，其中：教育支出400万元，占81.63%；住房支出15万元，占{}%。"
    assert found(text.format("3.06")) == []


@pytest.mark.parametrize(
    "item",
    [
        "一般公共服务支出（类）人大事务（款）行政运行（项）",
        "一般公共服务支出（201类）人大事务（01款）行政运行（01项）",
        "人大事务行政运行（项）支出",
    ],
)
def test_an_item_is_held_against_its_row_however_it_is_written(item: str) -> None:
    drawn = table(
        """201 | 一般公共服务支出 | 9.00
           20101 | 人大事务 | 9.00
           2010101 | 行政运行 | 9.00""",
        columns="科目编码 | 科目名称 | 合计",
        title="2024年一般公共预算支出表",
    )
    told = recognised(drawn, paragraphs=(paragraph(f"{item}8.00万元。", "五、支出情况"),))
    findings = interpret_titled(told, f"{ENTITY}2024年部门预算").findings
    assert [f.rule for f in findings if f.rule in RULES] == ["prose_against_table"]
