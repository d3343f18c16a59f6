"""What many tests stand on: the shared folder, and a corpus that holds the shipped sample."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.pipeline import ingest_paths
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.exists():
        if os.environ.get("CI"):
            pytest.fail("../shared is not beside the checkout")
        pytest.skip("../shared is not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def sample_pdf() -> Path:
    """The disclosure that is shipped."""
    return next((ROOT / "eval" / "data" / "samples").glob("*.pdf"))


@pytest.fixture(scope="session")
def founding_corpus(tmp_path_factory: pytest.TempPathFactory, sample_pdf: Path) -> Path:
    """A corpus of the shipped sample. It is shared: a test that changes it takes a copy."""
    corpus = tmp_path_factory.mktemp("founding") / "corpus"
    results = ingest_paths([sample_pdf], corpus, settings=Settings())
    assert [r.status for r in results] == ["ingested"]
    return corpus
