"""How long a page may take, and who is told of each: set by whoever asked for the file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ingest.errors import ChazhangError

PAGE_SECONDS = 60.0
SCAN_SECONDS = 3600.0


Told = Callable[[str, int, int], None]


class OutOfTime(ChazhangError):
    """One page took longer than it may, and the rest of the file goes on; or all of them did."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`told(name, page, pages)` is called before a page that takes seconds, not milliseconds."""

    page_seconds: float = PAGE_SECONDS
    name: str = ""  # of the file
    told: Told = lambda name, page, pages: None
    scan_seconds: float = SCAN_SECONDS  # for all such pages of the file


_pace: ContextVar[Pace] = ContextVar("pace", default=Pace())  # noqa: B039 (it is frozen)
_until: ContextVar[float | None] = ContextVar("until", default=None)
_file_until: ContextVar[float | None] = ContextVar("file_until", default=None)


def current_pace() -> Pace:
    return _pace.get()


@contextmanager
def at_pace(pace: Pace) -> Iterator[None]:
    """All that is read inside goes at this pace."""
    before = _pace.set(pace)
    until = _file_until.set(time.process_time() + pace.scan_seconds)
    try:
        yield
    finally:
        _file_until.reset(until)
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
    """Raises OutOfTime where the page that is being read, or its file, has used up its time."""
    now, until, file_until = time.process_time(), _until.get(), _file_until.get()
    if until is None:
        return
    if now > until:
        raise OutOfTime(f"识别用了 {_pace.get().page_seconds:g} 秒还没完")
    if file_until is not None and now > file_until:
        raise OutOfTime(f"整份文件识别满了 {_pace.get().scan_seconds:g} 秒，这一页没有识别")
