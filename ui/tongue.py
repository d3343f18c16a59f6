"""The language switch: kept in the session and in the address (`?lang=en`), in no cookie."""

from __future__ import annotations

import streamlit as st

from ui.words import TONGUES, speak, tongue

PARAMETER = "lang"
KEY = "tongue"
NAMES = {"zh": "中文", "en": "English"}


def settle() -> None:
    """Find the reader's language, for all that this run says; the address keeps it.

    Called first by the frame, and first in every fragment and callback that says something."""
    chosen = speak(st.session_state.get(KEY) or st.query_params.get(PARAMETER))
    if chosen == TONGUES[0]:
        st.query_params.pop(PARAMETER, None)
    elif st.query_params.get(PARAMETER) != chosen:
        st.query_params[PARAMETER] = chosen


def switch() -> None:
    """中文 | English. A second click on the chosen one changes nothing."""
    # in every run: a browser that missed the run in which it was told once shows, and says, neither
    st.session_state[KEY] = tongue()
    with st.container(key="tongues"):
        st.segmented_control(
            "中文 / English",
            TONGUES,
            format_func=NAMES.__getitem__,
            key=KEY,
            required=True,
            label_visibility="collapsed",
        )
