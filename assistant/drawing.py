"""Draws, and reads boxes again, in processes of their own: a page may crash or hang whoever opens
it, and a server must go on. They stay, so that the next page need not wait for them.

Run as a program it obeys orders from stdin until there are no more: four bytes of length, a pickle
of our own; it answers with one byte of outcome, four of length, a picture, a text or a message.
"""

from __future__ import annotations

import atexit
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from queue import LifoQueue
from threading import Event, Timer
from typing import Any, BinaryIO

from assistant.answer import Citation
from assistant.render import ROOM, draw_citation, draw_page
from ingest.errors import Unreadable
from ingest.read.again.rereader import SpotRereader
from ingest.read.reread import Rereader
from ingest.records import Box, Spot, Table

SIDE_BY_SIDE = 2  # drawers at once
ORDERS = 300  # after which a drawer is replaced: pdfium does not give back all memory
BOXES = 20_000  # and a reader, which keeps a few pages open
AGAIN, SPOT = "again", "spot"  # a box is to be read, a place of an office file
NOTHING = b"\xff"  # which is no text in UTF-8
DRAWN, REFUSED = b"+", b"-"
PATIENCE = 20.0  # seconds


def draw_apart(
    path: Path,
    citation: Citation,
    table: Table | None = None,
    *,
    whole: bool = False,
    also: Sequence[Box] = (),
    patience: float = PATIENCE,
) -> bytes:
    """`draw_citation`, apart."""
    return _drawn((path, citation, table, whole, tuple(also)), patience)


def draw_page_apart(
    path: Path, page: int, also: Sequence[Box] = (), *, patience: float = PATIENCE
) -> bytes:
    """`draw_page`, apart."""
    return _drawn((path, page, tuple(also)), patience)


class RereaderApart:
    """As ingest.read.reread.Rereader, apart; Unreadable where the other process ended or hung."""

    def read(self, path: Path, page: int, box: Box, expected: str = "") -> str:
        return _drawn((path, AGAIN, page, box, expected), PATIENCE, _readers).decode()

    def read_scan(self, path: Path, page: int, box: Box) -> str | None:
        said = _drawn((path, AGAIN, page, box), PATIENCE, _readers)
        return None if said == NOTHING else said.decode()


class SpotsApart:
    """As ingest.read.again.rereader.SpotRereader, apart: of Word, workbooks and web pages."""

    def read(self, path: Path, media: str, spot: Spot, expected: str, *, whole: bool) -> str | None:
        said = _drawn((path, SPOT, media, spot, expected, whole), PATIENCE, _readers)
        return None if said == NOTHING else said.decode()


def warm() -> None:
    """Start a drawer and a reader before the first page is asked for."""
    for kept in (_free, _readers):
        drawer = kept.get()
        drawer.start()
        kept.put(drawer)


class Drawer:
    """A child that draws one order after the other; another takes the place of one that died."""

    def __init__(self, most: int = ORDERS) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._orders, self._most = 0, most

    def start(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None or self._orders >= self._most:
            self.stop()
            paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._child = subprocess.Popen(
                [sys.executable, "-m", "assistant.drawing"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
            self._orders = 0
        return self._child

    def stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def draw(self, order: bytes, patience: float) -> bytes:
        child = self.start()
        self._orders += 1
        hung = Event()

        def give_up() -> None:
            hung.set()
            child.kill()

        late = Timer(patience, give_up)
        late.start()
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            _put(child.stdin, order)
            outcome = child.stdout.read(1)
            said = _get(child.stdout)
        except (OSError, EOFError):
            self.stop()
            raise Unreadable(_HUNG if hung.is_set() else _DIED) from None
        finally:
            late.cancel()
        if outcome != DRAWN:
            raise Unreadable(said.decode("utf-8", "replace"))
        return said


_HUNG = "绘制这一页用时过长，已放弃"
_DIED = "绘制这一页时程序中断，原文件这一页可能已损坏"
_free: LifoQueue[Drawer] = LifoQueue()  # the last one used is the warmest
_readers: LifoQueue[Drawer] = LifoQueue()  # a picture takes a hundred times as long as a box
for _ in range(SIDE_BY_SIDE):
    _free.put(Drawer())
    _readers.put(Drawer(BOXES))


@atexit.register
def _stop_all() -> None:
    for kept in (_free, _readers):
        while not kept.empty():
            kept.get_nowait().stop()


def _drawn(order: tuple[Any, ...], patience: float, kept: LifoQueue[Drawer] | None = None) -> bytes:
    kept = kept or _free
    drawer = kept.get()
    try:
        return drawer.draw(pickle.dumps(order), patience)
    finally:
        kept.put(drawer)


def _put(pipe: BinaryIO | Any, said: bytes) -> None:
    pipe.write(len(said).to_bytes(4, "big") + said)
    pipe.flush()


def _get(pipe: BinaryIO | Any) -> bytes:
    """What was put; EOFError where the other side is gone."""
    head = pipe.read(4)
    said = pipe.read(int.from_bytes(head, "big")) if len(head) == 4 else b""
    if len(head) < 4 or len(said) < int.from_bytes(head, "big"):
        raise EOFError
    return bytes(said)


def obey() -> None:
    """The child: orders of our own parent on stdin, pictures on stdout."""
    with suppress(ValueError, OSError):  # not every system has this limit
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    out = sys.stdout.buffer
    while True:
        try:
            order = pickle.loads(_get(sys.stdin.buffer))
        except EOFError:
            return
        try:
            drawn = _obeyed(*order)
        except Unreadable as error:
            out.write(REFUSED)
            _put(out, str(error).encode())
        else:
            out.write(DRAWN)
            _put(out, drawn)


def _obeyed(path: Path, what: Citation | int | str, *rest: Any) -> bytes:
    if what == AGAIN:
        return _again(path, *rest)
    if what == SPOT:
        *given, whole = rest
        return _told(_spots().read(path, *given, whole=whole))
    assert not isinstance(what, str)
    return _draw(path, what, *rest)


def _again(path: Path, page: int, box: Box, *expected: str) -> bytes:
    """With what is expected in text, without in a picture."""
    if expected:
        return _told(_rereader().read(path, page, box, *expected))
    return _told(_rereader().read_scan(path, page, box))


def _told(found: str | None) -> bytes:
    return NOTHING if found is None else found.encode("utf-8", "replace")


@cache
def _spots() -> SpotRereader:
    return SpotRereader()


@cache
def _rereader() -> Rereader:
    return Rereader()


def _draw(path: Path, what: Citation | int, *rest: Any) -> bytes:
    if isinstance(what, int):
        return draw_page(path, what, *rest)
    table, whole, also = rest
    return draw_citation(path, what, table, whole=whole, also=also)


if __name__ == "__main__":
    # by its real name, so that its errors are those of the modules that raise them
    from assistant.drawing import obey as _obey

    _obey()
