"""What a scan could not confirm, as it stands on the paper: shown under the answer without a click."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Answer, Citation
from ingest.errors import Unreadable
from ui import page_image
from ui.format import plain, source_line
from ui.panel import Papers
from ui.words import say

MOST = 3


def doubtful(given: Answer) -> list[Citation]:
    return [c for c in given.citations if c.doubtful and c.bbox and c.text][:MOST]


def show(papers: Papers, at: int, given: Answer) -> None:
    for citation in doubtful(given):
        path = papers.file_path(citation.sha256)
        if path is None or not path.is_file():
            continue
        try:
            shown = page_image.picture(path, citation, papers.table_of(citation), whole=False)
        except Unreadable:
            continue
        with st.container(key=f"crop-{at}-{citation.id}"):
            st.caption(plain(say("ask.read_as", n=citation.id, text=citation.text)))
            st.image(shown, alt=source_line(citation))
