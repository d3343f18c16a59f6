"""A corpus that has changed is opened again behind the readers' backs."""

from __future__ import annotations

import gc
import itertools
import os
import threading
import time
import weakref
from pathlib import Path

import pytest

from ingest.corpus.ledger import FILE
from ingest.errors import CorpusError
from ui.opened import SHARE, Opened, is_quiet, stamp


def until(opened: Opened[str], version: int) -> None:
    for _ in range(200):
        if opened.version == version and not opened.is_opening:
            return
        time.sleep(0.02)
    raise TimeoutError


def test_readers_go_on_with_what_was_open_until_the_new_is_ready(tmp_path: Path) -> None:
    go, given = threading.Event(), iter(["one", "two"])

    def open_room(known: str | None) -> str:
        if known is not None:
            go.wait(10)
        return f"{known}→{next(given)}"

    opened = Opened(tmp_path, open_room)
    assert opened.room() == "None→one"
    opened.refresh()
    assert (opened.room(), opened.version) == ("None→one", 1)
    go.set()
    until(opened, 2)
    assert opened.room() == "None→one→two"


def test_a_corpus_that_cannot_be_opened_again_leaves_the_old_one_open(tmp_path: Path) -> None:
    def open_room(known: str | None) -> str:
        if known is None:
            return "first"
        raise CorpusError("打不开")

    opened = Opened(tmp_path, open_room)
    opened.room()
    opened.refresh()
    time.sleep(0.2)
    assert (opened.room(), opened.version, opened.is_opening) == ("first", 1, False)


def test_a_corpus_that_cannot_be_opened_at_all_says_so_each_time(tmp_path: Path) -> None:
    def open_room(known: str | None) -> str:
        raise CorpusError("打不开")

    opened = Opened(tmp_path, open_room)
    for _ in range(2):
        with pytest.raises(CorpusError):
            opened.room()


class Circle:
    """Something that holds itself: it goes by the collector alone."""

    def __init__(self) -> None:
        self.held = self


def test_what_was_open_before_is_let_go_of(tmp_path: Path) -> None:
    made: list[weakref.ref[Circle]] = []

    def open_room(_: Circle | None) -> Circle:
        room = Circle()
        made.append(weakref.ref(room))
        return room

    opened = Opened(tmp_path, open_room)
    opened.room()
    gc.freeze()  # as the page does once it has started
    for _ in range(2):
        opened.catch_up()
    assert [seen() is not None for seen in made] == [False, False, True]
    gc.unfreeze()


def test_what_is_written_all_the_while_is_not_opened_all_the_while(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"x")
    spans: list[tuple[float, float]] = []

    def open_room(_: str | None) -> str:
        began = time.monotonic()
        time.sleep(0.02)
        spans.append((began, time.monotonic()))
        return "room"

    opened = Opened(tmp_path, open_room)
    opened.room()
    opened.catch_up()
    before = time.time() - 10  # written, and quiet since
    end = time.monotonic() + 0.5
    for n in itertools.count():
        (tmp_path / FILE).write_bytes(b"x" * (n + 2))
        os.utime(tmp_path / FILE, (before, before))
        opened.room()
        time.sleep(0.01)
        if time.monotonic() > end:
            break
    openings = spans[1:]  # but for the first: a visitor waited for that one
    rests = [after[0] - this[1] for this, after in itertools.pairwise(openings)]
    owed = [(this[1] - this[0]) * (1 / SHARE - 1) for this in openings]
    assert [rest >= due for rest, due in zip(rests, owed, strict=False)] == [True] * len(rests)


def test_only_the_ledger_tells_that_something_has_changed(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"x")
    before = stamp(tmp_path)
    (tmp_path / "eval.json").write_text("{}")
    (tmp_path / f"{FILE}-shm").write_bytes(b"x")
    assert stamp(tmp_path) == before
    (tmp_path / FILE).write_bytes(b"xy")
    assert stamp(tmp_path) != before
    assert is_quiet(before, time.time_ns() + 10**10)
    assert not is_quiet(stamp(tmp_path), time.time_ns())
