"""Whose and of what a number is, where its own clause says neither in full."""

from __future__ import annotations

import pytest

from assistant.claims.verdict import Verdict
from tests.assistant.worlds import BASIC, SUMMARY, books, library

OK, WRONG, NONE = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND

CITIES = library(
    books("苏州市水务局", 2024, SUMMARY, story=(
        ("一、收支情况", "2024年收入总计100.0万元，比上年减少25.0万元，下降20.0%。"),)),
    books("福州市水务局", 2024, SUMMARY.replace("100.0", "700.0"), story=(
        ("一、收支情况", "2024年收入总计700.0万元，比上年增加350.0万元，增长100.0%。"),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("同是水务局，苏州2024年收入总计100万元；福州是700万元，多了350万元。", [OK, OK, OK]),
        ("两座城市的水务局：苏州2024年100万元，少了25万元；福州700万元，多了350万元。", [OK] * 4),
        ("同是水务局，苏州2024年收入总计100万元；福州是100万元。", [OK, WRONG]),
        # a place that does not begin the clause says where, not whose
        ("同是水务局，苏州2024年收入总计100万元；请来福州专家之后，收入总计还是700万元。", [OK, WRONG]),
    ],
)  # fmt: skip
def test_a_kind_of_body_and_a_place_name_the_body_of_that_place(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in CITIES.check(draft).numbers] == expected


ONE = library(
    books("青山市水务局", 2023, SUMMARY.replace("100.0", "80.0"), BASIC, story=(
        ("一、收支情况", "2023年收入总计80.0万元，比上年增加5.0万元，增长6.7%。"),)),
    books("青山市水务局", 2024, SUMMARY, BASIC, story=(
        ("一、收支情况", "2024年收入总计100.0万元，比上年增加20.0万元，增长25.0%。"),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # the whole, set against what was told before
        ("青山市水务局2024年奖金20万元。可总盘子还在涨，100万元。", [OK, OK]),
        ("青山市水务局2024年奖金20万元，占全年100万元的两成。", [OK, OK, OK]),
        ("青山市水务局2024年奖金20万元，占全年90万元的两成。", [OK, WRONG, OK]),
        # what is added to the number before
        ("青山市水务局2024年基本工资30万元，再算上奖金，两项一共50万元。", [OK, OK]),
        ("青山市水务局2024年基本工资30万元，再算上奖金，两项一共40万元。", [OK, WRONG]),
        ("青山市水务局2024年基本工资加奖金两项50万元。", [OK]),
        # from one year to the other: what it moved by is of the later
        ("青山市水务局2023年收入总计80万元，2024年升到100万元，多了20万元。", [OK, OK, OK]),
        ("青山市水务局2023年收入总计80万元，2024年升到100万元，多了5万元。", [OK, OK, WRONG]),
        # a part, told before, of the whole that it stands in
        ("青山市水务局2024年奖金20万元，在100万元的收入总计里连21%都不到。", [OK, OK, OK]),
        ("青山市水务局2024年奖金20万元，在100万元的收入总计里连11%都不到。", [OK, OK, WRONG]),
        # points are no amount of money
        ("青山市水务局2024年奖金20万元，比基本工资的占比高7.35个百分点。", [OK, NONE]),
    ],
)
def test_what_a_number_is_of_follows_from_how_the_sentence_turns(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in ONE.check(draft).numbers] == expected


ALL_MONEY = """
支出总表
科目编码 | 科目名称 | 支出预算/合计 | 支出预算/基本支出 | 支出预算/项目支出
 | 合计 | 90.0 | 60.0 | 30.0
20502 | 普通教育 | 90.0 | 60.0 | 30.0
"""
THE_TREASURYS = """
一般公共预算支出表
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 70.0 | 50.0 | 20.0
20502 | 普通教育 | 70.0 | 50.0 | 20.0
"""


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山市第一小学2024年普通教育90万元。", OK),
        ("青山市第一小学2024年普通教育70万元。", OK),
        ("青山市第一小学2024年普通教育80万元。", WRONG),
        ("青山市第一小学2024年财政拨款的普通教育90万元。", WRONG),
    ],
)
def test_an_item_may_be_told_of_all_money_where_the_draft_does_not_say_whose(
    draft: str, expected: Verdict
) -> None:
    school = library(books("青山市第一小学", 2024, ALL_MONEY, THE_TREASURYS))
    assert [n.verdict for n in school.check(draft).numbers] == [expected]
