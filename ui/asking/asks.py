"""Questions as buttons: examples for a first visitor, and what may be asked next."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.asking.state import Wanted, want
from ui.format import plain


def show(questions: Sequence[str], name: str) -> None:
    if not questions:
        return
    with st.container(key=f"asks-{name}", horizontal=True, gap="small"):
        for number, text in enumerate(dict.fromkeys(questions)):
            st.button(plain(text), key=f"ask-{name}-{number}", on_click=want,
                      args=(Wanted(text),))  # fmt: skip
