"""All pages over the fake assistant, for the browser tests."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from ingest.errors import CorpusError
from ingest.settings import Settings
from tests.ui.fake_desk import FakeDesk
from ui.library.intake import Intake
from ui.site import main


@st.cache_resource
def desk() -> FakeDesk:
    return FakeDesk(Path(tempfile.mkdtemp()))


@st.cache_resource
def intake() -> Intake:
    return Intake(Settings().corpus, lambda: None, Settings())


def make() -> FakeDesk:
    if not Settings().corpus.is_dir():
        raise CorpusError("没有找到文件库 corpus。")
    return desk()


main(make, intake)
