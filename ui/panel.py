"""The side panel: one citation, drawn on its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import streamlit as st

from assistant.answer import Citation
from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.records import Box, Table
from ui import nodes, page_image, source_grid
from ui.chips import draw
from ui.format import heading, place

PART, WHOLE = "局部", "整页"


class Papers(Protocol):
    """Where the cited files are, and their tables."""

    def table_of(self, citation: Citation) -> Table | None: ...
    def file_path(self, sha256: str) -> Path | None: ...


def show(
    papers: Papers,
    words: nodes.Node,
    citations: Sequence[Citation],
    number: int,
    go: Callable[[int], None],
    close: Callable[[], None],
) -> None:
    """Words, then the cited place; `number` is none of the citations' where nothing is cited."""
    with st.container(key="panel"):
        with st.container(key="close"):
            st.button(
                "关闭", icon=":material/close:", type="tertiary", on_click=close, key="shut"
            )  # the word is for screen readers
        draw(words, "panel-words")
        citation = next((c for c in citations if c.id == number), None)
        if citation is None:
            return
        path = paper(papers, citation, "panel", chosen_view("view"))
        if path is None:
            return
        with st.container(horizontal=True, key="steps", vertical_alignment="center"):
            step([c.id for c in citations], number, go)
            original(path, "download")


def chosen_view(key: str) -> str:
    """What is shown of a page: the part around the cell, or all of it."""
    st.session_state.setdefault(key, PART)
    picked = st.segmented_control("视图", [PART, WHOLE], key=key, label_visibility="collapsed")
    return picked or PART


def paper(
    papers: Papers, citation: Citation, name: str, view: str, also: Sequence[Citation] = ()
) -> Path | None:
    """The cited place on its page, with the others that stand there; None where the file is gone."""
    path = papers.file_path(citation.sha256)
    if path is None or not path.is_file():
        gone = (
            f"找不到 {Path(citation.file).name}。它可能被移动或删除了；放回原处或重新入库即可查看。"
        )
        draw(nodes.notice("原文件不在了", gone), f"{name}-gone")
        return None
    if citation.spot is not None:
        source_grid.show(path, citation, papers.table_of(citation), name, view == WHOLE)
    elif citation.bbox is None:
        _lines(path, citation, name)
    else:
        beside = tuple(
            Box(*c.bbox)
            for c in also
            if c.bbox and c != citation and (c.sha256, c.page) == (citation.sha256, citation.page)
        )
        _picture(path, citation, papers.table_of(citation), name, view, beside)
    return path


def unit_of(citation: Citation, table: Table | None) -> str:
    """The table's unit, where a bare number of it is cited."""
    return table.unit if table and is_amount(citation.text) else ""


def original(path: Path, key: str) -> None:
    st.download_button(
        "下载原文件",
        data=path.read_bytes,
        file_name=path.name,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=key,
    )


def _lines(path: Path, citation: Citation, name: str) -> None:
    lines = page_image.text_lines(path, citation)
    if lines:
        draw(nodes.text_lines(lines), f"{name}-lines")
    else:
        draw(nodes.notice("没有定位", "这条引用没有记录行号，无法标出。"), f"{name}-lost")


def _picture(
    path: Path,
    citation: Citation,
    table: Table | None,
    name: str,
    view: str,
    also: tuple[Box, ...],
) -> None:
    try:
        shown = page_image.picture(path, citation, table, view == WHOLE, also)
    except Unreadable as error:
        draw(nodes.notice("这一页画不出来", str(error)), f"{name}-broken")
        return
    st.image(shown, width="stretch", alt=f"{heading(citation)} {place(citation)}")


def step(
    ids: Sequence[int],
    number: int,
    go: Callable[[int], None],
    words: tuple[str, str] = ("上一处", "下一处"),
) -> None:
    """To the source before and after, without going back to the sentence."""
    at = ids.index(number)
    if len(ids) < 2:
        return
    for word, to in zip(words, (at - 1, at + 1), strict=True):
        inside = 0 <= to < len(ids)
        st.button(
            word,
            key=f"step-{word}",
            disabled=not inside,
            on_click=go,
            args=(ids[to] if inside else number,),
        )
