"""A draft gets a verdict on every number; a right value in the wrong role is contradicted."""

from __future__ import annotations

import pytest

from assistant.claims.verdict import Verdict
from tests.assistant.worlds import BASIC, SUMMARY, assistant, books, library

OK, WRONG, NONE, OPEN = (
    Verdict.SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_FOUND,
    Verdict.AMBIGUOUS,
)


def verdicts(draft: str) -> list[tuple[str, Verdict]]:
    return [(n.text, n.verdict) for n in assistant().check(draft).numbers]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山县教育局2024年收入总计100万元，比上年减少5万元，下降4.8%。",
         [("100万元", OK), ("5万元", OK), ("4.8%", OK)]),
        ("青山县教育局2024年收入总计100万元，比上年增加5万元，增长4.8%。",
         [("100万元", OK), ("5万元", WRONG), ("4.8%", WRONG)]),
        ("青山县教育局2024年奖金20万元，占人员经费的40%。", [("20万元", OK), ("40%", OK)]),
        ("青山县教育局2024年奖金20万元，占人员经费的45%。", [("20万元", OK), ("45%", WRONG)]),
        ("青山县教育局2024年奖金21万元。", [("21万元", WRONG)]),
        ("青山县教育局2024年奖金20亿元。", [("20亿元", WRONG)]),
        ("青山县教育局2024年教育支出40万元，卫生健康支出60万元。", [("40万元", WRONG), ("60万元", WRONG)]),
        ("青山县教育局2024年人员经费、公用经费分别为50万元、20万元。", [("50万元", OK), ("20万元", OK)]),
        ("青山县教育局2024年人员经费、公用经费分别为20万元、50万元。",
         [("20万元", WRONG), ("50万元", WRONG)]),
        ("青山县教育局2024年人员经费是公用经费的2.5倍。", [("2.5倍", OK)]),
        ("青山县教育局2024年人员经费是公用经费的3.5倍。", [("3.5倍", WRONG)]),
        ("青山县教育局2024年基本工资和奖金合计50万元。", [("50万元", OK)]),
        ("20万元的奖金，青山县教育局2024年预算里有。", [("20万元", OK)]),
        ("青山县教育局2024年预算公布。该局“三公”经费为0万元，有车3辆。", [("0万元", OK), ("3辆", OK)]),
        ("青山縣教育局2024年獎金近二十一萬元。", [("二十一萬元", OK)]),
    ],
)  # fmt: skip
def test_every_number_gets_its_verdict(draft: str, expected: list[tuple[str, Verdict]]) -> None:
    assert verdicts(draft) == expected


@pytest.mark.parametrize(
    ("share", "expected"), [("七成五", OK), ("四成五", WRONG), ("75%", OK), ("57%", WRONG)]
)
def test_a_share_may_be_of_the_number_of_last_year_that_stands_before_it(
    share: str, expected: Verdict
) -> None:
    held = library(
        books("青山市水务局", 2023, SUMMARY.replace("100.0", "400.0")),
        books("青山市水务局", 2024, SUMMARY.replace("100.0", "300.0")),
    )
    draft = f"青山市水务局2024年收入总计300万元，只有上年400万元的{share}。"
    assert [n.verdict for n in held.check(draft).numbers] == [OK, OK, expected]


def test_a_body_that_is_not_held_is_never_checked_against_another() -> None:
    (number,) = assistant().check("白水县教育局2024年奖金20万元。").numbers
    assert (number.verdict, number.reason, number.citations) == (
        NONE, "文件库里没有“白水县教育局”的公开文件。", (),
    )  # fmt: skip


def test_a_number_of_something_else_is_not_found() -> None:
    assert verdicts("全县去年生产总值为300亿元，人口42万人。") == [
        ("300亿元", NONE),
        ("42万人", NONE),
    ]


def test_two_values_on_two_bases_are_both_right() -> None:
    assert verdicts("青山县教育局2024年办公费50万元，其中基本支出里的办公费20万元。") == [
        ("50万元", OK), ("20万元", OK),
    ]  # fmt: skip


def test_a_contradicted_number_is_told_the_right_value_and_its_cell() -> None:
    (number,) = assistant().check("青山县教育局2024年奖金为21万元。").numbers
    assert (number.expected, number.reason, [c.row for c in number.citations]) == (
        "20.0 万元", "公开文件里是青山县教育局 2024 年奖金 20.0 万元。", [("奖金",)],
    )  # fmt: skip


def test_offsets_are_those_of_the_text_as_it_was_given() -> None:
    draft = "【快讯】 青山县教育局　2024年“奖金”　为 ２０.０ 萬元！"
    (number,) = assistant().check(draft).numbers
    assert (draft[number.start : number.end], number.verdict) == ("２０.０ 萬元", OK)


def test_a_file_that_no_longer_prints_the_number_supports_nothing() -> None:
    held = assistant()
    held.prover.reread = lambda c: "19.9"
    (number,) = held.check("青山县教育局2024年奖金20万元。").numbers
    assert number.verdict is not OK


def test_numbers_of_two_bodies_and_what_lies_between_them() -> None:
    made = library(books("青山县教育局", 2024, SUMMARY, BASIC),
                   books("青山县水务局", 2024, SUMMARY.replace("100.0", "300.0")))  # fmt: skip
    draft = (
        "2024年，青山县教育局收入总计100万元，青山县水务局为300万元，后者多出200万元，是前者的3倍。"
    )
    assert [(n.text, n.verdict) for n in made.check(draft).numbers] == [
        ("100万元", OK), ("300万元", OK), ("200万元", OK), ("3倍", OK),
    ]  # fmt: skip
    swapped = "2024年，青山县教育局收入总计300万元，青山县水务局为100万元。"
    assert [n.verdict for n in made.check(swapped).numbers] == [WRONG, WRONG]


def cars(count: int) -> tuple[tuple[str, str], ...]:
    return (("一、车辆情况", f"截至2023年底，共有车辆{count}辆。"),)


TWO = library(
    books("青山县教育局", 2024, SUMMARY, story=cars(9)),
    books("青山县水务局", 2024, SUMMARY.replace("100.0", "300.0"), story=cars(5)),
    books("青山县机械技术研究院", 2024, SUMMARY.replace("100.0", "700.0")),
)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("青山县水务局收入比教育局多：前者300万元，后者100万元。", [OK, OK]),
        ("青山县教育局有车9辆，比青山县水务局的5辆多4辆。", [OK, OK, OK]),
        ("青山县教育局有车9辆，比青山县水务局的5辆多3辆。", [OK, OK, WRONG]),
        # an institute that nobody holds is not the one that is held
        ("青山县教育局划走了中药研究院，收入总计还有100万元。", [OK]),
        # the body itself, whole, is no other body
        ("青山县教育局收入总计100万元，整个局有9辆车。", [OK, OK]),
    ],
)
def test_whose_a_number_is_where_several_bodies_are_spoken_of(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in TWO.check(draft).numbers] == expected


def test_what_lies_between_two_counts_is_told_in_things() -> None:
    told = TWO.check("青山县教育局有车9辆，比青山县水务局的5辆多3辆。").numbers[-1]
    assert told.expected == "4 辆"


CITY = library(
    books(
        "青山市水务局", 2024, SUMMARY, BASIC,
        story=(
            ("一、收支情况", "2024年收入总计100.0万元，比上年减少25.0万元，下降20.0%。其中事业收入减少3.52万元。"),
            ("二、车辆情况", "截至2023年底，共有车辆9辆，其中执法执勤用车6辆、机要通信用车3辆。2024年安排购置车辆2辆。"),
            ("三、会议情况", "2024年会议费预算5.61万元，拟召开河长会议，人数约400人。"),
        ),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # a body by its place and field, the whole where nothing else is said
        ("青山水务2024年100万元，一年少了25万元，降20%。", [OK, OK, OK]),
        ("青山水务2024年100万元，一年多了25万元，降20%。", [OK, WRONG, OK]),
        ("青山水务2024年108万元，一年少了25万元。", [WRONG, OK]),
        # everyday words
        ("青山水务人头钱50万元，公用20万元。", [OK, OK]),
        ("青山水务人头钱20万元，公用50万元。", [WRONG, WRONG]),
        # lists that share a word of change, with their numbers between
        ("青山水务基本工资30万元、奖金20万元，分别占人员经费的60%和40%。", [OK, OK, OK, OK]),
        ("青山水务基本工资30万元、奖金20万元，分别占人员经费的40%和60%。", [OK, OK, WRONG, WRONG]),
        # what only a sentence of the books says, with its direction
        ("青山水务事业收入少了3.52万元。", [OK]),
        ("青山水务事业收入多了3.52万元。", [WRONG]),
        ("青山水务会议费5.61万元，约400人参会。", [OK, OK]),
        ("青山水务会议费5.61万元，约800人参会。", [OK, WRONG]),
        # kinds of cars, those that are there and those that are bought
        ("青山水务有车9辆，执法执勤6辆、机要通信3辆，今年再买2辆。", [OK, OK, OK, OK]),
        ("青山水务有车9辆，执法执勤3辆、机要通信6辆。", [OK, WRONG, WRONG]),
        ("青山水务有车9辆，执法执勤的6辆打头。", [OK, OK]),
        ("青山水务今年要再添9辆车。", [WRONG]),  # those that there are
        ("青山水务有车9辆，执法执勤占了3辆。", [OK, WRONG]),
    ],
)
def test_free_wording_is_read_as_it_is_meant(draft: str, expected: list[Verdict]) -> None:
    assert [n.verdict for n in CITY.check(draft).numbers] == expected


SPENT = library(
    books(
        "青山市水务局", 2024, SUMMARY, BASIC, stage="决算",
        story=(
            ("一、收支情况", "2024年度收入总计100.0万元，比上年减少25.0万元，下降20.0%。"),
            ("二、项目情况", "一般公共预算财政拨款支出年初预算为90.0万元，支出决算为80.0万元。"),
            ("三、线路情况", "其中12号线运营补贴13.31万元，13号线运营补贴2.33万元。"),
            ("四、用工情况", "上级转移支付项目19.5万元，较2023年年初预算增加6.5万元，增幅50.0%。"),
        ),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # a change that goes on about the whole, after its parts
        ("青山水务收入100万元：工资30万元、奖金20万元，比上年少25万元。", [OK, OK, OK, OK]),
        ("青山水务奖金20万元；预算总额却降了20%。", [OK, OK]),
        ("青山水务的盘子缩了25万元，还有100万元。", [OK, OK]),
        ("青山水务的盘子缩了25万元，还有125万元。", [OK, WRONG]),
        # what was budgeted is not what was spent
        ("青山水务一般公共预算财政拨款支出年初预算90万元，支出决算80万元。", [OK, OK]),
        ("青山水务一般公共预算财政拨款支出年初预算90万元，支出决算90万元。", [OK, WRONG]),
        # numbered things are told apart by their numbers
        ("青山水务的13号线运营补贴2.33万元。", [OK]),
        ("青山水务的12号线运营补贴2.33万元。", [WRONG]),
        # what a chain of numbers in the books is of
        ("青山水务上级转移支付项目19.5万元，增幅50%。", [OK, OK]),
        # a sum, and what it is a share of
        ("青山水务基本工资30万元、奖金20万元，合计50万元，占全年总支出的50%。", [OK, OK, OK, OK]),
        (
            "青山水务基本工资30万元、奖金20万元，合计50万元，占全年总支出的60%。",
            [OK, OK, OK, WRONG],
        ),
        # former and latter
        ("青山水务人员经费50万元，公用经费20万元，后者是前者的40%。", [OK, OK, OK]),
        ("青山水务人员经费50万元，公用经费20万元，后者是前者的60%。", [OK, OK, WRONG]),
        # more than another, in percent
        ("青山水务基本工资30万元，比奖金20万元高出50%。", [OK, OK, OK]),
        ("青山水务基本工资30万元，比奖金20万元高出70%。", [OK, OK, WRONG]),
        # what two of them make up of a third
        ("青山水务总收入100万元，人员经费50万元，公用经费20万元，两项合占70%。", [OK, OK, OK, OK]),
        (
            "青山水务总收入100万元，人员经费50万元，公用经费20万元，两项合占80%。",
            [OK, OK, OK, WRONG],
        ),
        # what a whole list makes up of what was told before it
        ("青山水务总支出100万元。基本工资30万元、奖金20万元，占总支出的50%。", [OK, OK, OK, OK]),
        ("青山水务总支出100万元。基本工资30万元、奖金20万元，占总支出的80%。", [OK, OK, OK, WRONG]),
        # three of them, one before the semicolon
        ("青山水务基本工资30万元；奖金20万元，公用经费20万元，三项相加70万元。", [OK, OK, OK, OK]),
        (
            "青山水务基本工资30万元；奖金20万元，公用经费20万元，三项相加40万元。",
            [OK, OK, OK, WRONG],
        ),
        # the whole that they stand in
        ("青山水务人员经费里，奖金占去40%。", [OK]),
        ("青山水务人员经费里，奖金占去60%。", [WRONG]),
        # where a part of it goes is not in any list of words
        ("青山水务 spends 100 yuan, of which 60 yuan goes to the swimming pool.", [NONE, NONE]),
        # the share of what was told last
        ("青山水务人员经费50万元，接近总支出的一半。", [OK, OK]),
        # so much more than the amount before it
        ("青山水务基本工资30万元，比奖金20万元多了10万元左右。", [OK, OK, OK]),
        # numbers that stand before their names
        ("青山水务30万元的基本工资、20万元的奖金，都列了。", [OK, OK]),
        ("青山水务30万元的基本工资、30万元的奖金，都列了。", [OK, WRONG]),
        ("青山水务总支出100万元：30万元基本工资，20万元奖金。", [OK, OK, OK]),
        # what is spent less than was budgeted is no change against the year before
        ("青山水务一般公共预算财政拨款支出决算80万元，比年初预算少花10万元。", [OK, OK]),
        ("青山水务一般公共预算财政拨款支出决算80万元，比年初预算少花25万元。", [OK, WRONG]),
        # what it fell by, in last year's amount; a sign for a word
        ("青山水务收入少了25万元，相当于去年的五分之一。", [OK, OK]),
        ("青山水务收入少了25万元，相当于去年的三分之一。", [OK, WRONG]),
        ("青山水务收入100万元，同比−20%。", [OK, OK]),
        ("青山水务收入100万元，同比−30%。", [OK, WRONG]),
        ("青山水务收入掉了20%。", [OK]),
        # what was told as the whole, and a share of it in other words
        ("青山水务100万元的收入预算里，人员经费50万元；总额同比下降20%。", [OK, OK, OK]),
        ("青山水务100万元的收入预算里，人员经费50万元；总额同比增长20%。", [OK, OK, WRONG]),
        # of last year's amount, which the books give by what changed
        ("青山水务收入从125万元缩到100万元，只剩八成。", [OK, OK, OK]),
        # done of the budget is no share of all that was spent
        ("青山水务一般公共预算财政拨款支出80万元，完成年初预算90万元的88.89%。", [OK, OK, OK]),
        ("青山水务一般公共预算财政拨款支出80万元，完成年初预算90万元的80%。", [OK, OK, WRONG]),
        # less than a share of the whole that is named last; another share of the same whole
        ("青山水务奖金20万元，不到总收入的21%。", [OK, OK]),
        ("青山水务奖金20万元，不到总收入的18%。", [OK, WRONG]),
        ("青山水务总支出100万元，人员经费占50%、公用经费20%。", [OK, OK, OK]),
        ("青山水务总支出100万元，人员经费占50%、公用经费30%。", [OK, OK, WRONG]),
        # the end of a longer name is not its item
        ("青山水务警务辅助人员经费33万元。", [NONE]),
        # who is paid is not whose number it is
        ("青山水务奖金20万元，其中给青州大学的有3万元。", [OK, NONE]),
        # halls are no bodies
        ("青山水务的报告厅里，有人问起奖金：20万元。", [OK]),
    ],
)
def test_what_a_number_says_follows_from_the_numbers_around_it(
    draft: str, expected: list[Verdict]
) -> None:
    assert [n.verdict for n in SPENT.check(draft).numbers] == expected


def test_a_year_that_is_over_is_not_the_one_of_this_year() -> None:
    two = library(
        books("青山市水务局", 2023, SUMMARY), books("青山市水务局", 2024, SUMMARY.replace("100.0", "300.0"))
    )  # fmt: skip
    draft = "因为2023年年初还没有分解，青山市水务局今年的收入总计有300万元。"
    assert [n.verdict for n in two.check(draft).numbers] == [OK]


def test_what_is_said_not_to_be_an_item_is_neither_borne_out_nor_contradicted_by_it() -> None:
    held = library(books("青山市水务局", 2024, SUMMARY))
    for amount in ("60万元", "70万元"):
        draft = f"青山市水务局2024年收入总计100万元，非教育支出{amount}。"
        assert [n.verdict for n in held.check(draft).numbers] == [OK, NONE]


def test_a_small_amount_is_not_rounded_to_one_that_is_a_fifth_more() -> None:
    made = library(books("青山市水务局", 2024, SUMMARY.replace("60.0", "0.83")))
    said = [n.verdict for n in made.check("青山市水务局2024年教育支出1万元。").numbers]
    assert said == [WRONG]


def test_what_bears_out_one_number_does_not_bear_out_another_of_unknown_meaning() -> None:
    draft = "青山市水务局2024年奖金20万元，编志的钱20万元。"
    assert [n.verdict for n in CITY.check(draft).numbers] == [OK, NONE]


def test_a_number_that_cannot_be_read_again_is_not_called_wrong() -> None:
    held = assistant()
    held.prover.reread = lambda c: "19.9"
    (number,) = held.check("青山县教育局2024年奖金20万元。").numbers
    assert (number.verdict, number.reason) == (
        NONE, "公开文件里有这个数，但没能在原文里再读到它。",
    )  # fmt: skip


@pytest.mark.parametrize("draft", ["", "   ", "没有数字的一句话。", "<script>alert(1)</script>"])
def test_a_draft_without_numbers_has_none(draft: str) -> None:
    assert assistant().check(draft).numbers == ()
