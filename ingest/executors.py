"""Who reads the files: processes on this machine, or a Dask cluster by URL.

A cluster's machines see no file of this one: the bytes travel with the task. There, too, each file
is read in a process of its own with limits, so that one that kills it costs neither a worker of the
cluster nor the files beside it; a machine that goes down costs nothing, its files go to others.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ingest.errors import NoWorkers
from ingest.pace import Told
from ingest.reading import Failure, Limits, read_packed
from ingest.settings import Settings
from ingest.workers import Workers

if TYPE_CHECKING:
    from ingest.corpus.packing import Packed

SCHEME = "dask://"
PATIENCE = 10  # seconds for the scheduler to answer
STARTING = 60  # and for a first worker to be there


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor, how many files it reads side by side, and whether it sees our files."""

    executor: Executor
    width: int
    far: bool = False

    def read(self, path: Path, limits: Limits) -> Future[Packed | Failure]:
        if self.far:
            return self.executor.submit(read_far, path.name, path.read_bytes(), limits)
        return self.executor.submit(read_packed, path, limits)

    def tells(self, told: Told) -> None:
        """Whom our own processes tell of each page that takes long; a cluster tells nobody."""
        if isinstance(self.executor, Workers):
            self.executor.told = told


@contextmanager
def open_pool(settings: Settings, given: Executor | None = None) -> Iterator[Pool]:
    """The pool that the settings name; `given` goes before them. Raises NoWorkers."""
    if given is not None:
        yield Pool(given, jobs_of(settings))
    elif settings.executor:
        with _cluster(settings.executor) as pool:
            yield pool
    else:
        with Workers(jobs_of(settings), limits_of(settings)) as workers:
            yield Pool(workers, jobs_of(settings))


def jobs_of(settings: Settings) -> int:
    return settings.jobs or len(os.sched_getaffinity(0))


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.file_seconds, settings.file_memory_mb, settings.file_pages,
                  settings.page_seconds, settings.file_page_seconds)  # fmt: skip


# ---------------------------------------------------------------------- a cluster


@contextmanager
def _cluster(url: str) -> Iterator[Pool]:
    if not url.startswith(SCHEME):
        raise NoWorkers("--executor 要写成 dask://主机:端口（不写就用这台机器的进程）")
    try:
        import distributed
    except ModuleNotFoundError:
        raise NoWorkers("没有装 Dask：pip install 'chazhang[server]'") from None
    make: Any = distributed.Client
    try:
        client = make(f"tcp://{url.removeprefix(SCHEME)}", timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoWorkers(f"Dask 的调度进程连不上：{url}") from error
    with client:
        yield Pool(client.get_executor(), _width(client), far=True)


def _width(client: Any) -> int:
    """How many files the workers take at once; all of them must run this very version."""
    try:
        client.wait_for_workers(1, timeout=STARTING)
    except TimeoutError:
        raise NoWorkers("Dask 集群里没有工作进程：先运行 dask worker") from None
    try:
        found = set(client.run(own_version).values())
    except ModuleNotFoundError:
        raise NoWorkers("Dask 的工作进程里没有装 chazhang") from None
    if found != {own_version()}:
        raise NoWorkers(f"Dask 的工作进程是另一个版本：{'、'.join(sorted(found))}")
    return sum(client.ncores().values())


def own_version() -> str:
    """What both sides must share: their records travel between them."""
    from ingest.corpus.schema import READER, VERSION

    return f"{version('chazhang')}/{VERSION}/{READER}"


def read_far(name: str, content: bytes, limits: Limits) -> Packed | Failure:
    """On a machine of a cluster: as at home, in a process with limits."""
    with TemporaryDirectory(prefix="chazhang-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return _apart(limits).submit(read_packed, path, limits).result()


@cache
def _apart(limits: Limits) -> Workers:
    """Dask's own processes are marked as ones that may have no children, lest these outlive them;
    ours end by themselves when the pipe to their parent closes."""
    process = multiprocessing.current_process()
    if process.daemon:
        process.daemon = False
    return Workers(os.cpu_count() or 1, limits)
