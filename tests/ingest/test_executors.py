"""Files are read by processes or by a Dask cluster, and a death among them costs one file or none."""

from __future__ import annotations

import os
import signal
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from ingest.corpus.ledger import open_ledger
from ingest.corpus.packing import Packed
from ingest.errors import NoWorkers
from ingest.executors import limits_of, open_pool, read_far
from ingest.pipeline import ingest_paths
from ingest.reading import Failure, Limits
from ingest.settings import Settings
from tests.conftest import sample_files
from tests.ingest.engines import dask
from tests.ingest.harms import parent_of_workers


def test_either_reads_a_file_into_the_same_rows(readers: Settings) -> None:
    with open_pool(readers) as pool:
        read = pool.read(sample_files()[0], limits_of(readers)).result()
    assert isinstance(read, Packed)
    assert (pool.far, pool.width > 0, len(read.rows["tables"])) == (
        bool(readers.executor),
        True,
        13,
    )


def test_a_file_that_kills_its_reader_costs_only_itself(readers: Settings, tmp_path: Path) -> None:
    small = limits_of(readers.model_copy(update={"file_memory_mb": 1}))  # no room to begin in
    with open_pool(readers) as pool:
        if pool.far:  # processes at home have the limits of their pool
            killed = pool.read(sample_files()[0], small)
            assert isinstance(killed.exception(), (BrokenProcessPool, MemoryError))
        read = pool.read(sample_files()[0], limits_of(readers)).result()
    assert isinstance(read, Packed)


def test_what_cannot_be_read_far_away_comes_back_as_a_reason(tmp_path: Path) -> None:
    assert read_far("a.pdf", b"", Limits()) == Failure("文件是空的")


def test_a_machine_that_goes_down_costs_nothing(dask_url: str) -> None:
    settings = Settings(embed=False, executor=dask_url)
    with open_pool(settings) as pool:
        assert pool.width == 2
        reading = [pool.read(sample_files()[0], limits_of(settings)) for _ in range(6)]
        os.kill(pool.executor.submit(parent_of_workers).result(), signal.SIGKILL)
        wait(reading, timeout=120)
        assert [type(f.result()) for f in reading] == [Packed] * 6


def test_a_cluster_that_is_lost_on_the_way_fails_what_is_left_and_keeps_the_rest(
    tmp_path: Path,
) -> None:
    for number in range(4):
        content = sample_files()[0].read_bytes() + b"\n%% %d\n" % number
        (tmp_path / f"{number}.pdf").write_bytes(content)
    with dask(tmp_path, workers=1) as cluster:

        def lose(done: int, everything: int, name: str) -> None:
            if done == 1:
                cluster.scheduler.kill()

        settings = Settings(embed=False, executor=cluster.url)
        results = ingest_paths([tmp_path], tmp_path / "c", lose, settings)
    assert results[0].status == "ingested"
    assert {r.error for r in results if r.status == "failed"} == {
        "读文件的集群断开了，再运行一次会接着读"
    }
    with open_ledger(tmp_path / "c") as ledger:
        held = {d.sha256 for d in ledger.all_disclosures()}
    assert held == {r.sha256 for r in results if r.status == "ingested"}


@pytest.mark.parametrize(
    ("executor", "told"),
    [
        ("dask://127.0.0.1:1", "连不上"),
        ("ray://127.0.0.1:1", "要写成 dask://"),
        ("4", "要写成 dask"),
    ],
)
def test_a_cluster_that_is_not_there_is_told(tmp_path: Path, executor: str, told: str) -> None:
    with pytest.raises(NoWorkers, match=told):
        ingest_paths(sample_files(), tmp_path / "c", settings=Settings(executor=executor))
