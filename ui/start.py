"""Opens the assistant once for all visitors."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import streamlit as st

from assistant.ask import Assistant
from ingest.errors import CorpusError
from ui.chat import Desk


def corpus_dir() -> Path:
    return Path(os.environ.get("CHAZHANG_CORPUS") or "corpus")


def open_desk() -> Desk:
    """The assistant over the corpus as it is now."""
    corpus = corpus_dir()
    if not corpus.is_dir():
        raise CorpusError(f"没有找到文件库 {corpus}。")
    return _desk(str(corpus.resolve()))


@st.cache_resource(show_spinner="正在打开文件库…")
def _desk(corpus: str) -> Desk:
    return cast(Desk, Assistant(Path(corpus)))
