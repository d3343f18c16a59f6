"""Sheets: what is shown is read, where it stands is known, what is hidden is said."""

from __future__ import annotations

from pathlib import Path

from ingest.records import Grid
from tests.ingest.office.drawing import book, grids, lines, sheet, spots

TITLED = ("2024年部门收支总体情况表", "部门名称：某局||单位：万元")


def test_a_title_a_unit_and_a_note_are_lines_round_the_table(tmp_path: Path) -> None:
    drawn = sheet(
        "表1",
        *TITLED,
        "项目|合计|基本支出",
        "教育支出|80{0.0}|1234.5{#,##0.00}",
        "注：含上年结转。",
    )
    found = book(tmp_path, drawn)
    assert lines(found) == [
        "2024年部门收支总体情况表",
        "部门名称：某局",
        "单位：万元",
        "注：含上年结转。",
    ]
    assert spots(found) == ["表1!A1", "表1!A2", "表1!C2", "表1!A5"]
    assert grids(found) == [[["项目", "合计", "基本支出"], ["教育支出", "80.0", "1,234.50"]]]


def test_a_cell_knows_its_sheet_and_reference(tmp_path: Path) -> None:
    found = book(tmp_path, sheet("表2", "项目|金额", "合计|3.5{0.0}"))
    grid = next(i for i in found.pages[0].items if isinstance(i, Grid))
    assert [(c.text, str(c.spot)) for c in grid.cells] == [
        ("项目", "表2!A1"), ("金额", "表2!B1"), ("合计", "表2!A2"), ("3.5", "表2!B2"),
    ]  # fmt: skip


def test_several_tables_on_a_sheet_are_several(tmp_path: Path) -> None:
    found = book(tmp_path, sheet(
        "汇总", "收入表", "项目|金额", "合计|1{0}", "", "支出表", "项目|金额", "合计|2{0}",
        "", "科目|数额", "其他|3{0}",
    ))  # fmt: skip
    assert grids(found) == [
        [["项目", "金额"], ["合计", "1"]],
        [["项目", "金额"], ["合计", "2"]],
        [["科目", "数额"], ["其他", "3"]],
    ]


def test_a_header_that_nobody_merged_spans_its_columns(tmp_path: Path) -> None:
    found = book(tmp_path, sheet(
        "表3", "科目名称|合计|基本支出||", "||小计|人员经费|公用经费", "教育|6{0}|6{0}|4{0}|2{0}",
    ))  # fmt: skip
    grid = next(i for i in found.pages[0].items if isinstance(i, Grid))
    spans = {c.text: (c.row_span, c.column_span) for c in grid.cells if c.row == 0}
    assert spans == {"科目名称": (2, 1), "合计": (2, 1), "基本支出": (1, 3)}


def test_a_sheet_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    found = book(tmp_path, sheet("3部门支出总表", "项目|金额", "合计|1{0}"))
    assert lines(found) == ["部门支出总表"]


def test_what_is_hidden_is_said_and_not_used(tmp_path: Path) -> None:
    shown = sheet(
        "表1", "项目|旧数|金额", "合计|9{0}|1{0}", "作废|8{0}|7{0}",
        hidden_rows=frozenset({2}), hidden_columns=frozenset({1}),
    )  # fmt: skip
    found = book(tmp_path, shown, sheet("底稿", "合计|5{0}", hidden=True))
    assert grids(found) == [[["项目", "金额"], ["合计", "1"]]]
    assert [one.what for one in found.unseen] == [
        "工作表“表1”隐藏了第 3 行，没有采用",
        "工作表“表1”隐藏了 B 列，没有采用",
        "工作表“底稿”是隐藏的，没有采用",
    ]


def test_a_formula_without_a_result_is_no_blank_and_no_number(tmp_path: Path) -> None:
    found = book(
        tmp_path, sheet("表1", "项目|金额", "合计|SUM(B3:B4)", formulas=frozenset({(1, 1)}))
    )
    assert grids(found) == [[["项目", "金额"], ["合计", "（公式没有算出的值）"]]]
    assert [one.what.split("；")[0] for one in found.unseen] == [
        "工作表“表1”的 B2 公式没有存下结果，读不出数"
    ]
