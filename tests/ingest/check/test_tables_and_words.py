"""The audit: what is found, how grave it is, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.amount import Amount
from ingest.check.compare import gap_of
from ingest.check.tables.relations import across, down, totals
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Fact, Paragraph, Severity, Table
from tests.ingest.drawn import ENTITY, paragraph, recognised, table, titled

INCOME = "收入/项目 | 收入/金额 | 支出/项目 | 支出/金额"


def audited(*tables: Table, paragraphs: tuple[Paragraph, ...] = ()) -> Disclosure:
    return interpret_titled(recognised(*tables, paragraphs=paragraphs), f"2024年{ENTITY}部门预算")


def interpreted(drawn: Table) -> tuple[Fact, ...]:
    return audited(drawn).facts


def yuan(text: str, unit: str = "万元") -> Amount:
    return Amount(Decimal(text), unit)


@pytest.mark.parametrize(
    ("stated", "parts", "severity"),
    [
        ("10.0", ["4.0", "6.0"], None),
        ("10.1", ["4.0", "6.0"], Severity.ROUNDING),
        ("10.3", ["4.0", "6.0"], Severity.ROUNDING),
        ("10.4", ["4.0", "6.0"], Severity.CONTRADICTION),
        ("10.2", ["10.0", "0.0"], Severity.ROUNDING),
        ("10.3", ["10.0", "0.0"], Severity.CONTRADICTION),
    ],
)
def test_one_unit_in_the_last_place_of_each_number_is_rounding(
    stated: str, parts: list[str], severity: Severity | None
) -> None:
    assert gap_of(yuan(stated), [yuan(part) for part in parts]).severity is severity


def test_a_total_that_is_not_the_sum_of_its_codes_is_a_contradiction() -> None:
    drawn = table(
        """    | 合计 | 30.0 | 20.0
           201 | 一般公共服务支出 | 12.0 | 12.0
           208 | 社会保障支出     | 8.0  | 8.0
           """,
        columns="科目编码 | 科目名称 | 合计 | 基本支出",
    )
    assert ("sum_within_table", "contradiction") in titled(audited(drawn))


def test_sums_that_hold_say_nothing() -> None:
    drawn = table(
        """    | 合计             | 20.0 | 12.0 | 8.0
           201   | 一般公共服务支出 | 20.0 | 12.0 | 8.0
           20103 | 政府办公厅事务   | 20.0 | 12.0 | 8.0""",
        columns="科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
    )
    assert titled(audited(drawn)) == []


def test_the_narrative_and_the_table_that_disagree_are_both_shown() -> None:
    drawn = table(
        """一、一般公共预算 | 364.4 | 一、教育 | 364.4
           收入总计 | 364.4 | 支出总计 | 364.4""",
        columns=INCOME,
        title="2024年部门收支总体情况表",
    )
    text = "收入合计364.4万元，其中：一般公共预算284.4万元；政府性基金预算0万元。"
    found = audited(drawn, paragraphs=(paragraph(text, "二、收入预算总体情况说明"),))
    (one,) = [f for f in found.findings if f.rule == "prose_against_table"]
    assert [side.amount for side in one.sides] == [yuan("284.4"), yuan("364.4")]
    assert "284.4 万元" in one.message
    assert "364.4 万元" in one.message
    assert {side.ref for side in one.sides} <= {s.id for s in found.statements} | {
        f.id for f in found.facts
    }


def test_income_must_be_expenditure() -> None:
    drawn = table("收入总计 | 364.4 | 支出总计 | 374.4", columns=INCOME)
    assert titled(audited(drawn)) == [("income_is_expenditure", "contradiction")]


@pytest.mark.parametrize(
    ("share", "expected"),
    [("78.0%", []), ("78.1%", [("share", "rounding")]), ("79.5%", [("share", "contradiction")])],
)
def test_a_share_must_follow_from_part_and_whole(
    share: str, expected: list[tuple[str, str]]
) -> None:
    text = f"支出合计364.4万元，其中：基本支出284.4万元，占{share}；项目支出80.0万元。"
    assert titled(audited(paragraphs=(paragraph(text, "三、支出"),))) == expected


def test_a_full_list_of_parts_must_add_up() -> None:
    text = "支出合计364.4万元，其中：基本支出284.4万元；项目支出60.0万元。"
    assert titled(audited(paragraphs=(paragraph(text, "三、支出"),))) == [
        ("parts_of_a_sentence", "contradiction")
    ]


def test_another_name_over_a_form_is_a_contradiction_that_names_both() -> None:
    other = "郑州市金水区电子政务中心"
    form = table(f"部门名称：{other} | ~", columns="", kind="form", title="整体绩效目标表")
    found = audited(form)
    assert titled(found) == [("wrong_name", "contradiction")]
    assert other in found.findings[0].message
    assert ENTITY in found.findings[0].message


def test_units_of_the_entity_are_not_wrong_names() -> None:
    drawn = table("甲 | 1.0", columns="项目 | 金额", entity_line=f"{ENTITY}本级")
    assert titled(audited(drawn)) == []


def test_a_blank_of_the_template_is_noticed() -> None:
    text = "政府性基金收支预算增加（减少）0万元，与2023年预算持平。"
    assert titled(audited(paragraphs=(paragraph(text, "四、财政拨款"),))) == [
        ("template_leftover", "notice")
    ]


def test_a_table_that_says_it_is_empty_must_be() -> None:
    drawn = table(
        "合计 | 5.0",
        columns="项目 | 合计",
        notes=("本单位无政府性基金预算支出，故本表无数据。",),
    )
    assert titled(audited(drawn)) == [("says_empty", "contradiction")]


def test_a_blank_table_without_a_word_is_an_omission() -> None:
    assert titled(audited(table("合计 | ", columns="项目 | 合计"))) == [("empty_table", "omission")]


@pytest.mark.parametrize(("amount", "found"), [("0", []), ("6", [("empty_table", "omission")])])
def test_a_blank_table_of_cars_and_guests_is_explained_only_where_all_that_is_said_of_them_is_nought(
    amount: str, found: list[tuple[str, str]]
) -> None:
    blank = table("合计 | ", columns="项目 | 合计", title="2024年“三公”经费预算表")
    said = paragraph(
        f"2024年“三公”经费预算为{amount}万元，比上年减少4万元。其中：公务用车购置费0万元，公务接待费{amount}万元。",
        "二、“三公”经费预算情况说明",
    )
    assert titled(audited(blank, paragraphs=(said,))) == found


def test_a_title_of_another_year_is_a_contradiction() -> None:
    right = table("甲 | 1.0", columns="项目 | 金额", title="2024年收入表")
    wrong = table("甲 | 1.0", columns="项目 | 金额", title="2023年支出表", number=1)
    assert titled(audited(right, wrong)) == [("wrong_year", "contradiction")]


def test_one_item_on_two_bases_is_not_a_contradiction() -> None:
    basic = table(
        "30201 | 办公费 | 7.1",
        columns="科目编码 | 科目名称 | 合计",
        title="2024年一般公共预算基本支出表",
    )
    whole = table(
        "30201 | 办公费 | 87.1",
        columns="科目编码 | 科目名称 | 总计",
        title="2024年支出经济分类汇总表",
        number=1,
    )
    assert titled(audited(basic, whole)) == []


def test_a_list_with_parts_of_parts_is_not_called_a_contradiction() -> None:
    drawn = table(
        """工资福利支出 | 10.0
           基本工资     | 6.0
           津贴         | 4.0
           公用经费     | 5.0
           合计         | 15.0""",
        columns="项目 | 金额",
    )
    assert titled(audited(drawn)) == []


def test_the_same_office_of_the_city_is_not_a_slip_for_the_district() -> None:
    text = "按照郑州市政务信息中心的要求开展工作。"
    assert titled(audited(paragraphs=(paragraph(text, "一、主要职责"),))) == []


def test_a_name_with_one_word_changed_is_found_in_running_text() -> None:
    text = "郑州市金水区政务信息化中心2024年无负责管理的项目。"
    assert titled(audited(paragraphs=(paragraph(text, "五、专项"),))) == [
        ("wrong_name", "contradiction")
    ]


def test_parts_opened_by_among_these_may_be_all_the_parts() -> None:
    drawn = table(
        """3、公务用车购置及运行费 | 426.75
           其中：（1）公务用车购置费 | 200.00
           （2）公务用车运行费 | 226.75""",
        columns="项目 | 预算数",
    )
    assert titled(audited(drawn)) == []


def test_a_rate_that_follows_from_last_years_amount_is_right() -> None:
    text = "2024年收入预算125462.47万元，比2023年增加8670.86万元，增长7.42%。"
    assert titled(audited(paragraphs=(paragraph(text, "一、收入"),))) == []


def test_lines_that_break_down_the_line_above_are_counted_once() -> None:
    drawn = table(
        """合计       | 69.0
           一、货物   | 59.0
           设备       | 59.0
           台式机     | 45.0
           打印机     | 14.0
           二、服务   | 10.0
           印刷       | 4.0
           物业       | 6.0""",
        columns="项目 | 金额",
    )
    assert [s.gap.size for s in totals(interpreted(drawn))] == [Decimal(0)]


def test_a_line_printed_twice_among_codes_is_still_a_contradiction() -> None:
    drawn = table(
        """20406   | 司法     | 64.0
           2040601 | 行政运行 | 64.0
           2040604 | 基层司法 | 24.0
           2040605 | 普法宣传 | 40.0""",
        columns="科目编码 | 科目名称 | 项目支出",
    )
    assert [one.gap.size for one in down(interpreted(drawn))] == [Decimal("-640000.0")]


def test_a_blank_subtotal_lets_its_parts_count() -> None:
    drawn = table(
        "40.77 | 17.1 | 0.15 |  | 18.69 | 4.83",
        columns="三公经费总额 | 出国费 | 接待费 | 用车费/小计 | 用车费/购置 | 用车费/运行",
    )
    assert [one.gap.size for one in across(interpreted(drawn))] == [Decimal(0)]
