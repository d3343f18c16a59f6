"""Opens the assistant once for all visitors, and again when the corpus has changed."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import cast

import streamlit as st

from assistant.ask import Assistant
from ingest.corpus.ledger import changed_elsewhere
from ingest.errors import CorpusError
from ui.site import Desk

Stamp = tuple[tuple[str, int, int], ...]
QUIET = 5.0  # seconds without a change before a corpus that is being written is opened again


def corpus_dir() -> Path:
    return Path(os.environ.get("CHAZHANG_CORPUS") or "corpus")


def open_desk() -> Desk:
    """The assistant over the corpus as it is now."""
    corpus = corpus_dir()
    if not corpus.is_dir():
        raise CorpusError(f"没有找到文件库 {corpus}。")
    here, now = str(corpus.resolve()), stamp(corpus)
    opened = _opened()
    if here not in opened or (now != opened[here] and is_quiet(now, time.time_ns())):
        opened[here] = now
    return _desk(here, opened[here])


def stamp(corpus: Path) -> Stamp:
    """Names, sizes and times of the corpus's own files; readers touch only shared memory. A ledger
    on a server counts its own changes."""
    found = [
        (path.name, path.stat().st_size, path.stat().st_mtime_ns)
        for path in corpus.iterdir()
        if path.is_file() and not path.name.endswith("-shm")
    ]
    return tuple(sorted(entry for entry in (*found, *changed_elsewhere(corpus)) if entry[1]))


def is_quiet(found: Stamp, now: int) -> bool:
    return all(now - changed > QUIET * 1e9 for _, _, changed in found)


@st.cache_resource
def _opened() -> dict[str, Stamp]:
    """Which state of each corpus is open."""
    return {}


@st.cache_resource(show_spinner="正在打开文件库…", max_entries=2)
def _desk(corpus: str, at: Stamp) -> Desk:
    del at  # only a part of the key
    assistant = Assistant(Path(corpus))
    assistant.warm()
    return cast(Desk, assistant)
