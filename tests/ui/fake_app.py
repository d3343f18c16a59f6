"""The server of the fake page, with the real one's guard."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import tests.ui.fakes  # noqa: F401
import ui.site  # noqa: F401 (loaded before the first visitor, as the real server does)
from ui.guard import ENTRANCE, GUARD

app = st.App(Path(__file__).with_name("fake_page.py"), middleware=[GUARD, ENTRANCE])
