"""Where conversations are kept, and whether they are: all that the pages do with the store."""

from __future__ import annotations

import logging
import os
import sqlite3
from pathlib import Path

import streamlit as st

from ingest.settings import current_settings
from ui.asking.talk import Talk, Turn
from ui.history.store import FILE, Histories

log = logging.getLogger(__name__)
OWNER, NOT_KEPT = "owner", "not-kept"


@st.cache_resource
def _histories(file: str) -> Histories:
    return Histories(Path(file))


def histories() -> Histories | None:
    """None where no history is to be kept, or none can be."""
    if not current_settings().history:
        return None
    corpus = Path(os.environ.get("CHAZHANG_CORPUS") or "corpus")
    try:
        return _histories(str((corpus / FILE).resolve()))
    except (sqlite3.Error, OSError) as error:
        log.warning("no history: %s", error)
        return None


def ready() -> bool:
    """The browser has said whose history it is."""
    return bool(st.session_state.get(OWNER)) and histories() is not None


def find(talk: str) -> Talk | None:
    """One of the reader's own."""
    held = histories()
    return held.open(st.session_state[OWNER], talk) if held and ready() else None


def linked(link: str) -> Turn | None:
    """The answer that a link names, whoever asked for it."""
    held = histories()
    try:
        return held.answer(link) if held else None
    except (sqlite3.Error, ValueError):
        log.exception("a linked answer cannot be read")
        return None


def keep(talk: Talk) -> None:
    """Write a conversation down; where that fails it is said once, and all else goes on."""
    held = histories()
    if held is None or not ready():
        return
    try:
        held.keep(st.session_state[OWNER], talk)
    except (sqlite3.Error, OSError) as error:
        log.exception("history not written")
        st.session_state[NOT_KEPT] = str(error)
