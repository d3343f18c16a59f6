"""What several tests stand on: the shared folder, and a corpus with the shipped sample."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.run import SAMPLES
from ingest.pipeline import ingest_paths

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout that real disclosures are in."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing in CI")
        pytest.skip("../shared is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def founding_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read once for all processes of a run; each has a copy of its own."""
    corpus = tmp_path_factory.mktemp("founding") / "corpus"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _read_sample(corpus)
        return corpus
    once = tmp_path_factory.getbasetemp().parent / "founding"  # of the run, not of the process
    with once.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = once / "done"
        if not done.exists():
            _read_sample(once / "corpus")
            done.touch()
    shutil.copytree(once / "corpus", corpus)
    return corpus


def _read_sample(corpus: Path) -> None:
    results = ingest_paths([SAMPLES], corpus)
    assert [r.status for r in results] == ["ingested"]


def sample_files() -> Sequence[Path]:
    return sorted(SAMPLES.glob("*.pdf"))
