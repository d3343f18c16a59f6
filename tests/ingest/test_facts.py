"""Tables → facts, with the table drawn in the test."""

from __future__ import annotations

from decimal import Decimal

from ingest.amount import Amount
from ingest.interpret.facts import table_facts
from ingest.interpret.indicators import table_indicators
from ingest.records import Fact, Table
from tests.ingest.drawn import FILE, table


def facts(drawn: Table) -> tuple[Fact, ...]:
    return table_facts(drawn, FILE, 2024)


def shown(drawn: Table) -> list[str]:
    return [
        f"{fact.side}:{fact.code}:{'>'.join(fact.row)}:{'>'.join(fact.column)}={fact.text}"
        for fact in facts(drawn)
    ]


def test_a_fact_knows_its_row_column_unit_and_cell() -> None:
    drawn = table("201 | 一般公共服务支出 | 303.1", columns="科目编码 | 科目名称 | 合计")
    assert facts(drawn) == (
        Fact(
            id=f"{FILE[:12]}:t0:r1c2",
            table=0,
            form="unclassified",
            side="",
            row=("一般公共服务支出",),
            column=("合计",),
            code="201",
            amount=Amount(Decimal("303.1"), "万元"),
            text="303.1",
            year=2024,
            source=facts(drawn)[0].source,
        ),
    )


def test_codes_nest_rows_under_the_codes_they_begin_with() -> None:
    drawn = table(
        """201     | 一般公共服务支出 | 303.1
           20103   | 政府办公厅事务   | 303.1
           2010350 | 事业运行         | 223.1
           208     | 社会保障支出     | 19.6""",
        columns="科目编码 | 科目名称 | 合计",
    )
    assert [fact.row for fact in facts(drawn)] == [
        ("一般公共服务支出",),
        ("一般公共服务支出", "政府办公厅事务"),
        ("一般公共服务支出", "政府办公厅事务", "事业运行"),
        ("社会保障支出",),
    ]


def test_three_code_columns_are_one_code_and_blank_parts_repeat_the_ones_above() -> None:
    drawn = table(
        """201 |    |    | 一般公共服务支出 | 9.0
               | 03 |    | 政府办公厅事务   | 9.0
               |    | 50 | 事业运行         | 9.0""",
        columns="科目编码/类 | 科目编码/款 | 科目编码/项 | 科目名称 | 合计",
    )
    assert [fact.code for fact in facts(drawn)] == ["201", "20103", "2010350"]


def test_parts_of_a_code_that_lost_their_nought_get_it_back() -> None:
    drawn = table(
        """301 |   | 工资福利支出 | 9.0
               | 2 | 津贴补贴     | 9.0""",
        columns="科目编码/类 | 科目编码/款 | 科目名称 | 合计",
    )
    assert [fact.code for fact in facts(drawn)] == ["301", "30102"]


def test_rows_of_one_function_are_told_apart_by_their_economic_item() -> None:
    drawn = table(
        """2040201-行政运行 | 50101-工资奖金津补贴 | 30101-基本工资 | 9.0
           2040201-行政运行 | 50101-工资奖金津补贴 | 30102-津贴补贴 | 8.0""",
        columns="支出功能分类科目 | 政府支出经济分类科目 | 部门支出经济分类科目 | 合计",
    )
    assert [fact.row for fact in facts(drawn)] == [
        ("50101-工资奖金津补贴", "30101-基本工资", "行政运行"),
        ("50101-工资奖金津补贴", "30102-津贴补贴", "行政运行"),
    ]


def test_the_department_coding_wins_over_the_government_coding_beside_it() -> None:
    drawn = table(
        "301 | 03 | 奖金 | 505 | 01 | 工资福利支出 | 96.4",
        columns="部门/类 | 部门/款 | 部门/科目名称 | 政府/类 | 政府/款 | 政府/科目名称 | 总计",
    )
    assert shown(drawn) == [":30103:奖金:总计=96.4"]


def test_a_two_sided_table_is_read_as_two() -> None:
    drawn = table(
        """一、一般公共预算 | 364.4 | 一、一般公共服务 | 303.1
           其中：财政拨款   | 364.4 | 二、外交         |
           收入总计         | 364.4 | 支出总计         | 364.4""",
        columns="收入/项目 | 收入/金额 | 支出/项目 | 支出/金额",
    )
    assert shown(drawn) == [
        "收入::一、一般公共预算:金额=364.4",
        "收入::一、一般公共预算>其中：财政拨款:金额=364.4",
        "收入::收入总计:金额=364.4",
        "支出::一、一般公共服务:金额=303.1",
        "支出::二、外交:金额=",
        "支出::支出总计:金额=364.4",
    ]


def test_numbering_nests_rows_where_there_are_no_codes() -> None:
    drawn = table(
        """一、本年支出       | 9.0
           （一）教育支出     | 9.0
           二、年终结转       | 0.0""",
        columns="项目 | 金额",
    )
    assert [fact.row for fact in facts(drawn)] == [
        ("一、本年支出",),
        ("一、本年支出", "（一）教育支出"),
        ("二、年终结转",),
    ]


def test_a_blank_cell_is_a_fact_without_an_amount_cited_to_its_label() -> None:
    drawn = table("201 | 一般公共服务支出 | ", columns="科目编码 | 科目名称 | 合计")
    (fact,) = facts(drawn)
    assert (fact.amount, fact.text, fact.source.text) == (None, "", "一般公共服务支出")


def test_zero_and_dash_and_blank_are_three_things() -> None:
    drawn = table("甲 | 0.00 | — | ", columns="项目 | 合计 | 基本支出 | 项目支出")
    assert [(fact.text, fact.amount) for fact in facts(drawn)] == [
        ("0.00", Amount(Decimal("0.00"), "万元")),
        ("—", None),
        ("", None),
    ]


def test_a_row_without_a_label_is_the_total() -> None:
    drawn = table(
        """ | | 80.0
           214001 | 政务信息中心 | 80.0""",
        columns="单位编码（项目编码） | 项目单位（项目名称） | 项目金额（元）/资金总额",
    )
    assert [(f.row, f.code, f.amount) for f in facts(drawn)] == [
        (("合计",), "", Amount(Decimal("80.0"), "元")),
        (("政务信息中心",), "214001", Amount(Decimal("80.0"), "元")),
    ]


def test_prior_year_columns_are_of_the_year_before_and_changes_of_this_one() -> None:
    drawn = table(
        "1.公务接待费 | 5.0 | 4.0 | -1.0 | -20.0%",
        columns="项目 | 2023年预算数 | 2024年预算数 | 增减变化/增减额 | 增减变化/增减率",
    )
    assert [(f.year, f.amount) for f in facts(drawn)] == [
        (2023, Amount(Decimal("5.0"), "万元")),
        (2024, Amount(Decimal("4.0"), "万元")),
        (2024, Amount(Decimal("-1.0"), "万元")),
        (2024, Amount(Decimal("-20.0"), "%")),
    ]


def test_rows_under_several_units_are_told_apart_by_the_unit() -> None:
    drawn = table(
        """ | | | 001 | 本级 | 5.0
           201 | 03 | 01 | | 行政运行 | 5.0
            | | | 002 | 中学 | 4.0
           201 | 03 | 01 | | 行政运行 | 4.0""",
        columns="科目编码/类|科目编码/款|科目编码/项|单位代码|单位（科目名称）|合计",
    )
    assert [fact.row for fact in facts(drawn)] == [
        ("本级",),
        ("本级", "行政运行"),
        ("中学",),
        ("中学", "行政运行"),
    ]


def test_counts_are_not_money() -> None:
    drawn = table("电脑 | 台 | 31 | 96.1", columns="采购项目名称 | 计量单位 | 采购数量 | 采购金额")
    assert [fact.amount for fact in facts(drawn)] == [
        Amount(Decimal("31"), ""),
        Amount(Decimal("96.1"), "万元"),
    ]


def test_key_value_rows_of_a_form_are_facts_in_the_unit_of_their_label() -> None:
    drawn = table(
        """部门预算总额（万元） | 364.4
           1、资金来源：（1）政府预算资金 | 364.4
           （2）财政专户管理资金 | """,
        columns="",
        kind="form",
        unit="元",
    )
    total = "部门预算总额（万元）"
    assert [(f.row, f.amount) for f in facts(drawn)] == [
        ((total,), Amount(Decimal("364.4"), "万元")),
        (
            (total, "1、资金来源", "1、资金来源：（1）政府预算资金"),
            Amount(Decimal("364.4"), "万元"),
        ),
        ((total, "1、资金来源", "（2）财政专户管理资金"), None),
    ]


def test_a_list_of_indicators_inside_a_form_is_read() -> None:
    drawn = table(
        """一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值说明
           效益指标 | 满意度 | 使用人满意度 | ≥90% | 确保满意""",
        columns="",
        kind="form",
    )
    (found,) = table_indicators(drawn, FILE)
    assert (found.path, found.name, found.target, found.note) == (
        ("效益指标", "满意度"),
        "使用人满意度",
        "≥90%",
        "确保满意",
    )


def test_indicators_beside_a_project_carry_its_name() -> None:
    drawn = table(
        "410105 | 计算机维护 | 80.0 | 维护费 | ≤80万元 | 培训次数 | ≥1次",
        columns="项目编码 | 项目名称 | 项目金额/总额 | 绩效目标/成本指标/三级指标"
        " | 绩效目标/成本指标/指标值 | 绩效目标/产出指标/三级指标 | 绩效目标/产出指标/指标值",
    )
    assert [(i.project, i.path, i.name, i.target) for i in table_indicators(drawn, FILE)] == [
        ("计算机维护", ("成本指标",), "维护费", "≤80万元"),
        ("计算机维护", ("产出指标",), "培训次数", "≥1次"),
    ]


def test_rows_without_numbers_go_below_the_numbered_row_above_them() -> None:
    drawn = table(
        """一、教育支出 | 3.0
           普通教育     | 3.0
           二、其他支出 | 2.0
           杂项         | 2.0
           结转下年     | 0.0
           支出总计     | 5.0""",
        columns="项目 | 金额",
    )
    assert [fact.row for fact in facts(drawn)] == [
        ("一、教育支出",),
        ("一、教育支出", "普通教育"),
        ("二、其他支出",),
        ("二、其他支出", "杂项"),
        ("结转下年",),
        ("支出总计",),
    ]


def test_a_row_that_counts_the_columns_holds_no_amounts() -> None:
    drawn = table(
        """** | ** | 1 | 2 | 3
           201 | 教育 | 3.0 | 1.0 | 2.0""",
        columns="科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
    )
    assert [fact.text for fact in facts(drawn)] == ["3.0", "1.0", "2.0"]
