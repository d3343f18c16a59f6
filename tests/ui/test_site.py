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


def switched() -> None:
    from ui import tongue

    tongue.settle()
    tongue.switch()


def test_a_switch_of_which_the_browser_says_nothing_leaves_the_language_of_the_address() -> None:
    page = AppTest.from_function(switched)
    page.query_params["lang"] = "en"
    page.run(timeout=60)
    page.session_state["tongue"] = None  # a run was broken off before the browser was told
    again = page.run(timeout=60)
    assert (again.session_state["tongue"], page.query_params["lang"]) == ("en", "en")
