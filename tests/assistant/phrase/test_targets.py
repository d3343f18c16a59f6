"""Targets that a table prints row by row, and how many there are of what is asked for."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from tests.assistant.worlds import SUMMARY, books, library

TARGETS = """
项目绩效目标表
项目名称 | 一级指标 | 二级指标 | 三级指标 | 指标值
课桌椅更新 | 产出指标 | 数量指标 | 更新课桌椅数量 | ≥800套
课桌椅更新 | 产出指标 | 质量指标 | 验收合格率 | ≥95%
校园刊物印刷费 | 产出指标 | 数量指标 | 每期印刷册数 | ≥900册
校园刊物印刷费 | 满意度指标 | 服务对象满意度 | 师生满意度 | ≥90%
食堂改造 | 产出指标 | 数量指标 | 建成15分钟供餐点 | ≥6个
辅导员培养 | 产出指标 | 数量指标 | 招录辅导员人数 | 50
食堂改造 | 产出指标 | 时效指标 | 完成时间 | 12月底前
"""
HELD = library(books("青山县教育局", 2024, SUMMARY, TARGETS))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "青山县教育局2024年打算更新多少套课桌椅",
            "青山县教育局 2024 年绩效目标：课桌椅更新·更新课桌椅数量，指标值 “≥800套”[1]。",
        ),
        (
            "青山县教育局校园刊物每期要印多少册",
            "青山县教育局 2024 年绩效目标：校园刊物印刷费·每期印刷册数，指标值 “≥900册”[1]。",
        ),
        (
            "青山县教育局2024年打算招录多少名辅导员",
            "青山县教育局 2024 年绩效目标：招录辅导员人数，指标值 “50”[1]。",
        ),
        (
            "青山县教育局食堂改造要建成多少个15分钟供餐点",
            "青山县教育局 2024 年绩效目标：食堂改造·“建成15分钟供餐点”[1]，指标值 “≥6个”[2]。",
        ),
    ],
)
def test_the_one_target_that_is_asked_for_is_quoted(question: str, text: str) -> None:
    assert HELD.ask(question).text == text


@pytest.mark.parametrize(
    "question",
    [
        "青山县教育局2024年打算更新多少台课桌椅投影仪",  # of another thing, in another unit
        "青山县教育局校园刊物每期要印多少场",
        "青山县教育局投影仪更新多少套",
    ],
)
def test_a_target_of_another_thing_or_unit_is_no_answer(question: str) -> None:
    assert HELD.ask(question).status is Status.NOT_FOUND
