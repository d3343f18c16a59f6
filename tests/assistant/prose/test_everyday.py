"""Everyday words of a draft in the terms of disclosures, its bodies by their full names."""

from __future__ import annotations

import pytest

from assistant.prose.everyday import in_official_terms
from assistant.prose.naming import in_full
from assistant.prose.plain import plain
from assistant.understand.who import Bodies


@pytest.mark.parametrize(
    ("draft", "read_as"),
    [
        ("人头钱50万元、公用20万元", "人员经费50万元、公用经费20万元"),
        ("财政给了2694万元，自己挣来的5707万元", "财政拨款2694万元，事业收入5707万元"),
        ("开会5.6万元；培训10万元", "会议费5.6万元;培训费10万元"),
        ("执法执勤95辆、其他11辆", "执法执勤用车95辆、其他用车11辆"),
        ("百万以上的家伙什62台", "100万元以上设备62台"),
        ("培训中心2024年预算", "培训中心2024年预算"),  # a longer word is left alone
        ("会议费45.12万元，公用经费20万元", "会议费45.12万元，公用经费20万元"),
        ("车辆养护费3万元，道路养护费30万元", "公务用车运行维护费3万元，道路养护费30万元"),
        ("项目进展顺利", "项目进展顺利"),  # no number, no item
    ],
)
def test_an_everyday_word_becomes_what_disclosures_print(draft: str, read_as: str) -> None:
    assert in_official_terms(plain(draft)).text == read_as


def test_every_letter_still_knows_where_it_stood() -> None:
    draft = "今年人头钱50万元"
    text = in_official_terms(plain(draft))
    at = text.text.index("50")
    assert (text.text, text.original(at, at + 4), draft[5:9]) == (
        "今年人员经费50万元", (5, 9), "50万元",
    )  # fmt: skip


BODIES = Bodies(
    {
        "青山市水务局": (),
        "青山市公安局巡特警支队": (),
        "青山市教育局": (),
        "绿水市教育局": (),
        "青山市商务委员会": (),
    }
)


@pytest.mark.parametrize(
    ("draft", "read_as"),
    [
        ("青山水务2024年收入100万元", "青山市水务局2024年收入100万元"),
        ("青山商委三公5万元", "青山市商务委员会三公5万元"),
        ("青山商委托他人", "青山商委托他人"),  # another word
        ("青山巡特警有车3辆", "青山市公安局巡特警支队有车3辆"),
        ("青山水务局2024年", "青山水务局2024年"),  # a name of its own, as it is
        ("青山水务集团亏损", "青山水务集团亏损"),  # goes on: another body
        ("青山教育支出60万元", "青山教育支出60万元"),  # the beginning of an item
        ("绿水水务2024年", "绿水水务2024年"),  # held of another place only
    ],
)
def test_a_place_and_a_field_name_the_one_body_that_is_held(draft: str, read_as: str) -> None:
    assert in_full(plain(draft), BODIES, {"教育支出"}).text == read_as
