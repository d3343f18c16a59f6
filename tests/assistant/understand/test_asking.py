"""Words that say what is to be done, and words that make a question another one."""

from __future__ import annotations

import pytest

from assistant.understand.asking import qualified, without_asking
from assistant.understand.leftover import unmatched
from assistant.understand.query import Operation


@pytest.mark.parametrize(
    ("operation", "text"),
    [
        (Operation.REASON, "怎么驻村 突然减少了"),
        (Operation.CHANGE, "驻村 比上年增加了多少"),
        (Operation.OUTTURN, "驻村 决算比预算少多少"),
        (Operation.PROJECTS, "驻村项目有几个"),
    ],
)
def test_a_word_between_the_words_of_asking_is_not_swallowed(
    operation: Operation, text: str
) -> None:
    assert unmatched(without_asking(text, operation)) == ["驻村"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("6月三公经费多少", "6月"),
        ("一季度花了多少", "一季度"),
        ("上半年支出多少", "上半年"),
        ("截至12月底有多少辆车", ""),
        ("除了奖金还有多少", "除了奖金还"),
        ("扣除奖金多少", "扣除"),
        ("如果再压减10%是多少", "如果再压减"),
        ("包不包括奖金", ""),
        ("奖金多少", ""),
    ],
)
def test_a_part_an_exception_and_a_condition_are_seen(question: str, words: str) -> None:
    assert qualified(question) == words
