"""Row paths: codes in brackets, labels set in, lists that only their sums divide."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ingest.interpret.facts import table_facts
from ingest.interpret.indents import indent_levels
from ingest.interpret.sections import heads_by_sums
from ingest.records import Cell, Source, Table
from tests.ingest.drawn import FILE, table


def paths(drawn: Table) -> list[tuple[tuple[str, ...], str]]:
    return [(fact.row, fact.code) for fact in table_facts(drawn, FILE, 2026)]


def set_in(drawn: Table, *, step: float) -> Table:
    """A leading · in a label stands for one step."""
    cells = []
    for cell in drawn.cells:
        plain = cell.text.lstrip("·")
        indent = 50 + step * (len(cell.text) - len(plain))
        source = replace(cell.source, text=plain, indent=indent) if cell.source else None
        cells.append(replace(cell, text=plain, source=source))
    return replace(drawn, cells=tuple(cells))


def test_a_code_in_brackets_or_before_the_name_is_the_row_s_code() -> None:
    drawn = table(
        """
        合计 | 30
        [201]一般公共服务支出 | 30
        [20105]统计信息事务 | 30
        2010501行政运行 | 30
        """,
        columns="功能科目名称 | 小计",
    )
    assert paths(drawn) == [
        (("合计",), ""),
        (("一般公共服务支出",), "201"),
        (("一般公共服务支出", "统计信息事务"), "20105"),
        (("一般公共服务支出", "统计信息事务", "行政运行"), "2010501"),
    ]


def test_labels_set_in_by_steps_nest() -> None:
    drawn = table(
        """
        一、教育支出 | 20
        ·进修及培训 | 20
        ··培训支出 | 20
        二、住房保障支出 | 8
        ·住房改革支出 | 8
        ··住房公积金 | 5
        ··购房补贴 | 3
        """,
        columns="项目 | 2026年预算数",
    )
    assert [row for row, _ in paths(set_in(drawn, step=10))] == [
        ("一、教育支出",),
        ("一、教育支出", "进修及培训"),
        ("一、教育支出", "进修及培训", "培训支出"),
        ("二、住房保障支出",),
        ("二、住房保障支出", "住房改革支出"),
        ("二、住房保障支出", "住房改革支出", "住房公积金"),
        ("二、住房保障支出", "住房改革支出", "购房补贴"),
    ]


def label(indent: float) -> Cell:
    return Cell(0, 0, 1, 1, "甲", Source(FILE, 1, None, "甲", indent=indent))


def test_centred_labels_are_no_steps() -> None:
    assert indent_levels([label(x) for x in (50.0, 53.5, 57.2, 61.0, 55.1)]) is None


def test_the_air_inside_a_character_is_no_step() -> None:
    edges = [label(x) for x in (50.0, 51.8, 60.0, 61.9, 50.4)]
    assert indent_levels(edges) == {0: 0, 1: 0, 2: 1, 3: 1, 4: 0}


def test_heads_of_a_flat_list_are_the_rows_that_the_next_ones_add_up_to() -> None:
    values = [Decimal(v) for v in (100, 60, 40, 0, 50, 20, 30)]
    assert heads_by_sums(values, Decimal(150)) == [0, 4]
    assert heads_by_sums(values, Decimal(300)) is None  # already adds up as it stands


def test_a_project_list_under_each_body_is_nested_by_its_sums() -> None:
    drawn = table(
        """
        合计 | 150
        某局 | 100
        项目甲 | 60
        项目乙 | 40
        某中心 | 50
        项目丙 | 20
        项目丁 | 30
        """,
        columns="支出项目类别 | 总计",
    )
    assert [row for row, _ in paths(drawn)][2:5] == [
        ("某局", "项目甲"),
        ("某局", "项目乙"),
        ("某中心",),
    ]


def test_what_is_carried_over_has_a_list_of_its_own() -> None:
    drawn = table(
        """
        一、一般公共预算资金 | 60
        二、政府性基金预算资金 | 0
        本年收入合计 | 60
        上年结转结余 | 2
        一、一般公共预算拨款 | 2
        二、政府性基金预算拨款 | 0
        收入总计 | 62
        """,
        columns="项目 | 预算数",
    )
    assert [row for row, _ in paths(drawn)][3:6] == [
        ("上年结转结余",),
        ("上年结转结余", "一、一般公共预算拨款"),
        ("上年结转结余", "二、政府性基金预算拨款"),
    ]


def test_rows_that_are_years_are_of_their_year_and_a_change_is_no_level() -> None:
    drawn = table(
        """
        某市某局 | 2025年 | 54.71
         | 2026年 | 52.99
         | 增减变化金额 | -1.72
        """,
        columns="预算单位 | 年度 | 公务接待费",
    )
    found = [(f.row, f.year, f.text) for f in table_facts(drawn, FILE, 2026)]
    assert found == [
        (("某市某局",), 2025, "54.71"),
        (("某市某局",), 2026, "52.99"),
        (("某市某局", "增减变化金额"), 2026, "-1.72"),
    ]
