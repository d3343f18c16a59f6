"""What of a question was understood as nothing, and what stops it."""

from __future__ import annotations

import pytest

from assistant.understand.leftover import says_nothing, unmatched, unmatched_beside


@pytest.mark.parametrize(
    ("label", "nothing"),
    [
        ("部门", True),
        ("单位", True),
        ("部门安排", True),
        ("单位支出", True),
        ("单位资金", False),
        ("教育支出", False),
        ("部门预算总额", False),
    ],
)
def test_a_label_of_the_words_of_asking_names_nothing(label: str, nothing: bool) -> None:
    assert says_nothing(label) is nothing


@pytest.mark.parametrize(
    ("rest", "left"),
    [
        ("花了多少钱呢", []),
        ("是多少", []),
        ("违约金是多少", ["违约金"]),
        ("疏浚船 多少", ["疏浚船"]),
        ("大幅增加了吗", []),
        ("多了两个亿", []),
    ],
)
def test_a_letter_that_says_nothing_does_so_only_at_the_ends(rest: str, left: list[str]) -> None:
    assert unmatched(rest) == left


@pytest.mark.parametrize(
    ("rest", "left"),
    [
        ("谁垫底", []),
        ("各局 从高到低排一下", []),
        ("哪家砍得最狠", []),
        ("谁的绩效 最高", ["绩效"]),
        ("哪个局驻村 最多", ["驻村"]),
    ],
)
def test_where_several_are_compared_what_ranks_them_is_understood(
    rest: str, left: list[str]
) -> None:
    assert unmatched_beside(rest) == left
