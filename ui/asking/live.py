"""An answer while it is being made: asked in a thread, so that a reader can stop waiting for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from assistant.answer import Answer
from assistant.progress import AskingModel, Composed, Progress, Proving, Told, Understood

PROMPT = 1.0  # seconds in which most answers are there: nothing is drawn on the way to them
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


class Asking:
    """A question that is being answered. It goes on by itself whatever the page does meanwhile."""

    def __init__(self, asked: Callable[[Told], Answer]) -> None:
        self.live = Live()
        self._began = time.monotonic()
        self._heard: SimpleQueue[Progress | None] = SimpleQueue()
        self._answer: Future[Answer] = _pool.submit(asked, self._heard.put)
        self._answer.add_done_callback(lambda _: self._heard.put(None))

    def is_prompt(self) -> bool:
        """The answer, or why there is none, is there in a moment."""
        wait([self._answer], timeout=PROMPT)
        return self._answer.done()

    def wait(self, show: Callable[[Live], None]) -> Answer:
        """The answer; `show` is called in this thread as it grows, and may raise: then somebody
        may wait for it again, or nobody."""
        while not self._answer.done():
            for told in _what_is_there(self._heard):
                if told is not None:
                    self.live.hear(told)
            self.live.seconds = int(time.monotonic() - self._began)
            if not self._answer.done():
                show(self.live)
        return self._answer.result()


def _what_is_there(heard: SimpleQueue[Progress | None]) -> list[Progress | None]:
    """All that was told since, after waiting a moment for the first of it."""
    found: list[Progress | None] = []
    try:
        found.append(heard.get(timeout=PULSE))
        while True:
            found.append(heard.get_nowait())
    except Empty:
        return found
