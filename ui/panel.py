"""The side panel: one citation, drawn on its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.answer import Answer, Citation
from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.records import Table
from ui import nodes, page_image
from ui.chips import draw
from ui.format import heading, place

if TYPE_CHECKING:
    from ui.chat import Desk

PART, WHOLE = "局部", "整页"


def show(desk: Desk, given: Answer | None, number: int) -> None:
    """The cited place with its words."""
    if given is None:
        return
    citation = next(c for c in given.citations if c.id == number)
    with st.container(key="panel"):
        with st.container(key="close"):
            st.button("", icon=":material/close:", type="tertiary", on_click=_close, key="shut")
        table = desk.table_of(citation)
        draw(nodes.panel(citation, given, unit_of(citation, table)), "panel-words")
        path = desk.file_path(citation.sha256)
        if path is None or not path.is_file():
            gone = f"找不到 {citation.file}。它可能被移动或删除了；放回原处或重新入库即可查看。"
            draw(nodes.notice("原文件不在了", gone), "panel-gone")
            return
        if citation.bbox is None:
            _lines(path, citation)
        else:
            _picture(path, citation, table)
        _foot(given, citation, path)


def unit_of(citation: Citation, table: Table | None) -> str:
    """The table's unit, where a bare number of it is cited."""
    return table.unit if table and is_amount(citation.text) else ""


def _foot(given: Answer, citation: Citation, path: Path) -> None:
    with st.container(horizontal=True, key="steps", vertical_alignment="center"):
        _step(given, citation)
        st.download_button(
            "下载原文件",
            data=path.read_bytes,
            file_name=path.name,
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="download",
        )


def _close() -> None:
    st.session_state.pop("open", None)


def _lines(path: Path, citation: Citation) -> None:
    lines = page_image.text_lines(path, citation)
    if lines:
        draw(nodes.text_lines(lines), "panel-lines")
    else:
        draw(nodes.notice("没有定位", "这条引用没有记录行号，无法标出。"), "panel-lost")


def _picture(path: Path, citation: Citation, table: Table | None) -> None:
    chosen = st.segmented_control(
        "视图", [PART, WHOLE], default=PART, key="view", label_visibility="collapsed"
    )
    try:
        shown = page_image.picture(path, citation, table, chosen == WHOLE)
    except Unreadable as error:
        draw(nodes.notice("这一页画不出来", str(error)), "panel-broken")
        return
    st.image(shown, width="stretch", alt=f"{heading(citation)} {place(citation)}")


def _step(given: Answer, citation: Citation) -> None:
    """To the source before and after, without going back to the sentence."""
    ids = [c.id for c in given.citations]
    at = ids.index(citation.id)
    if len(ids) < 2:
        return
    for word, to in (("上一处", at - 1), ("下一处", at + 1)):
        inside = 0 <= to < len(ids)
        st.button(
            word,
            key=f"step-{word}",
            disabled=not inside,
            on_click=_go,
            args=(ids[to] if inside else citation.id,),
        )


def _go(number: int) -> None:
    turn, _ = st.session_state["open"]
    st.session_state["open"] = (turn, number)
