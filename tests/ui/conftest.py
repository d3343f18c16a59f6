"""One server of each kind for all tests of the pages, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browser import CHROMIUM, FAKE_APP, FLAGS, REAL_APP, served, visit


@pytest.fixture(scope="session")
def fake_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the fake page keeps its history."""
    return tmp_path_factory.mktemp("corpus")


@pytest.fixture(scope="session")
def address(fake_corpus: Path) -> Iterator[str]:
    yield from served(FAKE_APP, fake_corpus)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    yield from visit(browser, address)


@pytest.fixture(scope="session")
def real_address(founding_corpus: Path) -> Iterator[str]:
    """The real page over the shipped disclosure, as `chazhang ui` starts it."""
    yield from served(REAL_APP, founding_corpus)


@pytest.fixture
def real_page(browser: Any, real_address: str) -> Iterator[Any]:
    yield from visit(browser, real_address)
