"""A worker that hangs, dies or eats the memory costs its own task only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from ingest.pipeline import ingest_paths
from ingest.reading import Limits
from ingest.settings import Settings
from ingest.workers import Workers
from tests.conftest import sample_files
from tests.ingest.harms import die, eat, fail, hang, heavy, own_id

QUICK = Settings(embed=False)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, Limits(seconds=4, megabytes=1500)) as pool:
        yield pool


def test_a_worker_is_used_again(workers: Workers) -> None:
    first, second = (workers.submit(own_id, n).result() for n in range(2))
    assert first == second != os.getpid()


def test_a_worker_imports_nothing_heavy(workers: Workers) -> None:
    assert workers.submit(heavy).result() == []


def test_after_each_harm_the_next_task_is_done(workers: Workers) -> None:
    hung, dead = workers.submit(hang), workers.submit(die)
    full, wrong = workers.submit(eat), workers.submit(fail)
    after = workers.submit(own_id)
    assert [
        type(hung.exception()),
        type(dead.exception()),
        type(full.exception()),
        type(wrong.exception()),
    ] == [TimeoutError, BrokenProcessPool, MemoryError, RuntimeError]
    assert after.result() > 0


def test_any_executor_reads_the_files(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = ingest_paths(sample_files(), tmp_path / "c", settings=QUICK, executor=pool)
    assert [r.status for r in results] == ["ingested"]


def test_an_executor_that_breaks_fails_the_file_in_words(tmp_path: Path) -> None:
    class Broken(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            return super().submit(fail)

    with Broken(1) as pool:
        (result,) = ingest_paths(sample_files(), tmp_path / "c", settings=QUICK, executor=pool)
    assert (result.status, result.error) == (
        "failed", "读这个文件的进程中途退出了（超出上限或文件损坏）",
    )  # fmt: skip
