"""Which of the bodies, and what moved: several disclosures side by side."""

from __future__ import annotations

import pytest

from assistant.answer import Check, Status
from assistant.ask import Assistant
from tests.assistant.worlds import books, library

BASIC = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计
 | 合计 | {total}
30101 | 基本工资 | {pay}
30103 | 奖金 | {bonus}
"""
MANAGED = ("四、绩效管理", "2024年实施绩效目标管理的部门5个、单位7个。")


def three() -> Assistant:
    figures = (("青山县教育局", 70, 40), ("青山县财政局", 90, 50), ("青山县审计局", 60, 40))
    return library(
        *(
            books(
                who, 2024, BASIC.format(total=pay + bonus, pay=pay, bonus=bonus), story=(MANAGED,)
            )
            for who, pay, bonus in figures
        )
    )


def one_final() -> Assistant:
    return library(
        books("青山县教育局", 2024, BASIC.format(total=110, pay=70, bonus=40)),
        books("青山县财政局", 2023, BASIC.format(total=140, pay=90, bonus=50), stage="决算"),
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("2024年哪个部门基本工资最高", "最高的是青山县财政局"),
        ("2024年哪个单位基本工资最低", "最低的是青山县审计局"),
        ("2024年各局基本工资从高到低排", "最高的是青山县财政局"),
        ("2024年奖金最少的是哪个部门", "并列最低的是青山县审计局、青山县教育局"),
        ("2024年基本工资超过65万的部门", "超过所问数额的：共两家，"),
    ],
)
def test_a_body_is_asked_for_and_no_row_that_is_called_so(question: str, text: str) -> None:
    answer = three().ask(question)
    assert answer.status is Status.ANSWERED
    assert text in answer.text
    assert {n.unit for n in answer.numbers} == {"万元"}


@pytest.mark.parametrize(
    "question",
    [
        "2024年哪个部门驻村基本工资最高",  # a word that no disclosure knows
        "2024年哪个县的基本工资最高",  # places disclose nothing
        "青山县教育局2024年哪个科室基本工资最高",  # nor do the rooms of a body
        "青山县教育局2024年6月基本工资多少",
        "青山县教育局2024年除了基本工资还有多少",
        "青山县教育局2024年基本工资违约金多少",
    ],
)
def test_what_is_asked_besides_stops_the_answer(question: str) -> None:
    answer = three().ask(question)
    assert not [n for n in answer.numbers if n.check in (Check.VERIFIED, Check.DERIVED)]


def test_of_one_body_it_is_said_that_there_is_no_other() -> None:
    answer = one_final().ask("2023年决算哪个部门基本工资最高")
    assert answer.text == (
        "青山县财政局 2023 年决算：文件库里只有这一家可比，基本工资为 90 万元[1]"
        "（见《一般公共预算基本支出表》）。"
    )


def test_a_place_alone_goes_on_about_the_body_of_that_kind() -> None:
    told = library(
        books("青山县教育局", 2024, BASIC.format(total=110, pay=70, bonus=40)),
        books("白水县教育局", 2024, BASIC.format(total=140, pay=90, bonus=50)),
        books("白水县财政局", 2024, BASIC.format(total=100, pay=60, bonus=40)),
    )
    answer = told.ask("白水的呢", ["青山县教育局2024年基本工资多少"])
    assert ([n.text for n in answer.numbers], {c.entity for c in answer.citations}) == (
        ["90 万元"],
        {"白水县教育局"},
    )
