"""Numbered paragraphs, the reasons of a change, money with targets: told in prose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

WRONG = [("parts_of_a_sentence", "contradiction")]
CHANGED = [("change", "contradiction")]
PROJECTS = ["（五）项目支出124.50万元，具体包括：", "1.安全管理61.25万元，用于检查。",
            "2.应急演练40.15万元，用于演练。", "3.信息系统23.10万元，用于运行。"]  # fmt: skip
LISTED = ["部门支出预算100.00万元，包括在职人员费51.25万元、办公经费30.15万元、增资经费18.60万元。",
          "（一）在职人员费51.25万元，主要是工资。", "（二）办公经费30.15万元，主要是办公。",
          "（三）增资经费18.60万元，主要是增资。"]  # fmt: skip
TWICE = ["2024年收入预算140.00万元。", "（一）本年财政拨款收入116.90万元。",
         "1.一般公共预算拨款收入81.75万元。", "2.政府性基金预算拨款收入35.15万元。",
         "（二）本年其他资金收入0万元。", "3.事业收入0万元。", "（三）上年结转结余23.10万元。",
         "4.上年结转23.10万元。"]  # fmt: skip
TARGETS = table(
    "安全管理 | 61.25\n应急演练 | 40.15\n信息系统 | 23.10", columns="项目名称 | 项目支出"
)
TOTAL = table(
    "合计 | 924.50 | 800.00 | 124.50", columns="科目 | 合计 | 基本支出 | 项目支出", number=1
)


def audited(texts: list[str], *tables: Table, entity: str = ENTITY) -> Disclosure:
    numbered = tuple(replace(one, number=n) for n, one in enumerate(tables))
    told = tuple(paragraph(text, "支出说明") for text in texts)
    return interpret_titled(recognised(*numbered, paragraphs=told), f"2024年{entity}部门预算")


def said(texts: list[str], right: str, wrong: str, *tables: Table) -> list[tuple[str, str]]:
    """What is told where one print of a number is another, and nothing where it is right."""
    assert titled(audited(texts, *tables)) == []
    at = max(i for i, text in enumerate(texts) if right in text)
    changed = [text.replace(right, wrong) if i == at else text for i, text in enumerate(texts)]
    return titled(audited(changed, *tables))


@pytest.mark.parametrize(("right", "wrong"), [("40.15", "47.95"), ("124.50", "214.50")])
def test_numbered_paragraphs_make_up_what_they_are_of(right: str, wrong: str) -> None:
    assert said(PROJECTS, right, wrong) == WRONG


def test_a_list_that_only_gives_examples_need_not_make_up_the_whole() -> None:
    loose = [PROJECTS[0].replace("具体", "主要"), *PROJECTS[1:3], "3.信息系统9.10万元，用于运行。"]
    assert titled(audited(loose)) == []


def test_a_numbered_paragraph_repeats_the_list_before_it() -> None:
    assert said(LISTED, "30.15", "37.95") == [("said_twice", "contradiction")]


def test_two_of_three_divisions_of_one_amount_outvote_the_third() -> None:
    assert said(TWICE, "116.90", "116.40") == WRONG
    assert said(TWICE, "140.00", "160.30") == WRONG


def test_a_heading_without_a_full_stop_runs_on_into_the_first_of_its_items() -> None:
    heads = (1, 4, 6)
    run_on = [
        text.removesuffix("。") + TWICE[n + 1] if n in heads else text
        for n, text in enumerate(TWICE)
        if n - 1 not in heads
    ]
    assert said(run_on, "81.75", "87.15") == WRONG
    assert said(run_on, "116.90", "116.40") == WRONG


def test_one_of_a_run_is_not_as_in_the_table_that_the_others_are_from() -> None:
    loose = [PROJECTS[0].replace("具体", "主要"), *PROJECTS[1:]]
    assert ("prose_against_table", "contradiction") in said(loose, "40.15", "77.90", TARGETS)


@pytest.mark.parametrize(
    ("right", "wrong"), [("支出减少20.25", "支出增加20.25"), ("增加40.15", "增加47.15")]
)
def test_the_reasons_of_a_change_make_it_up(right: str, wrong: str) -> None:
    text = "支出预算300.00万元，比上年增加19.90万元，主要原因是基本支出减少20.25万元，项目支出增加40.15万元。"
    assert said([text], right, wrong) == CHANGED


def test_reasons_that_leave_some_unsaid_are_no_contradiction() -> None:
    text = "支出预算300.00万元，比上年增加19.90万元，主要原因是基本支出增加1.25万元，项目支出增加3.10万元。"
    assert titled(audited([text])) == []


def test_more_was_not_added_than_there_is() -> None:
    text = "会议费预算22.40万元，比上年增加22.40万元。"
    assert said([text], "增加22.40", "增加28.40") == CHANGED


def test_one_money_does_not_go_up_and_down() -> None:
    text = "收入比2023年增加2,515.39万元。支出比2023年增加2,515.39万元。"
    assert said([text], "支出比2023年增加", "支出比2023年减少") == CHANGED


def test_the_changes_of_the_three_make_up_the_change_of_all() -> None:
    three = ["“三公”经费预算11.98万元，比上年增加0.91万元。",
             "因公出国（境）费用4.38万元，比上年增加2.81万元。",
             "公务接待费5.00万元，比上年减少1.00万元。",
             "公务用车购置费0万元，与上年持平。",
             "公务用车运行维护费2.60万元，比上年减少0.90万元。"]  # fmt: skip
    assert said(three, "减少1.00", "减少1.30") == CHANGED
    assert said(three, "增加2.81", "减少2.81") == CHANGED


def test_what_is_bought_is_goods_works_and_services() -> None:
    text = "政府采购预算总额947万元：政府采购货物预算47万元、政府采购工程预算0万元、政府采购服务预算900万元。"
    assert said([text], "900", "506") == WRONG


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("所有项目支出预算纳入绩效管理，涉及预算资金124.50万元。", "124.50", "924.50"),
        ("整体支出纳入绩效目标管理，涉及财政性资金924.50万元。", "924.50", "124.50"),
    ],
)
def test_all_that_has_targets_is_known(text: str, right: str, wrong: str) -> None:
    assert said([text], right, wrong, TOTAL) == [("prose_against_table", "contradiction")]


def test_running_costs_are_the_public_expenses() -> None:
    public = table("公用经费 | 2,916.10", columns="项目 | 金额")
    text = "机关运行经费支出2,916.10万元。"
    assert said([text], "2,916.10", "2,196.10", public) == [("misprint", "contradiction")]


def test_last_year_is_not_compared_with_the_year_before() -> None:
    text = "2024年政府性基金预算支出500.00万元，与上年持平。"
    assert said([text], "2024", "2023") == [("wrong_year", "contradiction")]
    assert titled(audited(["2023年政府性基金预算支出500.00万元。"])) == []


@pytest.mark.parametrize(
    ("entity", "text", "expected"),
    [
        ("深圳市工业和信息化局（本级）", "深圳市工业和信息化局（本级）2024年主要工作目标。", []),
        ("深圳市工业和信息化局（本级）", "深圳市审计局2024年主要工作目标。", ["wrong_name"]),
        ("深圳市工业和信息化局（本级）", "深圳市工业和信商交局（本级）2024年主要工作。", ["wrong_name"]),
        ("深圳市工业和信息化局（本级）", "列入市工业和信息化局（本级）2024年部门预算。", []),
        ("福州市民政局(本级)", "福州市民政局商本级)的主要职责是：", ["wrong_name"]),
        ("深圳市工业和信息化局", "附件：深圳市民政局2024年部门预算报表。", ["wrong_name"]),
    ],
)  # fmt: skip
def test_another_body_where_one_speaks_of_oneself(
    entity: str, text: str, expected: list[str]
) -> None:
    assert [rule for rule, _ in titled(audited([text], entity=entity))] == expected
