"""Whose a number is that its clause gives to one of several bodies without its name, and what a
checker that is not sure of it must not call wrong."""

from __future__ import annotations

import pytest

from assistant.claims.verdict import Verdict
from tests.assistant.worlds import BASIC, SUMMARY, books, library

OK, WRONG, NONE = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_FOUND


def _whole(amount: str, moved: str) -> tuple[tuple[str, str], ...]:
    return (("一、收支情况", f"2024年收入总计{amount}万元，比上年{moved}。"),)


CITIES = library(
    books("北京市水务局", 2024, SUMMARY, BASIC, story=_whole("100.0", "下降20.0%")),
    books("广州市水务局", 2024, SUMMARY.replace("100.0", "300.0"), story=_whole("300.0", "增长5.0%")),
    books("深圳市水务局", 2024, SUMMARY.replace("100.0", "700.0"), story=_whole("700.0", "增长9.0%")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # the place alone: the body of the same field there, and what follows is its own
        ("各地水务部门，北京市水务局2024年收入总计100万元；广州300万元，增长5%；深圳700万元，增长9%。",
         [OK, OK, OK, OK, OK]),
        ("各地水务部门，北京市水务局2024年收入总计100万元；广州700万元；深圳300万元。",
         [OK, WRONG, WRONG]),
        # one and the other, in the order in which they are named
        ("北京市水务局和广州市水务局，2024年一个收入总计100万元，一个300万元。", [OK, OK]),
        ("北京市水务局和广州市水务局，2024年一个收入总计300万元，一个100万元。", [WRONG, WRONG]),
        # what has an item of its own is the body that was named first
        ("北京市水务局2024年收入总计100万元；广州市水务局收入总计300万元。前者的收入总计降了20%。",
         [OK, OK, OK]),
        # of this city, whatever stands before it
        ("广州市水务局2024年收入总计300万元，仍相当于北京市水务局的3倍。", [OK, OK]),
    ],
)  # fmt: skip
def test_a_number_is_of_the_body_that_its_clause_points_to(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in CITIES.check(draft).numbers] == expected


HELD = library(
    books("青山市水务局", 2022, SUMMARY.replace("100.0", "100.0")),
    books("青山市水务局", 2023, SUMMARY.replace("100.0", "120.0")),
    books(
        "青山市水务局", 2024, SUMMARY.replace("100.0", "150.0"), BASIC,
        story=(
            ("一、收支情况", "2024年收入总计150.0万元。"),
            ("二、车辆情况", "截至2023年底，共有车辆9辆。"),
            ("三、下属单位", "东江水源工程管理处预算35.6万元。"),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # through two years, not against the year before
        ("青山市水务局2022年收入总计100万元，2023年收入总计120万元，2024年收入总计150万元，两年间涨了50%。",
         [OK, OK, OK, OK]),
        # cars of a kind that no label names are not all that there are
        ("青山市水务局2024年有车9辆，要登记40辆新车，30台清障车上路。", [OK, NONE, NONE]),
        ("青山市水务局2024年有车8辆。", [WRONG]),
        # people are no cars
        ("青山市水务局2024年有车9辆；627名辅警。", [OK, NONE]),
        # what a number that nothing bears out comes to by the piece is not known
        ("青山市水务局2024年收入总计150万元，有车9辆，租赁场地88万元，平均每辆9.8万元。",
         [OK, OK, NONE, NONE]),
    ],
)  # fmt: skip
def test_what_may_be_of_something_else_is_not_called_wrong(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in HELD.check(draft).numbers] == expected


@pytest.mark.parametrize(
    ("office", "borne_out"), [("东江", True), ("下属东江", True), ("北部", False), ("下属北部", False)]
)  # fmt: skip
def test_an_office_is_not_another_whose_name_ends_alike(office: str, borne_out: bool) -> None:
    draft = f"青山市水务局2024年收入总计150万元。{office}水源工程管理处预算35.6万元。"
    assert (HELD.check(draft).numbers[-1].verdict is OK) == borne_out
