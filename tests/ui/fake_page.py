"""The chat page over the fake assistant, for the browser tests."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from ingest.errors import CorpusError
from tests.ui.fakes import FakeAssistant
from ui.site import main


def make() -> FakeAssistant:
    if not Path(os.environ["CHAZHANG_CORPUS"]).is_dir():
        raise CorpusError("没有找到文件库 corpus。")
    return st.cache_resource(FakeAssistant)()


main(make)
