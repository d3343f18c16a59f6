"""What all visitors share: the open corpus, and the queue of what is taken in and out."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import cast

import streamlit as st

from assistant import drawing
from assistant.ask import Assistant
from ingest.corpus.ledger import is_there
from ingest.errors import CorpusError
from ingest.events import happened
from ingest.settings import current_settings
from ui.library.intake import Intake
from ui.opened import Opened
from ui.site import Desk


def corpus_dir() -> Path:
    return current_settings().corpus


def open_desk() -> Desk:
    """The assistant over the corpus as it is now, or was some seconds ago."""
    corpus = corpus_dir()
    if not is_there(corpus):
        raise CorpusError(f"没有找到文件库 {corpus}。")
    return opened(str(corpus.resolve())).room()


def open_intake() -> Intake:
    return _intake(str(corpus_dir().resolve()))


def version() -> int:
    """Goes up when the corpus was opened anew: lists drawn before are old."""
    return opened(str(corpus_dir().resolve())).version


@st.cache_resource(show_spinner=False)
def opened(corpus: str) -> Opened[Desk]:
    def open_room(_: Desk | None) -> Desk:
        began = time.monotonic()
        assistant = Assistant(Path(corpus))
        assistant.warm()
        drawing.warm()
        # tried beside the first visitors: of a large corpus they take some seconds
        threading.Thread(target=assistant.find_examples, daemon=True, name="examples").start()
        seconds = round(time.monotonic() - began, 3)
        happened("corpus.opened", disclosures=len(assistant.library()), seconds=seconds)
        return cast(Desk, assistant)

    return Opened(Path(corpus), open_room)


@st.cache_resource(show_spinner=False)
def _intake(corpus: str) -> Intake:
    return Intake(Path(corpus), lambda: opened(corpus).catch_up(), current_settings())
