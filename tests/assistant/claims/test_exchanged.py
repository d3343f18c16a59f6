"""A number that stands in another's place is wrong there: another item's, another body's, a total's."""

from __future__ import annotations

import pytest

from assistant.claims.verdict import Verdict
from tests.assistant.worlds import BASIC, SUMMARY, books, library

OK, WRONG, NONE = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND

WATER = (
    ("一、项目情况", "2024年城北泵站改造项目安排31.7万元，城南管网巡查项目安排12.3万元。"),
    ("二、会议培训情况", "2024年会议费预算5.0万元，比上年减少3.2万元。培训费预算9.0万元，比上年减少4.1万元。"),
)  # fmt: skip
CITY = library(
    books("青山市水务局", 2024, SUMMARY, BASIC, story=WATER),
    books("青山市教育局", 2024, SUMMARY.replace("60.0", "53.0").replace("40.0", "47.0")),
)


def verdicts(draft: str) -> list[Verdict]:
    return [n.verdict for n in CITY.check(draft).numbers]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山市水务局2024年城北泵站改造项目31.7万元，城南管网巡查项目12.3万元。", [OK, OK]),
        ("青山市水务局2024年城北泵站改造项目31.7万元，城南管网巡查项目31.7万元。", [OK, WRONG]),
        # said again, it is the same thing
        ("青山市水务局2024年城北泵站改造项目31.7万元，即31.7万元。", [OK, OK]),
        # of one digit, it may be chance
        ("青山市水务局2024年奖金20万元，编志的钱20万元。", [OK, NONE]),
    ],
)
def test_the_number_of_one_thing_is_wrong_of_another(draft: str, expected: list[Verdict]) -> None:
    assert verdicts(draft) == expected


def test_what_only_another_body_has_is_wrong_of_the_one_that_is_named() -> None:
    project = "2024年城北泵站改造项目31.7万元，城南管网巡查项目12.3万元，前者是后者的2.6倍。"
    found = CITY.check("青山市教育局" + project).numbers
    assert [n.verdict for n in found] == [WRONG, WRONG, WRONG]
    assert all("青山市水务局" in n.reason for n in found)


@pytest.mark.parametrize(
    ("said", "expected"), [("7.3万元", OK), ("8.3万元", WRONG), ("4.1万元", WRONG)]
)
def test_several_changes_add_up(said: str, expected: Verdict) -> None:
    draft = f"青山市水务局2024年会议费减少3.2万元；培训费减少4.1万元，两项加起来少花{said}。"
    assert verdicts(draft) == [OK, OK, expected]


def test_the_first_of_a_list_may_be_added_up() -> None:
    listed = "青山市水务局2024年人员经费50万元，其中基本工资30万元，奖金20万元，办公费20万元。"
    assert verdicts(listed + "头两项合计80万元。")[-1] is OK
    assert verdicts(listed + "头两项合计81万元。")[-1] is not OK


def test_the_total_of_the_treasurys_money_is_not_the_whole_budget() -> None:
    own = """
收支总表
收入/项目 | 收入/金额 | 支出/项目 | 支出/金额
一、一般公共预算 | 100.0 | 一、教育支出 | 160.0
二、事业收入 | 60.0 | |
收入总计 | 160.0 | 支出总计 | 160.0
"""
    granted = SUMMARY.replace("收支总表", "财政拨款收支总表")
    held = library(books("青山市医院", 2024, own, granted))
    said = [n.verdict for n in held.check("青山市医院2024年预算总额160万元。").numbers]
    less = [n.verdict for n in held.check("青山市医院2024年预算总额100万元。").numbers]
    assert (said, less) == ([OK], [WRONG])


@pytest.mark.parametrize(
    ("share", "expected"), [("67%", OK), ("66.7%", OK), ("66.6%", WRONG), ("近七成", OK)]
)
def test_a_share_is_rounded_and_not_cut_off(share: str, expected: Verdict) -> None:
    draft = f"青山市水务局2024年基本工资30万元，奖金20万元，后者是前者的{share}。"
    assert verdicts(draft) == [OK, OK, expected]


def test_a_part_is_never_more_than_what_it_is_part_of() -> None:
    said = "青山市水务局2024年基本工资一项为巡堤抢险人员准备了{}万元。"
    assert [verdicts(said.format(n)) for n in (210, 17)] == [[WRONG], [NONE]]


def test_less_than_a_tenth_of_a_number_does_not_fall_short_of_it() -> None:
    assert verdicts("青山市水务局2024年奖金不足100万元。") == [OK]
    assert verdicts("青山市水务局2024年奖金不足1000万元。") == [WRONG]
