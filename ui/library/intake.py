"""One queue for the whole server: files in, disclosures out, one after the other, in a child process
so that asking goes on."""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from ingest.corpus.faults import explain
from ingest.errors import ChazhangError
from ingest.events import happened
from ingest.pipeline import IngestResult
from ingest.settings import Settings
from ui.library import uploads
from ui.library.jobs import Item, Job, Kind, Stage, State, told

LAST = {"done", "removed", "failed"}  # of what the process tells
KEPT = 20  # jobs that are over and still shown
ROOT = Path(__file__).parents[2]
READ_ONLY = "这里设成了只读：不能添加，也不能移除文件。"
log = logging.getLogger(__name__)


class ReadOnly(ChazhangError):
    """The page may not change the corpus."""

    def __init__(self) -> None:
        super().__init__(READ_ONLY)


class Intake:
    """Takes orders from any session. `changed` is called whenever there is something new to see,
    and is waited for before it is said that it can be seen."""

    def __init__(self, corpus: Path, changed: Callable[[], None], settings: Settings) -> None:
        self._corpus, self._changed, self._settings = corpus, changed, settings
        self._jobs: dict[int, Job] = {}
        self._paths: dict[int, tuple[Path, ...]] = {}
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._child: subprocess.Popen[str] | None = None
        uploads.discard_old(corpus)
        threading.Thread(target=self._run, daemon=True, name="intake").start()
        atexit.register(self._end)

    # ------------------------------------------------------------------ orders

    def take(self, given: Sequence[uploads.Given]) -> Job:
        """Files to be read. Those that cannot be taken fail at once, the others go on."""
        self._refuse_read_only()
        if uploads.too_many(given, self._settings):
            raise ChazhangError(f"一次最多 {self._settings.upload_files} 个文件，请分几次。")
        items: list[Item] = []
        paths: list[Path] = []
        sent: list[int] = []
        for place, one in enumerate(given):
            reason = uploads.refusal(one.name, one.size, self._settings)
            if not reason:
                try:
                    paths.append(uploads.save(one, self._corpus))
                    sent.append(place)
                except OSError as error:
                    reason = f"存不下来：{explain(error)}"
            items.append(_refused(one.name, reason) if reason else Item(one.name))
        job = Job(next(self._numbers), Kind.READ, tuple(items), sent=tuple(sent))
        if not paths:
            job = replace(job, stage=Stage.DONE)
        return self._put(job, tuple(paths))

    def remove(self, disclosure_id: str, name: str) -> Job:
        """A disclosure to be taken out; `name` is what people call it."""
        self._refuse_read_only()
        job = Job(next(self._numbers), Kind.REMOVE, (Item(name),), target=disclosure_id)
        return self._put(job, ())

    def stop(self, number: int) -> None:
        """What has been read stays."""
        with self._lock:
            job = self._jobs.get(number)
            if job is None or job.stage.is_over:
                return
            if job.stage is not Stage.QUEUED and self._child is not None:
                self._child.terminate()
            self._jobs[number] = replace(job, stage=Stage.STOPPED)

    def dismiss(self, number: int) -> None:
        with self._lock:
            job = self._jobs.get(number)
            if job is not None and job.stage.is_over:
                del self._jobs[number]

    def jobs(self) -> tuple[Job, ...]:
        """The newest first."""
        with self._lock:
            return tuple(sorted(self._jobs.values(), key=lambda job: -job.id))

    @property
    def is_busy(self) -> bool:
        return any(not job.stage.is_over for job in self.jobs())

    def _refuse_read_only(self) -> None:
        if self._settings.read_only:
            raise ReadOnly

    def _put(self, job: Job, paths: tuple[Path, ...]) -> Job:
        with self._wake:
            self._jobs[job.id], self._paths[job.id] = job, paths
            over = sorted(n for n, j in self._jobs.items() if j.stage.is_over)
            for number in over[:-KEPT]:
                del self._jobs[number]
            self._wake.notify()
        return job

    # ------------------------------------------------------------------ the one that works

    def _run(self) -> None:
        while True:
            with self._wake:
                while (job := self._next()) is None:
                    self._wake.wait()
                self._jobs[job.id] = replace(job, stage=Stage.RUNNING)
                paths = self._paths.pop(job.id, ())
            try:
                self._work(job, paths)
            except Exception:  # the edge: one job that fails must not stop the queue
                log.exception("intake failed")
                self._settle(job.id, "程序内部出错，详情已写入服务端日志。")

    def _next(self) -> Job | None:
        for number, job in sorted(self._jobs.items()):
            if job.stage is Stage.STOPPED and number in self._paths:
                for path in self._paths.pop(number):
                    uploads.discard(path)
            if job.stage is Stage.QUEUED:
                return job
        return None

    def _work(self, job: Job, paths: Sequence[Path]) -> None:
        order: dict[str, Any] = {"corpus": str(self._corpus)}
        order |= (
            {"remove": job.target}
            if job.kind is Kind.REMOVE
            else {"paths": [str(path) for path in paths]}
        )
        child = _start()
        with self._lock:
            self._child = child
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(order))
            child.stdin.close()
        last: dict[str, Any] = {}
        for line in child.stdout:
            last = self._hear(job.id, json.loads(line))
        child.wait()
        for path in paths:
            uploads.discard(path)
        self._changed()
        if last:
            self._apply(job.id, last)
        self._settle(job.id, "做这件事的进程中途退出了；已经读好的都在，可以再试一次。")
        self._log(job.id)

    def _log(self, number: int) -> None:
        with self._lock:
            job = self._jobs.get(number)
        if job is not None:
            counts = Counter(item.result.status for item in job.items if item.result)
            happened("library.job", kind=str(job.kind), stage=str(job.stage), **counts)

    def _hear(self, number: int, step: dict[str, Any]) -> dict[str, Any]:
        """The step, where it is the last one and is yet to be told."""
        if LAST & set(step):
            return step
        if "vectors" in step and self._jobs[number].stage is Stage.RUNNING:
            self._changed()  # what was read can be asked about; vectors take long
        self._apply(number, step)
        return {}

    def _apply(self, number: int, step: dict[str, Any]) -> None:
        with self._lock:
            job = self._jobs[number]
            if job.stage is not Stage.STOPPED:
                self._jobs[number] = told(job, step)

    def _settle(self, number: int, problem: str) -> None:
        """A job that did not say how it ended has ended badly."""
        with self._lock:
            job = self._jobs.get(number)
            if job is not None and not job.stage.is_over:
                self._jobs[number] = replace(job, stage=Stage.BROKEN, problem=problem)

    def _end(self) -> None:
        if self._child is not None:
            self._child.terminate()


def _refused(name: str, reason: str) -> Item:
    return Item(name, State.FAILED, IngestResult(name, "", "failed", error=reason))


def _start() -> subprocess.Popen[str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None,  # its logs go where ours go
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )
