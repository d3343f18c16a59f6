"""A draft gets a verdict on every number; a right value in the wrong role is contradicted."""

from __future__ import annotations

import pytest

from assistant.claims.check import Verdict
from tests.assistant.worlds import BASIC, SUMMARY, assistant, books, library

OK, WRONG, NONE, OPEN = (
    Verdict.SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_FOUND,
    Verdict.AMBIGUOUS,
)


def verdicts(draft: str) -> list[tuple[str, Verdict]]:
    return [(n.text, n.verdict) for n in assistant().check(draft).numbers]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山县教育局2024年收入总计100万元，比上年减少5万元，下降4.8%。",
         [("100万元", OK), ("5万元", OK), ("4.8%", OK)]),
        ("青山县教育局2024年收入总计100万元，比上年增加5万元，增长4.8%。",
         [("100万元", OK), ("5万元", WRONG), ("4.8%", WRONG)]),
        ("青山县教育局2024年奖金20万元，占人员经费的40%。", [("20万元", OK), ("40%", OK)]),
        ("青山县教育局2024年奖金20万元，占人员经费的45%。", [("20万元", OK), ("45%", WRONG)]),
        ("青山县教育局2024年奖金21万元。", [("21万元", WRONG)]),
        ("青山县教育局2024年奖金20亿元。", [("20亿元", WRONG)]),
        ("青山县教育局2024年教育支出40万元，卫生健康支出60万元。", [("40万元", WRONG), ("60万元", WRONG)]),
        ("青山县教育局2024年人员经费、公用经费分别为50万元、20万元。", [("50万元", OK), ("20万元", OK)]),
        ("青山县教育局2024年人员经费、公用经费分别为20万元、50万元。",
         [("20万元", WRONG), ("50万元", WRONG)]),
        ("青山县教育局2024年人员经费是公用经费的2.5倍。", [("2.5倍", OK)]),
        ("青山县教育局2024年人员经费是公用经费的3.5倍。", [("3.5倍", WRONG)]),
        ("青山县教育局2024年基本工资和奖金合计50万元。", [("50万元", OK)]),
        ("20万元的奖金，青山县教育局2024年预算里有。", [("20万元", OK)]),
        ("青山县教育局2024年预算公布。该局“三公”经费为0万元，有车3辆。", [("0万元", OK), ("3辆", OK)]),
        ("青山縣教育局2024年獎金近二十一萬元。", [("二十一萬元", OK)]),
    ],
)  # fmt: skip
def test_every_number_gets_its_verdict(draft: str, expected: list[tuple[str, Verdict]]) -> None:
    assert verdicts(draft) == expected


def test_a_body_that_is_not_held_is_never_checked_against_another() -> None:
    (number,) = assistant().check("白水县教育局2024年奖金20万元。").numbers
    assert (number.verdict, number.reason, number.citations) == (
        NONE, "文件库里没有“白水县教育局”的公开文件。", (),
    )  # fmt: skip


def test_a_number_of_something_else_is_not_found() -> None:
    assert verdicts("全县去年生产总值为300亿元，人口42万人。") == [
        ("300亿元", NONE),
        ("42万人", NONE),
    ]


def test_two_values_on_two_bases_are_both_right() -> None:
    assert verdicts("青山县教育局2024年办公费50万元，其中基本支出里的办公费20万元。") == [
        ("50万元", OK), ("20万元", OK),
    ]  # fmt: skip


def test_a_contradicted_number_is_told_the_right_value_and_its_cell() -> None:
    (number,) = assistant().check("青山县教育局2024年奖金为21万元。").numbers
    assert (number.expected, number.reason, [c.row for c in number.citations]) == (
        "20.0 万元", "公开文件里是青山县教育局 2024 年奖金 20.0 万元。", [("奖金",)],
    )  # fmt: skip


def test_offsets_are_those_of_the_text_as_it_was_given() -> None:
    draft = "【快讯】 青山县教育局　2024年“奖金”　为 ２０.０ 萬元！"
    (number,) = assistant().check(draft).numbers
    assert (draft[number.start : number.end], number.verdict) == ("２０.０ 萬元", OK)


def test_a_file_that_no_longer_prints_the_number_supports_nothing() -> None:
    held = assistant()
    held.prover.reread = lambda c: "19.9"
    (number,) = held.check("青山县教育局2024年奖金20万元。").numbers
    assert number.verdict is not OK


def test_numbers_of_two_bodies_and_what_lies_between_them() -> None:
    made = library(books("青山县教育局", 2024, SUMMARY, BASIC),
                   books("青山县水务局", 2024, SUMMARY.replace("100.0", "300.0")))  # fmt: skip
    draft = (
        "2024年，青山县教育局收入总计100万元，青山县水务局为300万元，后者多出200万元，是前者的3倍。"
    )
    assert [(n.text, n.verdict) for n in made.check(draft).numbers] == [
        ("100万元", OK), ("300万元", OK), ("200万元", OK), ("3倍", OK),
    ]  # fmt: skip
    swapped = "2024年，青山县教育局收入总计300万元，青山县水务局为100万元。"
    assert [n.verdict for n in made.check(swapped).numbers] == [WRONG, WRONG]


@pytest.mark.parametrize("draft", ["", "   ", "没有数字的一句话。", "<script>alert(1)</script>"])
def test_a_draft_without_numbers_has_none(draft: str) -> None:
    assert assistant().check(draft).numbers == ()
