"""Two readers agree on a cell where both read the same text at the same place."""

from __future__ import annotations

import pytest

from eval.readers import BEYOND, DIGITS, NO_TABLE, WORDS, order_of, unlike
from ingest.records import Box, GridCell

HERE, THERE = Box(0, 0, 50, 20), Box(60, 0, 90, 20)


@pytest.mark.parametrize(
    ("second", "kinds"),
    [
        ([("364.4", HERE)], []),
        ([("364.5", HERE)], [DIGITS]),
        ([("364.4秘", HERE)], [WORDS]),
        ([("364.4", THERE)], [BEYOND]),
        ([], [NO_TABLE]),
    ],
)
def test_each_disagreement_has_a_class(second: list[tuple[str, Box]], kinds: list[str]) -> None:
    cell = GridCell(0, 0, 1, 1, "364.4", Box(10, 5, 40, 15), HERE)
    assert [kind for kind, _, _ in unlike([cell], second)] == kinds


def test_the_sample_is_the_same_every_time() -> None:
    assert order_of("ab", 3) == order_of("ab", 3) != order_of("ab", 4)
