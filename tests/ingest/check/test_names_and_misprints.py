"""What the narrative says, against the tables and against itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.check.words.names import nearly
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

SUMMARY = replace(
    table(
        """一、一般公共预算 | 5,364.70 | 一、社会保障和就业支出 | 1,710.00
           二、其他收入     | 100.00   | 二、卫生健康支出       | 3,754.70
           收入总计         | 5,464.70 | 支出总计               | 5,464.70""",
        columns="收入/项目 | 收入/金额 | 支出/项目 | 支出/金额",
        title="2024年部门收支总体情况表",
    ),
    form="revenue_expenditure_summary",
)


def audited(
    *texts: str, tables: tuple[Table, ...] = (SUMMARY,), heading: str = "说明"
) -> Disclosure:
    paragraphs = tuple(paragraph(text, heading) for text in texts)
    return interpret_titled(recognised(*tables, paragraphs=paragraphs), f"2024年{ENTITY}部门预算")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“社会保障和就业支出”科目1,710.00万元，主要用于养老。", []),
        ("“社会保障和就业支出”科目1,711.00万元，主要用于养老。", ["prose_against_table"]),
        ("支出预算5,464.70万元。", []),
        ("支出预算5,464.00万元。", ["prose_against_table"]),
        ("一般公共预算收入5,384.70万元。", ["prose_against_table"]),
        ("一般公共预算收入5,364.70元。", ["prose_against_table"]),
        ("上年结转的社会保障和就业支出12.00万元。", []),  # another basis
    ],
)
def test_what_is_named_must_stand_so_in_a_table(text: str, expected: list[str]) -> None:
    assert [rule for rule, _ in titled(audited(text))] == expected


def test_a_number_one_digit_off_the_cell_of_its_name_is_a_misprint() -> None:
    drawn = replace(
        table("使用非财政拨款结余 | 18,953.78\n其他 | 200.00", columns="项目 | 金额"), form="other"
    )
    found = audited("使用非财政拨款结余18,953.73万元。", tables=(drawn,))
    assert titled(found) == [("misprint", "contradiction")]
    assert [side.source.text for side in found.findings[0].sides] == ["18,953.73万元", "18,953.78"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年执行数为198.60万元，2024年预算安排230.28万元，比2023年执行数增加15.95%。", []),
        (
            "2023年执行数为198.60万元，2024年预算安排230.28万元，比2023年执行数增加48.60%。",
            [("rate", "contradiction")],
        ),
        (
            "2024年收入预算558.97万元，比2023年年初预算数647.36万元减少98.39万元。",
            [("change", "contradiction")],
        ),
        ("2024年收入预算558.97万元，比2023年年初预算数647.36万元减少88.39万元，下降13.65%。", []),
    ],
)
def test_changes_and_rates_follow_from_the_amounts_beside_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert titled(audited(f"印刷费{text}", tables=())) == expected


def test_a_share_is_of_the_whole_that_the_others_are_of() -> None:
    text = "支出合计9,146.79万元，其中：基本支出5,916.27万元，占20.58%；项目支出3,123.68万元，占34.15%；预留经费106.84万元，占1.17%。"
    assert [f for f in titled(audited(text, tables=())) if f[0] == "share"] == [
        ("share", "contradiction")
    ]


def test_what_is_said_to_agree_with_a_table_must() -> None:
    basic = table(
        "商品和服务支出 | 1,585.96", columns="科目 | 金额", title="一般公共预算基本支出预算表"
    )
    text = "机关运行经费支出5,619.31万元，与《部门一般公共预算基本支出预算表》的“商品和服务支出”支出数一致。"
    assert titled(audited(text, tables=(basic,))) == [("claims_to_agree", "contradiction")]
    agrees = text.replace("5,619.31", "1,585.96")
    assert titled(audited(agrees, tables=(basic,))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年收入总预算5,464.70万元。", [("wrong_year", "contradiction")]),
        ("收入总预算5,464.70万元，比2024年预算增加3.00万元。", [("wrong_year", "contradiction")]),
        ("2024年收入总预算5,464.70万元，比2023年预算增加3.00万元。", []),
        ("纳入本部门2023年部门汇总预算编制范围的单位共1家。", [("wrong_year", "contradiction")]),
    ],
)
def test_a_sentence_of_another_year_is_out_of_place(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert titled(audited(text)) == expected


@pytest.mark.parametrize(
    ("entity", "text", "expected"),
    [
        (
            "普陀区规划和自然资源局",
            "普陀区规划与自然资源局无此项支出。",
            ["普陀区规划与自然资源局"],
        ),
        (
            "广州市城市管理和综合执法局",
            "即广州市城市管理综合执法局本级。",
            ["广州市城市管理综合执法局"],
        ),
        ("北京市财政局", "商北京市民政局同意。", []),  # another office
        ("北京市财政局", "北京市民政局2024年收入预算。", ["北京市民政局"]),  # speaks of itself
        ("普陀区人民政府办公室", "普陀区人民政府外事办公室。", []),
        (
            "青山市委员会宣传教育部",
            "青水市委员会宣传教导部2024年预算。",
            ["青水市委员会宣传教导部"],
        ),
    ],
)
def test_a_name_is_nearly_ours_by_a_letter_and_a_long_one_by_two(
    entity: str, text: str, expected: list[str]
) -> None:
    assert list(dict.fromkeys(nearly(entity, text))) == expected


def test_one_amount_in_yuan_among_many_in_ten_thousands_is_noticed() -> None:
    many = [f"办公用品第{n}项经费{n}1.50万元。" for n in range(1, 10)]
    assert titled(audited(*many, "印刷经费88.20元。", tables=())) == [
        ("unit_unlike_the_rest", "notice")
    ]
    assert titled(audited(*many, "补助标准为每人88.20元。", tables=())) == []
