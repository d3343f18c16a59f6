"""The frame of all pages."""

from __future__ import annotations

import sys

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves its page behind as __main__, and new processes would try to import it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def replaced_meanwhile() -> None:
    from ingest.errors import CorpusChanged
    from ui.chips import prepare
    from ui.site import show

    def page() -> None:
        raise CorpusChanged("changed")

    prepare()
    show(page)


def test_a_page_of_what_an_ingest_has_just_replaced_says_so_and_is_no_error() -> None:
    ran = AppTest.from_function(replaced_meanwhile).run(timeout=60)
    assert list(ran.exception) == []
