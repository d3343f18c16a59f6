"""Which name belongs to which number of a list."""

from __future__ import annotations

import re

import pytest

from assistant.claims.pairing import Paired, paired
from assistant.prose.figures import figures

NAMES = ("公积金", "补贴", "奖金")


def pairs(sentence: str) -> list[str | None]:
    """The name of each number that is told 分别, None where none is known."""
    own = figures(sentence)
    spans = sorted(m.span() for name in NAMES for m in re.finditer(name, sentence))
    found = [paired(sentence, f, own, 0, spans) for f in own]
    return [None if p.name is None else sentence[slice(*spans[p.name])] for p in found if p.listed]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("公积金、补贴和奖金分别为1万元、2万元和3万元", ["公积金", "补贴", "奖金"]),
        ("公积金160万元、补贴361万元，分别增1万元、195万元", ["公积金", "补贴"]),
        ("分别减1、2和3万元的是公积金、补贴和奖金", ["公积金", "补贴", "奖金"]),
        ("公积金和补贴分别为1万元、2万元和3万元", [None, None, None]),
        ("公积金为1万元，补贴为2万元", []),
    ],
)
def test_names_and_numbers_of_a_list_are_told_together(
    sentence: str, expected: list[str | None]
) -> None:
    assert pairs(sentence) == expected


def test_a_number_outside_of_a_list_is_not_listed() -> None:
    sentence = "补贴5万元，公积金和奖金分别为1万元和2万元"
    own = figures(sentence)
    assert paired(sentence, own[0], own, 0, ()) == Paired()
