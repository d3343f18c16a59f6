"""A draft that outlives a reload of its tab: kept by the browser, in that tab alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

SCRIPT = Path(__file__).with_name("keep.js")
KEY = "draft-keep"
KNOWN = "draft-known"  # this session knows what the box holds: nothing older is put into it


@cache
def _component() -> Any:
    return st.components.v2.component("chazhang_draft", js=SCRIPT.read_text("utf-8"))


def keep(box: str) -> None:
    """Drawn with the box of this key; a session that begins with an empty one is given the draft
    that its tab had."""
    text = str(st.session_state.get(box) or "")
    if text:
        st.session_state[KNOWN] = True

    def told() -> None:
        kept = st.session_state[KEY].get("text")
        if isinstance(kept, str) and not st.session_state.get(KNOWN):
            st.session_state[box] = kept
            st.session_state[KNOWN] = True

    with st.container(key="draft-keep-place"):
        asks = not st.session_state.get(KNOWN)
        _component()(key=KEY, data={"text": text, "asks": asks}, on_text_change=told)


def know() -> None:
    """The box was emptied on purpose."""
    st.session_state[KNOWN] = True
