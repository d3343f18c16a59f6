"""The chat page over the fake assistant, for the browser tests."""

from __future__ import annotations

import streamlit as st

from tests.ui.fakes import FakeAssistant
from ui.chat import main

main(st.cache_resource(FakeAssistant))
