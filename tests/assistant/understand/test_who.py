"""Bodies by every name people use, and bodies that are not held."""

from __future__ import annotations

import pytest

from assistant.understand.naming import place_parts
from assistant.understand.who import Bodies, shortens, stranger
from tests.assistant.worlds import books, library

HELD = Bodies(
    {
        "青山省人大常委会办公厅": (),
        "青山省政协办公厅": (),
        "白水市绿原区规划和自然资源局": (),
        "中共白水市委宣传部": (),
        "白水市绿原区人民政府万柳街道办事处": (),
    }
)
PEOPLE, ADVISERS, LAND, PRESS, STREET = HELD.aliases


def named(text: str) -> list[str]:
    mentions, _ = HELD.mentions(text)
    return [entity for m in mentions for entity in sorted(m.entities)]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("省人大2017年部门预算", [PEOPLE]),
        ("青山省人大会议费少了多少", [PEOPLE]),
        ("省政协和省人大哪个高", [ADVISERS, PEOPLE]),
        ("绿原规资局2024年决算", [LAND]),
        ("规资局绿原2024", [LAND]),
        ("白水市委宣传部三公", [PRESS]),
        ("万柳街道三公经费", [STREET]),
        ("绿原区规划和自燃资源局", [LAND]),
        ("人大信访工作这项多少", []),
    ],
)
def test_a_body_is_known_by_its_everyday_names(text: str, bodies: list[str]) -> None:
    assert named(text) == bodies


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("浙江省政协2018年会议费", "浙江省政协"),
        ("红河市委宣传部预算", "红河市委宣传部"),
        ("青山省政协2018年会议费", ""),
        ("请问省政协会议费", ""),
    ],
)
def test_a_name_after_another_place_is_another_body(text: str, foreign: str) -> None:
    mentions, _ = HELD.mentions(text)
    assert [HELD.elsewhere(text, m) for m in mentions] == [foreign]


def test_a_body_that_is_not_held_is_a_stranger() -> None:
    assert stranger("青山省教育厅2019年三公经费", named=False) == "青山省教育厅"
    assert stranger("哪个局三公最高", named=False) == ""


def test_places_are_cut_from_a_name() -> None:
    assert place_parts("白水市绿原区审计局") == (("白水市", "绿原区"), "审计局")
    assert place_parts("中共白水市委宣传部") == (("白水市",), "市委宣传部")
    assert place_parts("北京城市副中心办公室") == ((), "北京城市副中心办公室")


def test_letters_in_order_with_the_first_and_the_last_shorten_a_name() -> None:
    assert shortens("规资局", "规划和自然资源局")
    assert shortens("卫健委", "卫生健康委员会")
    assert not shortens("资规局", "规划和自然资源局")
    assert not shortens("规资厅", "规划和自然资源局")


PAY = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计
 | 合计 | 70.0
30101 | 基本工资 | 70.0
"""
BRANCH = "白水市市场监督管理局绿原监管局"
DISTRICT = "白水市绿原区司法局"
WARDENS = "白水市城市管理综合行政执法局"
WORKS = "白水城市新区工程建设管理办公室"
TALENT = "白水市住房和城乡建设管理委员会人才开发评价中心"


@pytest.mark.parametrize(
    ("named", "body"),
    [
        ("绿原市场监管局", BRANCH),
        ("白水市市监局", ""),  # the branch is not the bureau above it
        ("绿原区司法局", DISTRICT),
        ("白水市司法局", ""),  # nor the district's the city's
        ("白水司法局", ""),
        ("白水城管局", WARDENS),
        ("白水城管委", ""),  # a commission is no bureau
        ("白水新区工程办", WORKS),
        ("白水建管委人才中心", TALENT),
        ("国家司法局", ""),
        ("白水市住建委人才开发评价中心", TALENT),  # what stands above it is part of the name
        ("绿原市场监管局（白水市市监局）", BRANCH),
    ],
)
def test_a_body_of_the_same_kind_is_another_body(named: str, body: str) -> None:
    held = library(*(books(b, 2024, PAY) for b in (BRANCH, DISTRICT, WARDENS, WORKS, TALENT)))
    answer = held.ask(f"{named}2024年基本工资多少")
    assert {c.entity for c in answer.citations} == ({body} if body else set())


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("人大和政协办公厅的会议费", [PEOPLE, ADVISERS]),
        ("省人大和政协2018年培训费谁高", [PEOPLE, ADVISERS]),
        ("奖金和政协办公厅的会议费", [ADVISERS]),
    ],
)
def test_what_one_name_says_of_itself_is_said_of_the_other(text: str, bodies: list[str]) -> None:
    assert named(text) == bodies


PLACED = Bodies(
    {
        "首都绿化委员会办公室": (),
        "北京市水务局": (),
        "白水市财务服务中心（白水市财政科学研究所）": (),
        "白水市人民政府办公厅文印中心": (),
    }
)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("北京市绿化办三公", "首都绿化委员会办公室"),
        ("首都绿化办三公", "首都绿化委员会办公室"),
        ("白水市财政科学研究所三公", "白水市财务服务中心（白水市财政科学研究所）"),
        ("文印中心（白水市政府办公厅的）花多少", "白水市人民政府办公厅文印中心"),
    ],
)
def test_a_body_is_named_by_its_place_its_other_name_and_what_is_above_it(
    text: str, body: str
) -> None:
    mentions, rest = PLACED.mentions(text)
    assert ([e for m in mentions for e in m.entities], "政府办公厅" in rest) == ([body], False)


SEVERAL = Bodies(
    {
        "北京市商务局": (),
        "广州市商务局": (),
        "上海市普陀区商务局": (),
        "上海市自然资源确权登记事务中心": (),
    }
)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("京商务局三公", {"北京市商务局"}),
        ("比穗商务局多", {"广州市商务局"}),
        (
            "沪商务局三公",
            {"北京市商务局", "广州市商务局", "上海市普陀区商务局"},
        ),  # not the district's
        ("下属事务中心的办公楼", set()),  # of any kind
    ],
)
def test_a_letter_for_a_place_says_whose_a_body_is_and_the_end_of_a_name_alone_none(
    text: str, bodies: set[str]
) -> None:
    mentions, _ = SEVERAL.mentions(text)
    assert {e for m in mentions for e in m.entities} == bodies
