"""Labels said in other words."""

from __future__ import annotations

import pytest

from assistant.understand.otherwise import called_otherwise, said_in_part

LABELS = (
    "公共交通运营补助",
    "公共交通",
    "财政对城乡居民基本医疗保险基金的补助",
    "林草研发资金-平台载体专项",
    "林草研发资金-人才专项",
    "委托业务费",
    "委托业务费涉及财拨资金",
    "老年人福利服务",
    "老年人福利",
)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("补贴公交运营", ("公共交通运营补助",)),
        ("给城乡居民医保基金补助多少亿", ("财政对城乡居民基本医疗保险基金的补助",)),
        ("林草研发资金里平台载体专项给了多少", ("林草研发资金-平台载体专项",)),
        ("委托业务费财政资金", ("委托业务费涉及财拨资金",)),
        ("公交运营", ()),  # a part of the words is another thing
        ("老年人福利工作", ("老年人福利",)),
        ("驻村补助", ()),
        ("公交", ("公共交通",)),
        ("福利", ()),  # too short to be told from others
    ],
)
def test_a_label_is_found_by_its_sense(words: str, labels: tuple[str, ...]) -> None:
    assert called_otherwise(words, LABELS) == labels


PROJECTS = (
    "云服务大厅服务外包项目",
    "青山气象预报区域大模型项目",
    "污水处理费手续费",
    "信息化项目评审服务",
    "北京工业大学幼儿园",
    "公园改造工程",
    "公园改造工程二期监理",
)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("云服务大厅外包的项目要多少钱", ("云服务大厅服务外包项目",)),
        ("气象预报大模型项目", ("青山气象预报区域大模型项目",)),
        ("污水处理费", ()),  # what stands last says what it is
        ("北方工业大学幼儿园", ()),
        ("预报大模型气象", ()),  # in another order
        ("大厅", ()),  # too short
    ],
)
def test_a_name_said_in_part_is_the_one_label_that_has_it_in_order(
    words: str, labels: tuple[str, ...]
) -> None:
    assert said_in_part(words, PROJECTS) == labels
