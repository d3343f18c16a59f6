"""Processes with limits behind concurrent.futures: a file that kills its worker costs only itself.

The standard pool breaks as a whole when one process dies and knows no time limit; here each thread
of a pool keeps a process of its own, and replaces it when it hangs, dies or has grown too large.
"""

from __future__ import annotations

import multiprocessing
import pickle
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from ingest.pace import Pace, Told, at_pace
from ingest.reading import Limits

P = ParamSpec("P")
T = TypeVar("T")
START_SECONDS = 120  # a process on a busy machine; the limit of a file begins only after
WORN = 0.25  # of the memory limit: a process that once held more is replaced, not reused
KNOWN = (
    "ingest.read.pdf",
    "ingest.read.text",
    "ingest.recognise.file",
    "ingest.interpret.disclosure",
    "ingest.interpret.refusal",
    "ingest.check.readers",
    "ingest.corpus.packing",
)
PAGE = "page"  # what a process says on its way
HARD = resource.RLIM_INFINITY
MOST_WRITTEN = 1_000_000_000  # bytes of one file: only what LibreOffice converts is written


class Workers(Executor):
    """`submit` raises nothing; a future ends with TimeoutError, MemoryError or BrokenProcessPool."""

    def __init__(self, jobs: int, limits: Limits, told: Told | None = None) -> None:
        self.told = told or Pace().told  # of each page that takes long
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="worker")
        self._limits = limits
        self._own = threading.local()
        self._alive: set[_Worker] = set()
        self._closing = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(self._run, partial(fn, *args, **kwargs))

    def _run(self, task: Callable[[], T]) -> T:
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            if self._closing:
                raise BrokenProcessPool
            worker = self._own.worker = _Worker(self._limits)
            self._alive.add(worker)
        try:
            kind, result, worn = worker.call(task, self.told)
        except BaseException:
            self._replace(worker)
            raise
        if worn or kind == "error":
            self._replace(worker)
        if kind == "error":
            raise result
        done: T = result
        return done

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        self._alive.discard(worker)
        self._own.worker = None

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if not wait or cancel_futures:
            self._end_all()
        self._threads.shutdown(wait=True, cancel_futures=cancel_futures)
        self._end_all()

    def _end_all(self) -> None:
        self._closing = True
        for worker in tuple(self._alive):
            worker.end()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        self.shutdown(cancel_futures=error is not None)  # Ctrl-C does not wait for long files
        return None


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, limits: Limits) -> None:
        context = _context()
        self._seconds = limits.seconds
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, limits), daemon=True)
        self._process.start()
        there.close()
        self._ready = False

    def call(self, task: Callable[[], Any], told: Told) -> tuple[str, Any, bool]:
        """The limit of seconds begins anew with each page that takes long: they have their own."""
        try:
            if not self._ready:
                if not self._pipe.poll(START_SECONDS):
                    raise TimeoutError
                self._pipe.recv_bytes()
                self._ready = True
            self._pipe.send_bytes(pickle.dumps(task))
            answer: tuple[str, Any, bool] = (PAGE, (), False)
            while answer[0] == PAGE:
                if not self._pipe.poll(self._seconds):
                    raise TimeoutError
                answer = pickle.loads(self._pipe.recv_bytes())
                if answer[0] == PAGE:
                    told(*answer[1])
        except (EOFError, ConnectionError) as error:
            raise BrokenProcessPool("the process ended") from error
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.join()


@cache
def _context() -> Any:
    """New processes come from one that knows our modules already and has none of our threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(KNOWN))
    return context


def _serve(pipe: Connection, limits: Limits) -> None:
    """The other side: tasks until the pipe closes. Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory = limits.megabytes * 1_000_000
    _at_most(resource.RLIMIT_AS, memory)
    _at_most(resource.RLIMIT_FSIZE, MOST_WRITTEN)
    _at_most(resource.RLIMIT_CORE, 0)
    with suppress(ConnectionError):  # whoever asked was killed
        _tasks(pipe, limits, memory)


def _at_most(kind: int, most: int) -> None:
    """So much and no more; a lower limit of the system's own stays."""
    _, hard = resource.getrlimit(kind)
    most = most if hard == HARD else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _tasks(pipe: Connection, limits: Limits, memory: int) -> None:
    pipe.send_bytes(b"ready")
    while True:
        try:
            task = pickle.loads(pipe.recv_bytes())
        except EOFError:
            return
        _allow_cpu(limits.seconds)
        with at_pace(Pace(told=partial(_tell, pipe, limits.seconds))):
            answer = _answer(task, memory)
        pipe.send_bytes(answer)


def _tell(pipe: Connection, seconds: int, name: str, page: int, pages: int) -> None:
    _allow_cpu(seconds)
    pipe.send_bytes(pickle.dumps((PAGE, (name, page, pages), False)))


def _answer(task: Callable[[], Any], memory: int) -> bytes:
    try:
        return pickle.dumps(("ok", task(), peak_memory() > WORN * memory))
    except MemoryError:
        return pickle.dumps(("error", MemoryError(), True))
    except Exception as error:  # noqa: BLE001 (the edge: it is raised again on the other side)
        return pickle.dumps(("error", RuntimeError(type(error).__name__), True))


def _allow_cpu(seconds: int) -> None:
    """So many seconds more: the last resort where the parent is gone and cannot end us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 5
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == HARD else min(soft, hard), hard))


def peak_memory() -> int:
    """The most bytes that this process ever had in memory.

    Linux keeps what the parent held before exec in ru_maxrss, but not in VmHWM.
    """
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
