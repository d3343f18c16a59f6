"""Table against table, and sums that are believed or not."""

from __future__ import annotations

from dataclasses import replace

from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Table
from tests.ingest.drawn import ENTITY, recognised, table, titled

SPENDING = "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"
ITEMS = "科目编码 | 科目名称 | 金额"


def audited(*tables: Table) -> Disclosure:
    numbered = (replace(one, number=n) for n, one in enumerate(tables))
    return interpret_titled(recognised(*numbered), f"2024年{ENTITY}部门预算")


def test_a_gap_of_any_size_is_believed_where_the_same_rows_add_up_in_other_columns() -> None:
    drawn = table(
        """    | 合计 | 30.0  | 20.0 | 10.0
           201 | 甲   | 12.0  | 8.0  | 4.0
           208 | 乙   | 918.0 | 12.0 | 6.0""",
        columns=SPENDING,
    )
    assert titled(audited(drawn)) == [("sum_within_table", "contradiction")] * 2


def test_a_gap_that_is_a_row_of_its_own_is_a_part_not_taken_for_one() -> None:
    drawn = table(
        """三、服务     | 926.09
           一、培训费   | 81.60
           1、住宿      | 81.60
           二、会议费   | 844.49
           合计         | 1,770.58""",
        columns="项目 | 金额",
    )
    assert [found for found in titled(audited(drawn)) if found[1] == "contradiction"] == []


def test_two_lists_with_one_total_must_have_the_same_rows() -> None:
    one = """    | 合计     | 60.0
             301 | 工资福利 | 10.0
             302 | 商品服务 | 20.0
             303 | 补助     | 30.0"""
    other = one.replace("20.0", "25.0").replace("30.0", "25.0")
    found = audited(table(one, columns=ITEMS), table(other, columns=ITEMS))
    assert [f for f in titled(found) if f[0].startswith("same")] == []  # most must agree first
    longer = "\n304 | 甲 | 1.0\n305 | 乙 | 2.0"
    found = audited(
        table(one.replace("60.0", "63.0") + longer, columns=ITEMS),
        table(other.replace("60.0", "63.0") + longer, columns=ITEMS),
    )
    assert [f for f in titled(found) if f[0].startswith("same")] == [
        ("same_rows_in_two_tables", "contradiction")
    ] * 2


def test_lists_with_other_totals_are_on_another_basis() -> None:
    one = "| 合计 | 60.0\n301 | 甲 | 10.0\n302 | 乙 | 20.0\n303 | 丙 | 30.0"
    other = "| 合计 | 61.0\n301 | 甲 | 10.0\n302 | 乙 | 21.0\n303 | 丙 | 30.0"
    assert titled(audited(table(one, columns=ITEMS), table(other, columns=ITEMS))) == []


def test_a_project_has_one_amount_in_the_list_and_in_its_targets() -> None:
    rows = [(f"第{n}个很长的项目名称", f"{n}5.5") for n in range(1, 12)]

    def drawn(form: str, amounts: list[tuple[str, str]]) -> Table:
        text = "\n".join(f"{name} | {amount}" for name, amount in amounts)
        return replace(table(text, columns="项目名称 | 金额"), form=form)

    changed = [*rows[:-1], (rows[-1][0], "180.5")]
    found = audited(drawn("project_expenditure", rows), drawn("project_performance", changed))
    assert titled(found) == [("same_rows_in_two_tables", "contradiction")]


def test_the_money_of_a_form_is_the_sum_of_its_sources() -> None:
    form = """年度资金总额： | 1,109.50
              其中：财政拨款 | 1,009.50
              其他资金       | 110.00"""
    drawn = table(form, columns="", kind="form", title="项目绩效目标表")
    assert ("sum_within_table", "contradiction") in titled(audited(drawn))


def test_a_minus_that_no_sum_knows_is_noticed_unless_it_is_a_change() -> None:
    spent = table("离退休费 | -18.0", columns="项目 | 金额")
    change = table("离退休费 | -18.0", columns="项目 | 比上年增减")
    assert titled(audited(spent)) == [("negative_amount", "notice")]
    assert titled(audited(change)) == []


def test_budget_and_final_add_up_each_by_itself() -> None:
    columns = (
        "合计/预算数 | 合计/决算数 | 出国费/预算数 | 出国费/决算数 | 接待费/预算数 | 接待费/决算数"
    )
    right = table("2.85 | 0.39 | 0.00 | 0.00 | 2.85 | 0.39", columns=columns)
    swapped = table("0.39 | 2.85 | 0.00 | 0.00 | 2.85 | 0.39", columns=columns)
    assert titled(audited(right)) == []
    assert titled(audited(swapped)) == [("sum_within_table", "contradiction")] * 2


def test_a_group_that_is_set_aside_whole_is_no_part_of_a_sum() -> None:
    columns = "科目名称|合计|基本支出|本年支出/其中：政府采购|本年支出/其中：政府购买服务"
    found = interpret_titled(
        recognised(table("教育支出 | 10.0 | 10.0 | 3.0 | 2.0", columns=columns)),
        "某某局2024年部门预算",
    )
    assert titled(found) == []
