"""A transcription is read as lines and grids, and its damage is mended by its own sums."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import Unreadable
from ingest.read.text import read_lines, read_text
from ingest.records import Document, Grid, Line

SHARED = Path(__file__).resolve().parents[3] / "shared" / "samples"
Rows = list[list[str | None]]


def squeezed(text: str) -> str:
    return "".join(text.split())


def printed(grid: Grid) -> Rows:
    """Cell texts by row and column, None where a cell continues an earlier one."""
    rows: Rows = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = squeezed(cell.text)
    return rows


def paths(grid: Grid, rows: int) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(grid.columns)]
    for cell in sorted(grid.cells, key=lambda c: c.row):
        if cell.row < rows and cell.text:
            for column in range(cell.column, cell.column + cell.column_span):
                found[column].append(squeezed(cell.text))
    return found


def grids(document: Document) -> list[Grid]:
    return [item for item in document.pages[0].items if isinstance(item, Grid)]


def lines(document: Document) -> list[tuple[int | None, str]]:
    return [(i.number, i.text) for i in document.pages[0].items if isinstance(i, Line)]


def table(*rows: str) -> str:
    return "\n".join(row.replace(" ", "").replace("|", "\t") for row in rows)


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Document:
    path = tmp_path / "公开.txt"
    path.write_bytes(text.encode(encoding))
    return read_text(path)


def only_grid(tmp_path: Path, *rows: str) -> Grid:
    (grid,) = grids(read(tmp_path, table(*rows)))
    covered = sum(cell.row_span * cell.column_span for cell in grid.cells)
    assert covered == grid.rows * grid.columns
    return grid


def sample(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing")
        pytest.skip("the shared samples are not here")
    return path


def truth() -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = json.loads(sample("founding_drawn.json").read_text("utf-8"))[
        "tables"
    ]
    return tables


@pytest.mark.parametrize("number", range(13))
def test_each_founding_table_has_the_cells_of_the_drawn_one(number: int) -> None:
    grid = grids(read_text(sample("founding.txt")))[number]
    expected = [
        [None if text is None else squeezed(text) for text in row]
        for row in truth()[number]["grid"]
    ]
    assert printed(grid) == expected


@pytest.mark.parametrize("number", range(13))
def test_each_founding_column_has_its_header_path(number: int) -> None:
    grid = grids(read_text(sample("founding.txt")))[number]
    drawn = truth()[number]
    header = [[squeezed(text) for text in path] for path in drawn["header_paths"] or []]
    assert paths(grid, drawn["n_header_rows"]) == (header or [[] for _ in range(grid.columns)])


def test_founding_paragraphs_cut_by_a_page_are_whole() -> None:
    texts = [squeezed(text) for _, text in lines(read_text(sample("founding.txt")))]
    drawn = json.loads(sample("founding_drawn.json").read_text("utf-8"))["narrative"]
    missing = [text for _, text in drawn if squeezed(text) not in texts]
    assert missing == []


def test_cells_stand_on_the_line_that_is_said() -> None:
    path = sample("founding.txt")
    there = read_lines(path)
    for grid in grids(read_text(path)):
        for cell in grid.cells:
            line = grid.line_numbers[cell.row]
            restored = cell.text == "特定目标类"
            assert restored or squeezed(cell.text) in squeezed(there[line - 1])


def test_an_undamaged_table_is_taken_as_it_is(tmp_path: Path) -> None:
    grid = only_grid(tmp_path, "项目|金额|备注", "办公费|7.1|含税", "合计|7.1|")
    assert printed(grid) == [
        ["项目", "金额", "备注"], ["办公费", "7.1", "含税"], ["合计", "7.1", ""],
    ]  # fmt: skip


def test_blanks_in_a_header_become_spans(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "科目||合计|本年|", "编码|名称||收入|支出", "201|公共服务|3.0|1.0|2.0"
    )
    assert paths(grid, 2) == [
        ["科目", "编码"], ["科目", "名称"], ["合计"], ["本年", "收入"], ["本年", "支出"],
    ]  # fmt: skip


def test_a_bound_that_is_one_off_moves_to_the_second_subtotal(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "名称|总计|本年||上年|||", "||合计|拨款|其他|合计|拨款|结余",
        "甲|6.0|3.0|2.0|1.0|3.0|3.0|"
    )  # fmt: skip
    assert paths(grid, 2)[2:] == [
        ["本年", "合计"], ["本年", "拨款"], ["本年", "其他"],
        ["上年", "合计"], ["上年", "拨款"], ["上年", "结余"],
    ]  # fmt: skip


def test_a_header_row_shifted_left_is_dealt_out_over_the_open_groups(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "名称|合计|基本支出||||", "||小计|人员经费||公用经费|", "工资|补助|商品|资本|||",
        "甲|10.0|10.0|4.0|3.0|2.0|1.0",
    )  # fmt: skip
    assert [path[-1] for path in paths(grid, 3)] == [
        "名称", "合计", "小计", "工资", "补助", "商品", "资本",
    ]  # fmt: skip


def test_a_lost_last_column_returns_with_its_known_name(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "名称|合计|基本支出||项目支出||", "||小计|人员经费|公用经费|小计|其他运转类",
        "甲|9.0|5.0|4.0|1.0|4.0|4.0",
    )  # fmt: skip
    assert (paths(grid, 2)[-1], printed(grid)[2]) == (
        ["项目支出", "特定目标类"], ["甲", "9.0", "5.0", "4.0", "1.0", "4.0", "4.0", ""],
    )  # fmt: skip


HEAD = ("名称|合计|甲|乙|丙", "一局|6.0|1.0|2.0|3.0", "")


def test_a_missing_blank_goes_where_the_sum_holds(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "名称|合计|甲|乙|丙|备注", "一|6.0|1.0|2.0|3.0|无", "二|4.0|1.0||3.0|",
        "", "三|5.0|2.0|3.0|有",
    )  # fmt: skip
    assert printed(grid)[3] == ["三", "5.0", "2.0", "", "3.0", "有"]


def test_a_zero_too_many_is_dropped_and_no_amount_is(tmp_path: Path) -> None:
    grid = only_grid(tmp_path, *HEAD, "二局|5.0|0.0|2.0|3.0|0.0", "三局|3.0|0.0|0.0|3.0|0.0")
    assert printed(grid)[2:] == [
        ["二局", "5.0", "0.0", "2.0", "3.0"], ["三局", "3.0", "0.0", "0.0", "3.0"],
    ]  # fmt: skip


def test_an_amount_too_many_makes_the_table_wider(tmp_path: Path) -> None:
    grid = only_grid(tmp_path, *HEAD, "二局|5.0|1.0|1.0|2.0|1.0")
    assert (grid.columns, printed(grid)[2]) == (6, ["二局", "5.0", "1.0", "1.0", "2.0", "1.0"])


def test_cut_ends_of_lines_are_blanks(tmp_path: Path) -> None:
    grid = only_grid(tmp_path, "名称|合计|甲|乙|丙", "一局|1.0|1.0", "二局|6.0|1.0|2.0|3.0")
    assert printed(grid)[1] == ["一局", "1.0", "1.0", "", ""]


def test_a_label_whose_blanks_were_cut_off_stays_in_its_table(tmp_path: Path) -> None:
    grid = only_grid(tmp_path, "项目|金额|备注", "办公费|7.1", "二、外交", "合计|7.1")
    assert printed(grid)[1:] == [["办公费", "7.1", ""], ["二、外交", "", ""], ["合计", "7.1", ""]]


def test_no_amount_moves_to_a_column_whose_total_is_blank(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "名称|合计|甲|乙|丙|丁", "合计|5.0|2.0||3.0|", "一局|2.0|2.0|||", "",
        "二局|3.0||3.0|"
    )  # fmt: skip
    assert printed(grid)[3] == ["二局", "3.0", "", "", "3.0", ""]


def test_a_header_printed_again_after_a_page_is_left_out(tmp_path: Path) -> None:
    grid = only_grid(tmp_path, *HEAD, "名称|合计|甲|乙|丙", "二局|3.0|1.0|1.0|1.0")
    assert [row[0] for row in printed(grid)] == ["名称", "一局", "二局"]
    assert grid.line_numbers == (1, 2, 5)


def test_a_performance_form_gets_its_labels_and_values_back(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "部门名称：甲局||||", "|预算总额||364.4|", "|1、基本支出||284.4|",
        "2、项目支出||80.0||", "一级指标|二级指标|三级指标|指标值|指标值说明",
        "投入|目标|相关性|相关|一", "||科学性|科学|二",
        "财务||完整性|完整|三",
    )  # fmt: skip
    assert printed(grid)[3] == [None, "2、项目支出", None, "80.0", None]
    assert printed(grid)[5:] == [
        ["投入", "目标", "相关性", "相关", "一"], [None, None, "科学性", "科学", "二"],
        [None, "财务", "完整性", "完整", "三"],
    ]  # fmt: skip


def test_indicators_under_an_amount_column_move_right_with_their_rows(tmp_path: Path) -> None:
    grid = only_grid(
        tmp_path, "项目名称|项目金额||绩效目标|||", "|总额|单位资金|成本指标||产出指标|",
        "|||三级指标|指标值|三级指标|指标值", "维护|80.0|费用|≤80|次数|≥1|", "||||完成率|100%|",
    )  # fmt: skip
    assert printed(grid)[3:] == [
        ["维护", "80.0", "", "费用", "≤80", "次数", "≥1"],
        [None, None, None, "", "", "完成率", "100%"],
    ]  # fmt: skip


def test_units_and_captions_are_lines_even_when_caught_by_the_table(tmp_path: Path) -> None:
    rows = table("部门名称：甲局||单位：万元", "项目|金额|备注", "费|1.0|")
    document = read(tmp_path, f"甲局收支表\n单位：万\n元\n\n{rows}")
    assert lines(document) == [
        (1, "甲局收支表"), (2, "单位：万元"), (5, "部门名称：甲局"), (5, "单位：万元"),
    ]  # fmt: skip
    assert grids(document)[0].number == 6


def test_a_paragraph_goes_on_over_a_page_but_not_into_a_heading(tmp_path: Path) -> None:
    text = (
        "甲局二〇二四年度没有使用国有资本经营预算拨款安\n\n排的支出。\n\n"
        "二、甲局所属各预算单位的基本构成情况以及各项说明\n\n甲局没有。"
    )
    assert lines(read(tmp_path, text)) == [
        (1, "甲局二〇二四年度没有使用国有资本经营预算拨款安排的支出。"),
        (5, "二、甲局所属各预算单位的基本构成情况以及各项说明"), (7, "甲局没有。"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_every_common_encoding_and_line_end_reads_the_same(tmp_path: Path, encoding: str) -> None:
    text = "收支总表\r\n" + table("项目|金额", "人员经费|9.9").replace("\n", "\r\n")
    document = read(tmp_path, text, encoding)
    assert lines(document) == [(1, "收支总表")]
    assert printed(grids(document)[0]) == [["项目", "金额"], ["人员经费", "9.9"]]


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\n", b"%PDF-1.7\n\x00\x01", bytes(range(256)) * 9, b"PK\x03\x04\xff"]
)
def test_what_is_no_text_is_refused_in_chinese(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"文件"):
        read_text(path)
