"""What a careful reader sees: one decimal too many, a list told twice, a letter of a place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

Told = list[tuple[str, str]]
HABIT = [f"第{n}项业务工作经费{n}1.{n}3万元。" for n in range(1, 10)]
HABIT += [f"第{n}项办公设备费{n}7.{n}9万元。" for n in range(1, 10)]
SPENT = "\n".join(f"第{n}项业务 | {n}21.{n}3" for n in range(1, 10))
SPENT += "\n" + "\n".join(f"第{n}项设备 | {n}47.{n}9" for n in range(1, 10))


def audited(
    *texts: str, tables: tuple[Table, ...] = (), entity: str = ENTITY, name: str = "book.pdf"
) -> Disclosure:
    numbered = tuple(replace(one, number=n) for n, one in enumerate(tables))
    told = tuple(paragraph(text, "情况说明") for text in texts)
    read = recognised(*numbered, paragraphs=told)
    read = replace(read, document=replace(read.document, path=name))
    return interpret_titled(read, f"2024年{entity}部门预算")


def rules(*texts: str, tables: tuple[Table, ...] = ()) -> Told:
    return titled(audited(*texts, tables=tables))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("921.33", []), ("92.133", [("decimals", "notice")]), ("9.2", []), ("92", [])],
)
def test_one_number_with_more_decimals_than_all_others(printed: str, expected: Told) -> None:
    assert rules(*HABIT, f"基本支出{printed}万元。") == expected
    drawn = table(f"{SPENT}\n其他业务 | {printed}", columns="项目 | 金额", title="2024年项目表")
    assert rules(tables=(drawn,)) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("4,876.93", []),
        ("4,876.9", [("misprint", "rounding")]),
        ("4,877", []),  # told in whole 万元
        ("3,120.5", []),  # the nought of 3,120.50 was not printed
    ],
)
def test_a_last_digit_that_was_left_out(printed: str, expected: Told) -> None:
    cells = table("补助 | 4,876.93\n设备 | 3,120.50", columns="项目 | 金额", title="2024年项目表")
    assert rules(*HABIT, f"慰问补助资金{printed}万元。", tables=(cells,)) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("信息化系统维护费166.66万元，中介机构服务费418.80万元，财政业务工作费10万元。", []),
        (
            "信息化系统维护费166.66万元，中介机构服务费418.80万元，财政业务工作费60万元。",
            [("said_twice", "contradiction")],
        ),
        (
            "信息化系统维护费418.80万元，中介机构服务费166.66万元，财政业务工作费10万元。",
            [("said_twice", "contradiction")] * 2,
        ),
        ("信息化系统维护费66.61万元，中介机构服务费18.81万元，财政业务工作费10万元。", []),
    ],
)
def test_the_same_list_in_two_places(second: str, expected: Told) -> None:
    first = "中介机构服务费418.80万元，财政业务工作费10.00万元，信息化系统维护费166.66万元，援助工作经费3.00万元。"
    found = [f for f in rules(first, f"本年度{second}") if f[0] == "said_twice"]
    assert found == expected


@pytest.mark.parametrize(("rate", "expected"), [("100%", []), ("17%", [("rate", "contradiction")])])
def test_what_was_nothing_before_has_grown_by_all_of_it(rate: str, expected: Told) -> None:
    text = f"因公出国（境）经费预算5.38万元，比上年增加5.38万元，增长{rate}。"
    assert rules(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("上海市普陀区司法局", []),
        ("上海市普陀水司法局", [("wrong_name", "contradiction")]),
        ("上海市普农区司法局", [("wrong_name", "contradiction")]),
    ],
)
def test_one_letter_of_the_place_is_wrong(name: str, expected: Told) -> None:
    text = f"2024年，{name}收入预算3,121.42万元，其中：财政拨款收入3,121.42万元。"
    found = titled(audited(text, entity="上海市普陀区司法局"))
    assert [f for f in found if f[0] == "wrong_name"] == expected


def test_another_district_in_passing_is_no_slip() -> None:
    found = audited("与上海市金山区司法局共同开展调解工作。", entity="上海市宝山区司法局")
    assert titled(found) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年运行经费679.08万元，比2023年增加23.79万元。", []),
        ("2023年运行经费679.08万元，比2023年增加23.79万元。", [("wrong_year", "contradiction")]),
        ("2023年运行经费执行数679.08万元，比2023年年初预算增加23.79万元。", []),
        ("2024年一般公共预算安排购置车辆0辆。", []),
        ("2022年单位预算安排购置车辆0辆。", [("wrong_year", "contradiction")]),
    ],
)
def test_a_year_that_its_own_sentence_gives_away(text: str, expected: Told) -> None:
    assert rules(text) == expected


def test_a_sentence_that_begins_like_its_neighbours_but_for_the_year() -> None:
    same = [f"2024年度项目总预算{n}20.00万元，其中企业技术中心{n}20.00万元。" for n in (1, 2, 3)]
    assert rules(*same) == []
    odd = same[0].replace("2024", "2023").replace("120", "450")
    assert rules(*same, odd) == [("wrong_year", "contradiction")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("168,441.81", []), ("165,451.81", [("prose_against_table", "contradiction")])],
)
def test_what_a_budget_calls_its_opening_figure_is_the_budget(said: str, expected: Told) -> None:
    rows = "收入总计 | 168,441.81 | 支出总计 | 168,441.81"
    both = table(
        rows, columns="收入/项目 | 收入/金额 | 支出/项目 | 支出/金额", title="2024年收支总表"
    )
    both = replace(both, form="revenue_expenditure_summary")
    assert rules(f"支出预算：2024年年初预算数{said}万元。", tables=(both,)) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [("54.40", []), ("59.40", [("sum_within_table", "contradiction")])],
)
def test_a_bodys_own_row_at_the_head_of_a_table_is_its_total(own: str, expected: Told) -> None:
    drawn = table(
        f"""        | {ENTITY} | {own} | 41.20
        201     | 一般公共服务支出 | 30.10 | 20.10
        208     | 社会保障和就业支出 | 16.30 | 13.10
        221     | 住房保障支出 | 8.00 | 8.00""",
        columns="科目编码 | 科目名称 | 金额 | 基本支出",
        title="2024年支出明细",
    )
    assert [f for f in rules(tables=(drawn,)) if f[0] == "sum_within_table"] == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [("减少16,897.63", []), ("增加16,897.63", [("change", "contradiction")])],
)
def test_reasons_go_on_after_the_end_of_a_page(first: str, expected: Told) -> None:
    told = (
        f"收入比2023年减少29,815.76万元，主要是经营收入资金{first}万元，其他收入资金减少21,159.85万元，",
        "基金预算拨款减少368.01万元，一般公共预算拨款增加8,347.73万元，事业收入资金增加262万元。",
    )
    assert rules(*told) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [("1,410.00", []), ("14,100.0", [("parts_of_a_sentence", "contradiction")])],
)
def test_a_total_at_both_ends_of_a_list(end: str, expected: Told) -> None:
    text = f"项目总预算1,410.00万元，其中品牌集聚340.00万元，示范地标120.00万元，消费提质950.00万元，合计{end}万元。"
    assert rules(text) == expected


def named(line: str, name: str) -> Told:
    drawn = table("业务 | 21.33", columns="项目 | 金额", entity_line=line, title="绩效目标表")
    read = recognised(drawn)
    return titled(
        interpret_titled(replace(read, document=replace(read.document, path=name)), "2024年报表")
    )


def test_the_only_name_of_a_file_is_held_against_the_files_own() -> None:
    filed = "北京市市监局2024_报表.pdf"
    assert named("北京市市场监督管理局", filed) == []
    assert named("北京市公安局", filed) == [("wrong_name", "notice")]
    assert named("北京市公安局", "附件2.pdf") == []


@pytest.mark.parametrize(
    ("unit", "largest", "expected"),
    [
        ("万元", "1,250.00", []),
        ("元", "1,250.00", [("unit_of_table", "notice")]),
        ("元", "12,500,000.00", []),
    ],
)
def test_one_table_in_another_unit_than_all_the_others(
    unit: str, largest: str, expected: Told
) -> None:
    others = [
        table(f"第{n}项业务 | {n}3,417.60", columns="项目 | 金额", title=f"2024年第{n}表")
        for n in (1, 2, 3)
    ]
    odd = table(f"设备 | {largest}", columns="项目 | 金额", title="2024年设备表", unit=unit)
    assert rules(tables=(*others, odd)) == expected
