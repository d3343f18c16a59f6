"""Which body is meant where several places have one of that name."""

from __future__ import annotations

import pytest

from assistant.catalogue import build
from assistant.understand.linking import Linker
from tests.assistant.worlds import SUMMARY, books

HELD = [
    "青山市交通运输局", "青山市审计局", "白水市交通运输局", "白水市审计局",
    "中国共产党青山市委员会宣传部", "中共白水市委宣传部", "青山市公安局", "青山市公安局交通管理局",
]  # fmt: skip
LINKER = Linker(build([books(entity, 2026, SUMMARY) for entity in HELD]))


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("青山审计局和市交通局谁多", ["青山市审计局", "青山市交通运输局"]),
        ("白水、青山的审计局", ["白水市审计局", "青山市审计局"]),
        ("审计局的三公：青山和白水差多少", ["白水市审计局", "青山市审计局"]),
        ("青山审计局比白水审计局多多少", ["青山市审计局", "白水市审计局"]),
        ("宣传部比一比：白水和青山", ["中国共产党青山市委员会宣传部", "中共白水市委宣传部"]),
        ("青山市委宣传部", ["中国共产党青山市委员会宣传部"]),
        ("青山交管局有几辆车", ["青山市公安局交通管理局"]),
        ("青山公安局有几辆车", ["青山市公安局"]),
        ("白水审计部门的三公", ["白水市审计局"]),
        ("青山交通管理局公安局", ["青山市公安局交通管理局"]),
        ("青山交管局（公安局下面那个）的三公", ["青山市公安局交通管理局"]),
    ],
)
def test_a_name_takes_the_places_said_around_it(question: str, bodies: list[str]) -> None:
    linked = LINKER.link(question)
    assert (sorted(linked.entities), linked.foreign) == (sorted(bodies), "")


def test_a_follow_up_stays_in_the_place_of_the_conversation() -> None:
    linked = LINKER.link("那交通局呢", ["白水市", "白水"])
    assert linked.entities == ["白水市交通运输局"]


@pytest.mark.parametrize(
    "question", ["白水公安局有几辆车", "白水市教育局三公", "红河审计局三公多少"]
)
def test_a_body_of_a_place_that_has_none_is_not_taken_for_another_places(question: str) -> None:
    assert LINKER.link(question).foreign != ""


def test_a_place_alone_means_all_bodies_in_it() -> None:
    linked = LINKER.link("青山哪个局三公最高")
    assert linked.places == ["青山"]
    assert sorted(linked.entities) == sorted(e for e in HELD if "青山" in e)


def test_a_centre_is_not_the_office_that_has_its_letters_in_another_order() -> None:
    held = "青山市副中心工程建设管理办公室"
    linker = Linker(build([books(held, 2026, SUMMARY)]))
    asked = ("副中心工程管理办的三公", "工程管理中心的三公")
    assert [linker.link(q).entities == [held] and linker.link(q).entity_named for q in asked] == [
        True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("entity", HELD)
def test_every_body_is_known_by_its_own_full_name(entity: str) -> None:
    assert LINKER.link(f"{entity}2026年一共多少钱").entities == [entity]
