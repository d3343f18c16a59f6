"""What the numbers of a draft come to among themselves, and what the books print of no label."""

from __future__ import annotations

import pytest

from assistant.claims.verdict import Verdict
from tests.assistant.worlds import BASIC, SUMMARY, assistant, books, library

OK, WRONG, NONE = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND

TWO = library(
    books("青山县教育局", 2024, SUMMARY, BASIC),
    books("青山县水务局", 2024, SUMMARY.replace("100.0", "250.0")),
)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # the multiple of two bodies' numbers, in the order in which the words set them
        ("2024年，青山县教育局预算100万元，青山县水务局预算250万元，水务局是教育局的2.5倍。", OK),
        (
            "2024年，青山县教育局预算100万元，青山县水务局预算250万元，水务局是教育局的3.5倍。",
            WRONG,
        ),
        # between two items of one body
        ("青山县教育局2024年教育支出60万元，卫生健康支出40万元，两项相差20万元。", OK),
        ("青山县教育局2024年教育支出60万元，卫生健康支出40万元，两项相差30万元。", WRONG),
        ("青山县教育局2024年教育支出60万元，卫生健康支出40万元，合计100万元。", OK),
        ("青山县教育局2024年教育支出60万元，卫生健康支出40万元，合计101万元。", WRONG),
    ],
)
def test_a_number_is_worked_out_from_those_around_it(draft: str, expected: Verdict) -> None:
    assert TWO.check(draft).numbers[-1].verdict is expected


YEARS = library(
    books("青山县教育局", 2023, SUMMARY.replace("100.0", "80.0"), BASIC.replace("20.0", "16.0")),
    books("青山县教育局", 2024, SUMMARY, BASIC),
)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山县教育局2024年奖金由2023年的16万元增至20万元。", [OK, OK]),
        ("青山县教育局2024年奖金由2023年的20万元增至20万元。", [WRONG, OK]),
        ("青山县教育局收入总计2023年为80万元，2024年为100万元，一年增长25%。", [OK, OK, OK]),
        ("青山县教育局收入总计2023年为80万元，2024年为100万元，一年增长35%。", [OK, OK, WRONG]),
        ("青山县教育局预算从2023年的80万元变成2024年的100万元。", [OK, OK]),
    ],
)
def test_the_year_of_a_number_is_the_one_said_at_it(draft: str, expected: list[Verdict]) -> None:
    assert [n.verdict for n in YEARS.check(draft).numbers] == expected


STORY = (
    ("一、会议费", "2024年会议费预算5.6万元，拟召开教研会议，人数约400人；另安排操场翻修资金33万元。"),
)  # fmt: skip
TOLD = library(books("青山县教育局", 2024, SUMMARY, story=STORY))


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山县教育局2024年会议费5.6万元，约400人参加。", [OK, OK]),
        ("青山县教育局2024年翻修操场花33万元。", [OK]),
        ("青山县教育局2024年教育支出33万元。", [WRONG]),  # a right value of something else
    ],
)
def test_a_sentence_of_the_books_bears_out_what_says_the_same(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in TOLD.check(draft).numbers] == expected


def test_the_number_of_another_body_is_said_to_be_its() -> None:
    (number,) = TWO.check("青山县水务局2024年奖金20.0万元。").numbers
    assert (number.verdict, number.reason) == (
        WRONG, "公开文件里这个数是青山县教育局 2024 年的“奖金”。",
    )  # fmt: skip


def test_a_number_that_the_draft_says_elsewhere_rightly_is_not_this_one() -> None:
    """The words are loose, but 60 万元 is what 教育支出 is, as the draft itself says."""
    draft = "青山县教育局2024年教育支出60万元。在卫生健康上，这个局一共花了60万元。"
    assert [n.verdict for n in assistant().check(draft).numbers] == [OK, WRONG]


def test_what_the_words_do_not_pin_down_is_not_accused() -> None:
    draft = "青山县教育局2024年在乡村振兴帮扶结对活动方面的支出是37万元。"
    (number,) = assistant().check(draft).numbers
    assert number.verdict is NONE
