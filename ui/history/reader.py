"""Who is reading: a word that only this browser has, or whoever is logged in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

SCRIPT = Path(__file__).with_name("reader.js")
KEY = "reader"


@cache
def _component() -> Any:
    return st.components.v2.component("chazhang_reader", js=SCRIPT.read_text("utf-8"))


def who() -> str:
    """The owner of what is asked here; "" until the browser has said."""
    if named := _logged_in():
        return named
    known = str(st.session_state.get("reader-word", ""))
    with st.container(key="reader-place"):
        told = _component()(key=KEY, data={"known": bool(known)}, on_word_change=lambda: None)
    word = known or str(told.get("word") or "")
    if not re.fullmatch(r"[0-9a-f]{32}", word):
        return ""
    st.session_state["reader-word"] = word
    return f"browser:{word}"


def _logged_in() -> str:
    if not getattr(st.user, "is_logged_in", False):
        return ""
    user = st.user.to_dict()
    return f"login:{user.get('iss', '')}:{user.get('sub') or user.get('email') or ''}"
