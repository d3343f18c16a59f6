"""Targets of performance tables, told in other words; units below a body; so much for each."""

from __future__ import annotations

import pytest

from assistant.ask import Assistant
from assistant.claims.verdict import Verdict
from tests.assistant.worlds import SUMMARY, as_drawn, world

OK, WRONG, NONE = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND

TARGETS = """
项目绩效目标表
指标 | 指标名称 | 指标值 | 计量单位
项目名称 | 驻村法律服务 | |
数量指标 | 常驻律师人数 | ≥6名 |
数量指标 | 普法广播时长 | ≥80 | 小时
数量指标 | 聘用调解员 | =627人 |
社会效益指标 | 大厅冲突事件 | ≤2起 |
项目名称 | 商务发展 | |
经济指标 | 外贸进出口总值 | 8000 | 亿元
经济指标 | 社会消费品零售总额增速 | 5 | %
经济指标 | 服务外包执行额 | 22.6亿美元 |
农产品监管 | 通过预算投入，完成2场应急演练、9600批次农产品快速检测，3578批次进口水果抽检 | |
"""
STORY = (
    ("一、机构", "青山县教育局下属14个预算单位。收入增加5万元，主要是本年较上年增加两人。"),
    ("二、“三公”经费", "公务接待费0.39万元，列明公务接待2批次、26人次。"),
)
THREE_PUBLIC = """
“三公”经费表
项目 | 预算数
公务接待费 | 0.39
公务用车购置费 | 100.0
"""
HELD = Assistant.of([world(SUMMARY, THREE_PUBLIC, TARGETS, story=STORY)], reread=as_drawn)


def verdicts(draft: str) -> list[tuple[str, Verdict]]:
    return [(n.text, n.verdict) for n in HELD.check(f"青山县教育局2024年{draft}").numbers]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("的目标：常驻律师不少于6名。", [("6名", OK)]),
        ("的目标：常驻律师不少于8名。", [("8名", WRONG)]),
        ("的目标：普法广播不少于80小时。", [("80小时", OK)]),
        ("的目标：大厅冲突控制在一年2起。", [("2起", OK)]),
        ("的目标：外贸进出口8000亿元以上，社零增5%以上。", [("8000亿元", OK), ("5%", OK)]),
        ("的目标：外贸进出口8000万元以上，社零增6%以上。", [("8000万元", WRONG), ("6%", WRONG)]),
        ("的目标：服务外包22.6亿美元以上。", [("22.6亿", OK)]),
        ("的目标：服务外包22.6亿元以上。", [("22.6亿元", NONE)]),
        ("要做9600批次农产品快速检测。", [("9600批次", OK)]),
        ("要做3578批次农产品快速检测。", [("3578批次", NONE)]),
        ("的目标：绿化养护不少于80小时。", [("80小时", NONE)]),
        ("的绩效目标指标是绿化养护不少于80小时。", [("80小时", NONE)]),
    ],
)
def test_a_target_may_be_told_in_other_words_and_never_by_its_number_alone(
    draft: str, expected: list[tuple[str, Verdict]]
) -> None:
    assert verdicts(draft) == expected


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("有14家预算单位。", [("14家", OK)]),
        ("有15家预算单位。", [("15家", WRONG)]),
        ("手头更宽，原因是添了两人。", [("两人", OK)]),
        ("手头更紧，原因是少了两人。", [("两人", NONE)]),
        ("公务接待2批次、26人次，人均150元。", [("2批次", OK), ("26人次", OK), ("150元", OK)]),
        ("公务接待2批次、26人次，人均150万元。", [("2批次", OK), ("26人次", OK), ("150万元", WRONG)]),
        ("公务接待2批次、26人次，每批1950元。", [("2批次", OK), ("26人次", OK), ("1950元", NONE)]),
    ],
)  # fmt: skip
def test_units_people_and_so_much_for_each_are_what_the_books_say(
    draft: str, expected: list[tuple[str, Verdict]]
) -> None:
    assert verdicts(draft) == expected
