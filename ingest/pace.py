"""How long a page and a file may take, and who is told of each page: set by whoever asked for it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ingest.errors import ChazhangError

PAGE_SECONDS = 60.0


Told = Callable[[str, int, int], None]


class OutOfTime(ChazhangError):
    """A page took longer than it may, or its file has: the page is left out, the rest goes on."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`told(name, page, pages)` is called before a page that takes seconds, not milliseconds.
    `file_seconds` is all that may be used before the last such page is begun and ended."""

    page_seconds: float = PAGE_SECONDS
    name: str = ""  # of the file
    told: Told = lambda name, page, pages: None
    file_seconds: float = math.inf


_pace: ContextVar[Pace] = ContextVar("pace", default=Pace())  # noqa: B039 (it is frozen)
_until: ContextVar[float | None] = ContextVar("until", default=None)  # of the page
_end: ContextVar[float] = ContextVar("end", default=math.inf)  # of the file


def current_pace() -> Pace:
    return _pace.get()


@contextmanager
def at_pace(pace: Pace) -> Iterator[None]:
    """All that is read inside goes at this pace, the time of the file begins."""
    before, end = _pace.set(pace), _end.set(time.process_time() + pace.file_seconds)
    try:
        yield
    finally:
        _pace.reset(before)
        _end.reset(end)


@contextmanager
def one_page(page: int, pages: int) -> Iterator[None]:
    """Tells of the page; its time begins: of the processor, so that a busy machine costs nothing.
    Of pages after the file's end nobody is told: to whoever waits for them the file stands still."""
    pace, now = _pace.get(), time.process_time()
    if now <= _end.get():
        pace.told(pace.name, page, pages)
    before = _until.set(now + pace.page_seconds)
    try:
        yield
    finally:
        _until.reset(before)


def still_in_time() -> None:
    """Raises OutOfTime where the page that is being read, or its file, has used up its time."""
    until, now = _until.get(), time.process_time()
    if until is None:
        return
    if now > _end.get():
        allowed = _pace.get().file_seconds
        raise OutOfTime(f"这份文件读到这里已用满 {allowed:g} 秒，其余的图像页不再识别")
    if now > until:
        raise OutOfTime(f"识别用了 {_pace.get().page_seconds:g} 秒还没完")
