"""What the side panel shows of a cited place: the picture of the page, or lines of a text file."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from assistant.answer import Citation
from assistant.drawing import draw_apart, draw_page_apart
from ingest.errors import Unreadable
from ingest.records import Box, Table

NEIGHBOURS = 4  # lines of a text file shown on each side
MOST_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class _Beside:
    """A table goes with its citation, so it need not be looked at to know a picture again."""

    table: Table | None = field(compare=False)


def picture(
    path: Path, citation: Citation, table: Table | None, whole: bool, also: tuple[Box, ...] = ()
) -> bytes:
    """The page as WEBP. A file never changes under its sha256, so this may be kept."""
    return _picture(path, citation, _Beside(table), whole, also)


@lru_cache(maxsize=128)
def _picture(
    path: Path, citation: Citation, beside: _Beside, whole: bool, also: tuple[Box, ...]
) -> bytes:
    return draw_apart(path, citation, beside.table, whole=whole, also=also)


CALM = 1.0  # seconds without a question after which there is time to draw ahead
_asked = 0.0  # when the last one was answered
_ahead = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead")
_room = BoundedSemaphore(3)  # pictures that wait to be drawn ahead; those asked for come first


def draw_ahead(path: Path | None, citation: Citation, table: Callable[[], Table | None]) -> None:
    """Draw what a reader is likely to open next, while the answer is being read: when nobody asks,
    for twenty who ask at once need the processors."""
    global _asked
    _asked = time.monotonic()
    if path is None or citation.bbox is None or not _room.acquire(blocking=False):
        return

    def draw() -> None:
        while (rest := _asked + CALM - time.monotonic()) > 0:
            time.sleep(rest)
        try:
            picture(path, citation, table(), False)
        except Unreadable:
            pass  # told when it is opened
        finally:
            _room.release()

    _ahead.submit(draw)


@lru_cache(maxsize=64)
def page(path: Path, number: int, also: tuple[Box, ...] = ()) -> bytes:
    """A page on which nothing is cited, but perhaps other places of an answer are."""
    return draw_page_apart(path, number, also)


def text_lines(path: Path, citation: Citation) -> list[tuple[int, str, bool]]:
    """The cited line with its neighbours: (number, text, is it the one)."""
    with path.open("rb") as file:
        lines = file.read(MOST_TEXT).decode("utf-8", "replace").splitlines()
    if citation.line is None or not 1 <= citation.line <= len(lines):
        return []
    first = max(1, citation.line - NEIGHBOURS)
    last = min(len(lines), citation.line + NEIGHBOURS)
    return [(n, lines[n - 1].strip("\f"), n == citation.line) for n in range(first, last + 1)]
