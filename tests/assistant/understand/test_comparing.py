"""What is compared where several disclosures stand side by side."""

from __future__ import annotations

import pytest

from assistant.understand.comparing import Comparing, Keep, Measure, read_comparing


@pytest.mark.parametrize(
    ("question", "comparing"),
    [
        ("三公最高的是哪个", Comparing(ranked=True)),
        ("三公前三名", Comparing(ranked=True, limit=3)),
        ("三公倒数第一和倒数第二是谁", Comparing(ranked=True, limit=2, descending=False)),
        ("谁排第一谁垫底", Comparing(ranked=True, both_ends=True)),
        ("谁最省", Comparing(ranked=True, descending=False)),
        ("平均每辆车运行维护费多少", Comparing(Measure.PER)),
        ("项目支出占比谁更高", Comparing(Measure.SHARE, ranked=True)),
        ("三公砍得最狠的是谁", Comparing(Measure.GROWTH, ranked=True, descending=False)),
        ("三公增幅怎么排", Comparing(Measure.GROWTH, ranked=True)),
        ("支出比上年增长的有哪几家", Comparing(Measure.GROWTH, Keep.UP)),
        ("哪几家没有政府性基金", Comparing(keep=Keep.NONE)),
        ("三公超过200万元的有哪几家", Comparing(keep=Keep.ABOVE, bound="2000000")),
        ("三公低于1亿元的有谁", Comparing(keep=Keep.BELOW, bound="100000000")),
        ("三家加起来多少", Comparing(total=True)),
        ("两家差多少", Comparing(gap=True)),
        ("是它的几倍", Comparing(times=True)),
    ],
)
def test_the_words_of_a_comparison_are_read(question: str, comparing: Comparing) -> None:
    assert read_comparing(question) == comparing
