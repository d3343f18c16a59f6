"""Runs take turns: who comes first goes first, and nobody waits for one that hangs."""

from __future__ import annotations

import threading
import time

import pytest

from ui.turns import Turns


def _run(turns: Turns, name: int, told: list[tuple[str, int]], patience: float = 60.0) -> None:
    with turns.take(patience):
        told.append(("in", name))
        time.sleep(0.001)
        told.append(("out", name))


@pytest.mark.parametrize("count", [2, 5, 12])
def test_runs_go_in_the_order_in_which_they_came_and_one_at_a_time(count: int) -> None:
    turns, told = Turns(), list[tuple[str, int]]()
    others: list[threading.Thread] = []
    with turns.take():
        for name in range(count):
            others.append(threading.Thread(target=_run, args=(turns, name, told)))
            others[-1].start()
            while len(turns._waiting) < name + 2:  # it has come before the next one does
                time.sleep(0.0005)
    for other in others:
        other.join()
    assert told == [(what, name) for name in range(count) for what in ("in", "out")]


def test_who_leaves_the_turn_lets_the_next_one_go_on() -> None:
    turns, told = Turns(), list[tuple[str, int]]()
    with turns.take():
        turns.leave()
        turns.leave()  # a second time is nothing
        _in_a_thread(turns, told)
        told.append(("here", 0))
    assert told == [("in", 1), ("out", 1), ("here", 0)]


def test_a_run_that_is_broken_off_stops_nobody() -> None:
    turns, told = Turns(), list[tuple[str, int]]()
    try:
        with turns.take():
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        _in_a_thread(turns, told)
    assert told == [("in", 1), ("out", 1)]


def test_nobody_waits_for_ever_for_one_that_hangs() -> None:
    turns, told = Turns(), list[tuple[str, int]]()
    with turns.take():
        _in_a_thread(turns, told, patience=0.05)
    assert told == [("in", 1), ("out", 1)]


def _in_a_thread(turns: Turns, told: list[tuple[str, int]], patience: float = 60.0) -> None:
    other = threading.Thread(target=_run, args=(turns, 1, told, patience))
    other.start()
    other.join()
