"""An answer while it is being made: asked in a thread, so that a reader can stop waiting for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from assistant.answer import Answer
from assistant.progress import AskingModel, Composed, Progress, Proving, Told, Understood

PULSE = 0.25  # seconds between two looks at whether the reader has had enough
_pool = ThreadPoolExecutor(max_workers=40, thread_name_prefix="ask")


@dataclass(slots=True)
class Live:
    """How far an answer is."""

    reading: str = ""
    text: str = ""
    done: int = 0
    of: int = 0
    model: str = ""
    seconds: int = 0

    def hear(self, told: Progress) -> None:
        match told:
            case Understood(reading):
                self.reading = reading
            case Composed(text):
                self.text, self.done, self.of = text, 0, 0
            case Proving(done, of):
                self.done, self.of = done, of
            case AskingModel(name):
                self.model, self.text = name, ""


def wait_for(asked: Callable[[Told], Answer], show: Callable[[Live], None]) -> Answer:
    """The answer; `show` is called in this thread as it grows, and may raise to stop waiting.

    What was being asked then ends by itself, unheard."""
    heard: SimpleQueue[Progress | Future[Answer]] = SimpleQueue()
    began = time.monotonic()
    future = _pool.submit(asked, heard.put)
    future.add_done_callback(heard.put)
    live = Live()
    while True:
        for told in _what_is_there(heard):
            if isinstance(told, Future):
                return told.result()
            live.hear(told)
        live.seconds = int(time.monotonic() - began)
        show(live)


def _what_is_there(
    heard: SimpleQueue[Progress | Future[Answer]],
) -> list[Progress | Future[Answer]]:
    """All that was told since, after waiting a moment for the first of it."""
    found = []
    try:
        found.append(heard.get(timeout=PULSE))
        while True:
            found.append(heard.get_nowait())
    except Empty:
        return found
