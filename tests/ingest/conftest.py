"""Each test of what is stored runs on every engine: by setting only, with the same code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from ingest.settings import Settings
from tests.ingest import engines


@pytest.fixture(scope="session")
def postgres() -> Iterator[engines.Postgres]:
    with engines.postgres() as server:
        yield server


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with engines.chroma(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture(scope="session")
def dask_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with engines.dask(tmp_path_factory.mktemp("dask")) as cluster:
        yield cluster.url


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a ledger that is still empty, in the environment too; nothing is embedded."""
    if request.param == "postgres":
        monkeypatch.setenv("CHAZHANG_LEDGER_URL", request.getfixturevalue("postgres").new())
    return Settings(embed=False)


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of where the passage index is, in the environment too."""
    if request.param == "server":
        monkeypatch.setenv("CHAZHANG_CHROMA_URL", request.getfixturevalue("chroma_url"))
    return Settings()


@pytest.fixture(params=["processes", "dask"])
def readers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of who reads the files, in the environment too; nothing is embedded."""
    if request.param == "dask":
        monkeypatch.setenv("CHAZHANG_EXECUTOR", request.getfixturevalue("dask_url"))
    return Settings(embed=False)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What a test opens on the way is closed at its end."""
    with ExitStack() as opened:
        yield opened
