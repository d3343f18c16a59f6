"""A slip of the input method is put right; what the corpus prints is left alone."""

from __future__ import annotations

import pytest

from assistant.shelf.keys import pairs_of
from assistant.understand.spelling import Spelling
from assistant.understand.wording import clean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公物接侍经废多小", "公务接待经费多少"),
        ("基夲只出比上年增佳的原困", "基本支出比上年增加的原因"),
        ("政府采够项日", "政府采购项目"),
        ("人圆工姿", "人员工资"),
        ("公务接待费多少", "公务接待费多少"),
        ("只出国一次", "只出国一次"),
    ],
)
def test_a_word_with_one_wrong_character_is_put_right(typed: str, meant: str) -> None:
    assert Spelling(()).corrected(typed) == meant


def test_a_word_that_the_corpus_prints_is_no_slip() -> None:
    assert Spelling(pairs_of(["公物仓管理"])).corrected("公物仓管理预蒜") == "公物仓管理预算"


@pytest.mark.parametrize("before", ["", "麻烦问一下，", "你好，我想知道", "请帮我查查", "那个，"])
@pytest.mark.parametrize("after", ["", "呢，谢谢", "？急用", "，帮忙看看", "，在线等", "呀"])
def test_politeness_and_haste_are_taken_off(before: str, after: str) -> None:
    asked = clean(f"{before}培训费多少{after}")
    assert asked.rstrip("?？呢") == "培训费多少"


@pytest.mark.parametrize("question", ["谢谢", "你好", "那个"])
def test_a_question_of_nothing_but_politeness_stays(question: str) -> None:
    assert clean(question) == question
