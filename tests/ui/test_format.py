"""The words of the page, without a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import answer as contract
from assistant.answer import Answer, Check, Citation, Number, Status
from ingest.records import Box, Cell, Source, Table
from ui import format as said
from ui import nodes, sources
from ui.serve import command

CITED = Citation(
    1, "a.pdf", "a" * 64, "某局", 2024, "budget", "table", "收支总表", "", ("收入总计",), ("金额",),
    9, (1.0, 2.0, 3.0, 4.0), "364.4",
)  # fmt: skip
TEXT = "收入总计 364.4 万元[1]。"
NUMBER = Number("364.4 万元", "364.4", "万元", "3644000", Check.VERIFIED, None, (1,), 5, 13)
ANSWER = Answer("?", Status.ANSWERED, TEXT, (NUMBER,), (CITED,), elapsed_ms=12)


def test_a_sentence_is_cut_at_its_numbers_and_the_chip_takes_the_mark_and_the_full_stop() -> None:
    assert said.lines_of(ANSWER) == [
        [said.Words("收入总计 "), said.Chip(NUMBER, "364.4 万元", "。")]
    ]


def test_a_number_whose_offsets_do_not_hold_its_text_stays_plain_text() -> None:
    wrong = replace(ANSWER, numbers=(replace(NUMBER, start=0, end=8),))
    assert said.lines_of(wrong) == [
        [said.Words("收入总计 364.4 万元"), said.Mark(1), said.Words("。")]
    ]


def test_a_mark_without_a_citation_stays_as_written() -> None:
    other = replace(ANSWER, text="见[7]", numbers=())
    assert said.lines_of(other) == [[said.Words("见[7]")]]


def test_blank_lines_of_an_answer_are_dropped() -> None:
    other = replace(ANSWER, text="甲\n\n乙", numbers=())
    assert said.lines_of(other) == [[said.Words("甲")], [said.Words("乙")]]


def test_the_footer_counts_numbers_by_how_they_were_checked() -> None:
    derived = replace(NUMBER, check=Check.DERIVED)
    both = replace(ANSWER, numbers=(NUMBER, NUMBER, derived), elapsed_ms=1251)
    assert said.footer(both) == "3 个数字，2 个已核对，1 个计算得出 · 用时 1.3 秒"
    assert said.footer(ANSWER) == "1 个数字，1 个已核对 · 用时 12 毫秒"
    assert said.footer(replace(ANSWER, numbers=())) == "用时 12 毫秒"


def test_a_source_line_says_whose_where_and_what() -> None:
    line = "[1] 某局 2024 年预算《收支总表》第 9 页 · 收入总计 · 金额"
    assert said.source_line(CITED) == line
    in_text = replace(CITED, bbox=None, page=None, line=12)
    assert said.place(in_text) == "第 12 行"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("三公", "三公"),
        ("$x$", r"\$x\$"),
        ("*a*_b_", r"\*a\*\_b\_"),
        (":red[a]", "\\:\u2060red\\[a\\]"),
        ("![](x)", r"\!\[\]\(x\)"),
        ("a\n# b", r"a \# b"),
    ],
)
def test_a_label_escapes_all_that_markdown_could_read(text: str, label: str) -> None:
    assert said.plain(text) == label


def test_hovering_over_a_derived_number_shows_its_formula() -> None:
    derived = replace(NUMBER, check=Check.DERIVED, formula="1 + 2 = 3")
    assert said.chip_title(derived) == "计算得出：由已核对的单元格重新计算\n1 + 2 = 3"


def test_a_citation_that_only_a_warning_names_is_in_conflict() -> None:
    warned = replace(ANSWER, numbers=(), warnings=(contract.Caution("r", "m", (1,)),))
    assert said.check_of(warned, 1) is Check.CONFLICT
    assert said.check_of(ANSWER, 1) is Check.VERIFIED
    assert said.check_of(ANSWER, 2) is None


def test_a_chip_is_a_button_that_names_all_its_citations() -> None:
    made = nodes.chip(said.Chip(replace(NUMBER, citations=(2, 3)), "364.4 万元", "。"))
    button, tail = made["children"]
    assert (made["class"], tail) == ("keep", "。")
    assert (button["tag"], button["class"], button["pick"], button["also"]) == (
        "button", "chip verified", 2, "2 3",
    )  # fmt: skip


def test_the_library_lists_entities_with_their_years_newest_first() -> None:
    held = [
        {"entity": "甲", "year": year, "stage": "budget", "file": "", "pages": 3, "tables": 2}
        for year in (2022, 2024)
    ]
    head, shelf = nodes.library(held)["children"]
    assert head["children"] == ["文件库 · 1 个部门 · 2 份文件"]
    years = [item["children"][0]["children"][0] for item in shelf["children"][1:]]
    assert years == ["2024 年预算", "2022 年预算"]


def test_a_table_is_shown_as_printed_with_the_cited_cell_marked() -> None:
    source = Source("a" * 64, 9, Box(1.0, 2.0, 3.0, 4.0), "364.4")
    cells = (
        Cell(0, 0, 1, 1, "项目", None),
        Cell(1, 0, 1, 1, "收入总计", None),
        Cell(1, 1, 1, 1, "364.4", source),
    )
    columns = (("项目",), ("金额",))
    table = Table(
        0, "收支总表", "", "万元", False, "", (9,), "grid", 1, columns, 2, cells, (), None
    )
    frame, marked = sources.printed(table, [CITED])
    assert (frame.to_dict("list"), marked) == ({"项目": ["收入总计"], "金额": ["364.4"]}, [(0, 1)])
    assert list(sources.right_aligned(table)) == ["金额"]


def test_columns_with_equal_headers_stay_apart() -> None:
    assert sources.unique((("收入", "金额"), ("收入", "金额"), ())) == [
        "收入 / 金额", "收入 / 金额\u200b", " ",
    ]  # fmt: skip


def test_the_server_listens_on_this_machine_only_and_reports_to_nobody() -> None:
    words = command(Path("app.py"), 8501)
    flags = dict(zip(words[5::2], words[6::2], strict=True))
    assert flags["--server.address"] == "127.0.0.1"
    assert flags["--browser.gatherUsageStats"] == "false"
    assert flags["--server.port"] == "8501"
