"""An answer that is waited for, and one that is left."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from assistant.progress import Composed, Proving, Told, Understood
from tests.ui.test_format import ANSWER
from ui.asking import nodes
from ui.asking.live import Asking, Live


class Enough(BaseException):
    """What a page raises to stop a run."""


def test_what_was_told_is_shown_until_the_answer_is_there() -> None:
    shown: list[Live] = []
    seen = threading.Event()

    def asked(told: Told) -> object:
        told(Understood("按甲理解"))
        told(Composed("收入 ▒▒▒"))
        told(Proving(1, 2))
        seen.wait(10)
        return ANSWER

    def show(live: Live) -> None:
        shown.append(replace(live, seconds=0))
        if live.done:
            seen.set()

    assert Asking(asked).wait(show) is ANSWER  # type: ignore[arg-type]
    assert shown[-1] == Live("按甲理解", "收入 ▒▒▒", 1, 2)


def test_a_wait_that_is_broken_off_can_be_taken_up_again() -> None:
    go_on = threading.Event()

    def asked(told: Told) -> object:
        told(Understood("按甲理解"))
        go_on.wait(10)
        return ANSWER

    def enough(_: Live) -> None:
        raise Enough

    asking = Asking(asked)  # type: ignore[arg-type]
    with pytest.raises(Enough):
        asking.wait(enough)
    go_on.set()
    assert asking.wait(lambda _: None) is ANSWER


def test_what_went_wrong_is_raised_where_it_is_waited_for() -> None:
    def asked(_: Told) -> object:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Asking(asked).wait(lambda _: None)  # type: ignore[arg-type]


def test_numbers_that_are_not_proved_are_drawn_without_a_digit() -> None:
    tree = nodes.live(Live("按甲理解", "收入 ▒▒▒ 万元", 1, 2))
    assert [child["class"] for child in tree["children"]] == ["understood", "line", "doing"]
    line = tree["children"][1]["children"]
    assert [part if isinstance(part, str) else part["class"] for part in line] == [
        "收入 ", "veil", " 万元",
    ]  # fmt: skip
    assert tree["children"][2]["children"][1]["children"] == ["正在回到原件核对：1 / 2 处…"]
