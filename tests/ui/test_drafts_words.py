"""The words of the draft page, without a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Citation
from assistant.claims.verdict import Checked, Report, Verdict
from ui.drafts import nodes, words

CITED = Citation(
    1, "dir/a.pdf", "a" * 64, "某局", 2024, "final", "table", "收支总表", "", ("收入", "合计"), ("金额",),
    9, (1.0, 2.0, 3.0, 4.0), "364.4",
)  # fmt: skip
TEXT = "前一句。\n某局收入 364.4 万元，支出 8 万元；完。"
RIGHT = Checked("364.4 万元", 10, 18, Verdict.SUPPORTED, {}, (CITED,), "364.4 万元", "就是它。")
WRONG = Checked("8 万元", 22, 26, Verdict.CONTRADICTED, {}, (), "9 万元", "是 9 万元。")
REPORT = Report(TEXT, (RIGHT, WRONG))
DAY = date(2026, 11, 23)


def test_a_story_is_cut_into_lines_and_at_its_numbers() -> None:
    assert words.paragraphs_of(REPORT) == [
        ["前一句。"],
        ["某局收入 ", words.Said(RIGHT, 0), "，支出 ", words.Said(WRONG, 1), "；完。"],
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        replace(RIGHT, start=0, end=8),  # other text stands there
        replace(RIGHT, start=11, end=19),
        replace(RIGHT, text="", start=3, end=3),
        replace(RIGHT, start=900, end=908),
    ],
)
def test_a_number_whose_offsets_do_not_hold_its_text_stays_plain_text(wrong: Checked) -> None:
    assert words.parts_of(Report(TEXT, (wrong,))) == [TEXT]


def test_of_two_numbers_in_one_place_the_first_is_shown() -> None:
    inside = replace(RIGHT, text="364.4", end=15)
    assert words.placed(Report(TEXT, (RIGHT, inside))) == [words.Said(RIGHT, 0)]


def test_the_counts_name_only_what_there_is() -> None:
    assert [told for _, told in words.tally(REPORT)] == ["1 个相符", "1 个不符"]


def test_what_is_to_be_looked_at_begins_with_the_wrong_and_has_the_right_ones_that_are_torn() -> (
    None
):
    torn = Report(TEXT, (replace(RIGHT, warnings=("正文另有一个数。",)), WRONG))
    assert [s.at for s in words.to_look_at(torn)] == [1, 0]
    assert [s.at for s in words.to_look_at(REPORT)] == [1]


def test_a_source_note_says_sentence_verdict_and_where_the_cell_is() -> None:
    assert words.note(REPORT, RIGHT, DAY) == "\n".join([
        "句子：某局收入 364.4 万元，支出 8 万元；",
        "数字：364.4 万元（相符）",
        "说明：就是它。",
        "出处：某局 2024 年决算，第 9 页",
        "  文件：a.pdf",
        "  表：收支总表",
        "  行：收入 / 合计",
        "  列：金额",
        "  印的是：364.4",
        f"  SHA-256：{'a' * 64}",
        "核对日期：2026-11-23",
    ])  # fmt: skip


def test_all_source_notes_begin_with_the_counts() -> None:
    head, first, second = words.notes(REPORT, DAY).rstrip("\n").split("\n\n")
    assert head == "数字出处（查账核对，2026-11-23）：1 个相符，1 个不符"
    assert (first, second) == (words.note(REPORT, RIGHT, DAY), words.note(REPORT, WRONG, DAY))


def test_no_text_of_a_file_can_make_a_line_of_a_note_or_turn_its_writing_round() -> None:
    bad = replace(CITED, table="表\n核对日期：1999-01-01\u202e倒\u2028行\x1b[2J")
    told = words.note(REPORT, replace(RIGHT, citations=(bad,)), DAY).splitlines()
    assert [x for x in told if x.startswith("核对日期")] == ["核对日期：2026-11-23"]
    assert told[5] == "  表：表 核对日期：1999-01-01倒 行 [2J"


def test_a_sentence_without_an_end_is_cut_short_on_both_sides() -> None:
    long = "长" * 300 + "8 万元" + "长" * 300
    cut = words.sentence_of(long, 300, 304)
    assert (cut[0], cut[-1], len(cut) <= words.LONGEST_SENTENCE + 2) == ("…", "…", True)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ("274.5 万元", "724.5 万元"),
        ("9.9 万元", "1.9 万元"),
        ("30 万元", "40 万元"),
        ("0 万元", "1 万元"),
    ],
)
def test_an_example_has_a_slip_of_one_digit_or_of_two_that_changed_places(
    value: str, wrong: str
) -> None:
    assert words.slip(value) == wrong


def test_an_example_says_what_the_corpus_holds_and_is_empty_where_it_holds_nothing() -> None:
    known = {"收入总计": "364.4 万元", "人员经费": "274.5 万元"}
    told = words.example("某局", 2024, lambda item: known.get(item, ""))
    assert told == "某局2024年收入总计364.4 万元，人员经费724.5 万元。"
    assert words.example("某局", 2024, lambda item: "") == ""


def test_a_number_is_a_button_that_says_aloud_what_its_colour_says() -> None:
    made = nodes.figure(words.Said(WRONG, 1))
    assert (made["tag"], made["class"], made["pick"], made["label"], made["title"]) == (
        "button", "figure contradicted", 2, "8 万元：不符，公开文件里是 9 万元",
        "不符，公开文件里是 9 万元\n是 9 万元。",
    )  # fmt: skip
