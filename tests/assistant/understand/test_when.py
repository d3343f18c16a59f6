"""The years that a question names."""

from __future__ import annotations

import pytest

from assistant.understand.when import read_when


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("专任教师2021到2024多了多少人", (2021, 2024)),
        ("2021年至2024年增加了多少", (2021, 2024)),
        ("2022-2024涨了百分之几", (2022, 2024)),
        ("2021到2023分别是多少", (2021, 2022, 2023)),
        ("2021到2023有多少", (2021, 2022, 2023)),
        ("2021到2023每年增加多少", (2021, 2022, 2023)),
    ],
)
def test_what_changed_from_a_year_to_another_is_asked_of_the_ends(
    asked: str, years: tuple[int, ...]
) -> None:
    assert read_when(asked)[0].years == years
