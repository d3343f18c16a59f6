"""One corpus, open for all visitors: opened again behind their backs when it has changed."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from ingest.corpus.ledger import FILE, changed_elsewhere
from ingest.errors import ChazhangError

Stamp = tuple[tuple[str, int, int], ...]
QUIET = 3.0  # seconds without a change before a corpus that is being written is opened again
LONGEST = 60.0  # seconds after which it is opened again though it is still being written
SHARE = 0.1  # of the time at most goes into opening again what is being written all the while
log = logging.getLogger(__name__)


Room = TypeVar("Room")


class Opened(Generic[Room]):
    """`open_room(known)` opens the corpus; `known` is what is open now, None at first."""

    def __init__(self, corpus: Path, open_room: Callable[[Room | None], Room]) -> None:
        self._corpus, self._open = corpus, open_room
        self._lock = threading.Lock()
        self._room: Room | None = None
        self._at: Stamp = ()
        self._since = 0.0  # when it was first seen to have changed
        self._took = self._done = 0.0  # seconds of the last opening, and when it ended
        self._opening = False
        self._idle = threading.Event()
        self._idle.set()
        self._again = False
        self.version = 0  # goes up with each opening

    def room(self) -> Room:
        """What is open; only the very first visitor waits for it. ChazhangError if it cannot be."""
        with self._lock:
            if self._room is None:
                self._at = stamp(self._corpus)
                self._room = self._open(None)
                self.version += 1
                return self._room
        if self._is_behind():
            self.refresh()
        return self._room

    def refresh(self) -> None:
        """Open it again in the background, once more where that is just being done."""
        with self._lock:
            if self._room is None:
                return  # whoever comes first opens it as it is then
            if self._opening:
                self._again = True
                return
            self._opening = True
            self._idle.clear()
        threading.Thread(target=self._reopen, daemon=True, name="reopen").start()

    def catch_up(self, seconds: float = 300.0) -> None:
        """Open it again, and wait until that is done."""
        self.refresh()
        self._idle.wait(seconds)

    @property
    def is_opening(self) -> bool:
        return self._opening

    def _is_behind(self) -> bool:
        now, seen = time.time(), stamp(self._corpus)
        if seen == self._at or self._opening:
            self._since = 0.0
            return False
        self._since = self._since or now
        if time.monotonic() - self._done < self._took * (1 / SHARE - 1):
            return False
        return is_quiet(seen, time.time_ns()) or now - self._since > LONGEST

    def _reopen(self) -> None:
        more = True
        while more:
            at, began = stamp(self._corpus), time.monotonic()
            try:
                self._room = self._open(self._room)
            except ChazhangError as error:
                log.warning("%s", error)  # those who ask are answered from what was open
            except Exception:  # the edge: a thread of its own must not die without a word
                log.exception("the corpus could not be opened again")
            else:
                self.version += 1
            with self._lock:
                self._at, self._since = at, 0.0
                self._done = time.monotonic()
                self._took = self._done - began
                more, self._again = self._again, False
                self._opening = more
        settle_memory()
        self._idle.set()


def settle_memory() -> None:
    """Let go of what was open before; what is open now the collector need not go through again.

    What was open before hangs together in circles: it goes only by the collector, and that does
    not look at what was set apart earlier."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def stamp(corpus: Path) -> Stamp:
    """Sizes and times of the ledger; readers touch only shared memory. One on a server counts its
    changes itself."""
    found = list(changed_elsewhere(corpus))
    for path in sorted(corpus.glob(f"{FILE}*")):
        if not path.name.endswith("-shm"):
            status = path.stat()
            found.append((path.name, status.st_size, status.st_mtime_ns))
    return tuple(entry for entry in found if entry[1])


def is_quiet(found: Sequence[tuple[str, int, int]], now: int) -> bool:
    return all(now - changed > QUIET * 1e9 for _, _, changed in found)
