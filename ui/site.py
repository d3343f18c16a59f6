"""The frame of all pages: the corpus, the sidebar, and which page is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from ingest.errors import ChazhangError
from ui import chat, nodes, tongue
from ui.chips import draw
from ui.drafts import page as drafts
from ui.findings import page as findings
from ui.guard import DOOR, PAGES

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.png")
# what a reader has set or typed there is kept while another page is shown
KEPT = ("with_model", *drafts.KEPT, *findings.KEPT)


class Desk(chat.Desk, drafts.Desk, findings.Desk, Protocol):
    """What all pages need of an assistant."""

    def library(self) -> list[dict[str, Any]]: ...


def main(make_assistant: Callable[[], Desk]) -> None:
    """Draw the whole page. `make_assistant` is cached by whoever passes it."""
    st.set_page_config("查账", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    tongue.settle()
    for key in KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    try:
        desk = make_assistant()
        held = desk.library()
    except ChazhangError as error:
        _no_corpus(str(error))
        return
    if not held:
        _no_corpus("文件库里还没有文件。")
        return
    pages = _pages(desk)
    current = st.navigation(pages, position="hidden")
    meant = next((p for p in pages if p.url_path == st.query_params.get(DOOR)), None)
    if meant is not None:
        st.switch_page(meant)
    name = "查账" if current is pages[0] else f"{current.title} · 查账"
    st.set_page_config(name, page_icon=str(ICON))
    with st.sidebar:
        draw(nodes.brand(), "brand")
        with st.container(key="pages", gap=None):
            for page in pages:
                st.page_link(page, icon=page.icon)
    current.run()
    with st.sidebar:
        draw(nodes.library(held), "library")
        tongue.switch()


def _pages(desk: Desk) -> list[Any]:
    return [
        st.Page(partial(chat.show, desk), title="问", icon=":material/forum:", default=True,
                url_path="ask"),
        st.Page(partial(drafts.show, desk), title="核对稿子", icon=":material/fact_check:",
                url_path=PAGES[0]),
        st.Page(partial(findings.show, desk), title="矛盾", icon=":material/difference:",
                url_path=PAGES[1]),
    ]  # fmt: skip


def _no_corpus(reason: str) -> None:
    with st.container(key="chat"):
        draw(nodes.welcome(), "welcome")
        told = f"{reason}\n先把预决算公开的 PDF 放进一个文件夹，在终端运行下面这行，再刷新本页："
        draw(nodes.notice("还没有可查的账", told, "chazhang ingest 文件夹"), "no-corpus")
