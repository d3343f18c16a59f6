"""How long a page may take, and who is told of each: set by whoever asked for the file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ingest.errors import ChazhangError

PAGE_SECONDS = 60.0


Told = Callable[[str, int, int], None]


class OutOfTime(ChazhangError):
    """One page took longer than it may; the rest of the file goes on."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`told(name, page, pages)` is called before a page that takes seconds, not milliseconds."""

    page_seconds: float = PAGE_SECONDS
    name: str = ""  # of the file
    told: Told = lambda name, page, pages: None


_pace: ContextVar[Pace] = ContextVar("pace", default=Pace())  # noqa: B039 (it is frozen)
_until: ContextVar[float | None] = ContextVar("until", default=None)


def current_pace() -> Pace:
    return _pace.get()


@contextmanager
def at_pace(pace: Pace) -> Iterator[None]:
    """All that is read inside goes at this pace."""
    before = _pace.set(pace)
    try:
        yield
    finally:
        _pace.reset(before)


@contextmanager
def one_page(page: int, pages: int) -> Iterator[None]:
    """Tells of the page; its time begins: of the processor, so that a busy machine costs nothing."""
    pace = _pace.get()
    pace.told(pace.name, page, pages)
    before = _until.set(time.process_time() + pace.page_seconds)
    try:
        yield
    finally:
        _until.reset(before)


def still_in_time() -> None:
    """Raises OutOfTime where the page that is being read has used up its time."""
    until = _until.get()
    if until is not None and time.process_time() > until:
        raise OutOfTime(f"识别用了 {_pace.get().page_seconds:g} 秒还没完")
