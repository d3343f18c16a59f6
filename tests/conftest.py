"""What several tests stand on: the shared folder, and a corpus with the shipped sample."""

from __future__ import annotations

import os
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
    corpus = tmp_path_factory.mktemp("corpus")
    results = ingest_paths([SAMPLES], corpus)
    assert [r.status for r in results] == ["ingested"]
    return corpus


def sample_files() -> Sequence[Path]:
    return sorted(SAMPLES.glob("*.pdf"))
