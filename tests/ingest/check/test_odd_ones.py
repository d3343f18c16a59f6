"""What the rest of its list, its sentence or its file contradicts: the odd one out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

WRONG_YEAR = [("wrong_year", "contradiction")]
BOUGHT = table(
    "A-货物 | 18.69\nB-工程 | 7.15\nC-服务 | 35.65",
    columns="采购项目 | 金额",
    title="2024年政府采购表",
)
INCOME = ["2024年收入预算163.10万元。", "（一）本年财政拨款收入116.90万元。",
          "1.一般公共预算拨款收入81.75万元。", "2.政府性基金预算拨款收入35.15万元。",
          "（二）本年其他资金收入{}万元3.事业收入{}万元。", "4.其他收入2.90万元。",
          "（三）上年结转结余23.10万元。", "5.上年结转23.10万元。"]  # fmt: skip
PLANS = [f"（3）预算安排：2024年安排预算{n}.5亿元。" for n in (1, 2, 3)]


def audited(*texts: str, tables: tuple[Table, ...] = (), name: str = "book.pdf") -> Disclosure:
    told = tuple(paragraph(text, "情况说明") for text in texts)
    read = recognised(*tables, paragraphs=told)
    read = replace(read, document=replace(read.document, path=name))
    return interpret_titled(read, f"2024年{ENTITY}部门预算")


def rules(
    *texts: str, tables: tuple[Table, ...] = (), name: str = "b.pdf"
) -> list[tuple[str, str]]:
    return titled(audited(*texts, tables=tables, name=name))


def test_amounts_anywhere_in_a_sentence_may_have_changed_places() -> None:
    text = "拟采购货物支出{}万元、拟采购工程支出7.15万元、拟采购服务支出{}万元。"
    assert rules(text.format("18.69", "35.65"), tables=(BOUGHT,)) == []
    assert rules(text.format("35.65", "18.69"), tables=(BOUGHT,)) == [
        ("exchanged", "contradiction")
    ]


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("23.10", "20.20", []),
        ("20.20", "23.10", [("parts_of_a_sentence", "contradiction")]),
    ],
)
def test_what_stands_under_each_of_a_list_makes_it_up(
    whole: str, part: str, expected: list[tuple[str, str]]
) -> None:
    assert rules(*(text.format(whole, part) for text in INCOME)) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("增加0.97%", []), ("减少0.97%", [("rate", "contradiction")])],
)
def test_a_small_rate_does_not_follow_from_its_two_years_turned_round(
    rate: str, expected: list[tuple[str, str]]
) -> None:
    text = f"司法业务2023年预算执行数为2149.45万元，2024年预算安排2170.39万元，比2023年预算执行数{rate}。"
    assert rules(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年预算安排20.00万元，比2023年预算执行数增加33.33%。", []),
        ("2023年预算安排20.00万元，比2023年预算执行数增加33.33%。", WRONG_YEAR),
        ("2024年单位预算安排购置车辆0辆，其中执法用车0辆。", []),
        ("2023年单位预算安排购置车辆0辆，其中执法用车0辆。", WRONG_YEAR),
        ("2023年单位预算安排购置车辆2辆，2024年没有安排。", []),  # told beside this year's
    ],
)
def test_what_a_budget_plans_is_this_years(text: str, expected: list[tuple[str, str]]) -> None:
    assert rules(text) == expected


def test_a_turn_of_phrase_that_is_of_this_year_everywhere_else() -> None:
    odd = "（3）预算安排：2023年安排预算0.5亿元。"
    assert rules(*PLANS) == []
    assert rules(*PLANS, odd) == WRONG_YEAR
    assert rules(*PLANS[1:], odd) == []  # too few to tell
    assert rules(*PLANS, odd, odd.replace("0.5", "0.6")) == []  # no slip: said on purpose


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"{ENTITY}2024年度部门预算公开表.pdf", []),
        (f"{ENTITY}2025年度部门预算公开表.pdf", [("wrong_year", "notice")]),
        (f"{ENTITY}2024年部门预算（2025年预算公开目录）.pdf", []),
        ("20250131.pdf", []),  # a date
    ],
)
def test_the_only_dated_table_is_held_against_the_name_of_the_file(
    name: str, expected: list[tuple[str, str]]
) -> None:
    assert rules(tables=(BOUGHT,), name=name) == expected


def test_another_name_before_本级_is_a_slip_of_the_offices_own() -> None:
    entity = "海东市应急管理综合监察局"
    text = "部门预算包括{}本级和3家事业单位。"

    def told(name: str) -> list[tuple[str, str]]:
        read = recognised(paragraphs=(paragraph(text.format(name), "机构设置"),))
        return titled(interpret_titled(read, f"2024年{entity}部门预算"))

    assert told(entity) == []
    assert told(entity.replace("管理", "卫教")) == [("wrong_name", "contradiction")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("运行维护费74.1万元，与上年持平。", []),
        ("运行维护费74.万元，与上年持平。", [("left_out", "notice")]),
    ],
)
def test_nothing_after_the_point(text: str, expected: list[tuple[str, str]]) -> None:
    assert rules(text) == expected


@pytest.mark.parametrize(
    ("spent", "expected"),
    [("300.45", []), ("3,004.5", [("rate", "contradiction")])],
)
def test_a_rate_of_the_amount_meant_does_not_explain_the_one_printed(
    spent: str, expected: list[tuple[str, str]]
) -> None:
    text = "部门预算收入300.45万元，比上年增加100.15万元，增长50.00%。部门预算支出{}万元，比上年增加100.15万元，增长50.00%。"
    assert [r for r in rules(text.format(spent)) if r[0] == "rate"] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [("100.15", []), ("700.15", [("rate", "contradiction")])],
)
def test_more_was_added_than_the_sentence_before_says_there_is(
    change: str, expected: list[tuple[str, str]]
) -> None:
    text = f"农林水支出300.45万元，主要用于日常运转。与上年相比增加{change}万元，增长50.00%。"
    assert rules(text) == expected
