"""Who asks first is answered first: the runs of the page of questions take turns.

Twenty runs at once in one process share its one interpreter, and all are ready when the last one is;
who asks a second question meanwhile is served before who still waits for the first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event, Lock

PATIENCE = 2.0  # seconds after which a run goes on out of turn: one that hangs stops nobody


class Turns:
    """A queue in the order of coming. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._mine: ContextVar[Event | None] = ContextVar("turn", default=None)

    @contextmanager
    def take(self, patience: float = PATIENCE) -> Iterator[None]:
        """Wait for one's turn; it is over at the end of the block, or when it is left."""
        mine = Event()
        with self._lock:
            self._waiting.append(mine)
            self._waiting[0].set()
        token = self._mine.set(mine)
        try:
            mine.wait(patience)
            yield
        finally:
            self.leave()
            self._mine.reset(token)

    def leave(self) -> None:
        """Let the next one go on: what this run does from here on does not need the processor, or
        takes long."""
        mine = self._mine.get()
        with self._lock:
            if mine is not None and mine in self._waiting:
                self._waiting.remove(mine)
            if self._waiting:
                self._waiting[0].set()


TURNS = Turns()
