"""The frame of all pages: the corpus, the sidebar, and which page is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from ingest.errors import ChazhangError, CorpusChanged
from ingest.settings import current_settings
from ui import chat, gate, nodes, tongue
from ui.chips import draw, prepare
from ui.drafts import page as drafts
from ui.findings import page as findings
from ui.guard import DOOR
from ui.library import page as library
from ui.library.intake import Intake
from ui.quality import page as quality
from ui.rooms import Rooms
from ui.settings import page as settings
from ui.turns import TURNS
from ui.words import say

STYLES = (
    Path(__file__).with_name("style.css"),
    Path(__file__).with_name("library") / "style.css",
)
ICON = Path(__file__).with_name("icon.png")
# what a reader has set or typed there is kept while another page is shown
KEPT = ("with_model", *drafts.KEPT, *findings.KEPT, *library.KEPT)
COMMAND = "chazhang ingest 文件夹"


class Desk(chat.Desk, drafts.Desk, findings.Desk, library.Desk, quality.Desk, Protocol):
    """What all pages need of an assistant."""


def main(
    make_assistant: Callable[[], Desk],
    make_intake: Callable[[], Intake],
    version: Callable[[], int] = lambda: 0,
) -> None:
    """Draw the whole page. What is passed is cached by whoever passes it; `version` goes up when
    the corpus was opened anew."""
    with TURNS.take():
        _main(make_assistant, make_intake, version)


def _main(
    make_assistant: Callable[[], Desk],
    make_intake: Callable[[], Intake],
    version: Callable[[], int],
) -> None:
    st.set_page_config("查账", layout="wide")  # its icon is a file, and comes after the door
    st.html(_style())
    prepare()
    tongue.settle()
    given = current_settings()
    if not gate.let_in(given):
        with st.sidebar:
            tongue.switch()
        return
    st.set_page_config(page_icon=str(ICON))  # else the icon of a page is fetched from outside
    for key in KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    desk, problem = _opened(make_assistant)
    pages = _pages(desk, problem, Rooms(given, make_intake(), version))
    current = st.navigation(pages, position="hidden")
    meant = next((p for p in pages if p.url_path == st.query_params.get(DOOR)), None)
    if meant is not None:
        st.switch_page(meant)
    name = say("common.name")
    if current is not pages[0]:
        TURNS.leave()  # other pages may take long
        name = f"{current.title} · {name}"
    st.set_page_config(name, page_icon=str(ICON))
    with st.sidebar:
        draw(nodes.brand(), "brand")
        with st.container(key="pages", gap=None):
            for page in pages:
                st.page_link(page, icon=page.icon)
    show(current.run)
    with st.sidebar:
        if desk is not None:
            draw(nodes.library(desk.library()), "library")
        tongue.switch()
        if given.login:
            settings.leave()


@cache
def _style() -> str:
    return f"<style>{''.join(path.read_text('utf-8') for path in STYLES)}</style>"


def show(page: Callable[[], None]) -> None:
    """A page that reads what an ingest has just replaced says so; the next run has the new state."""
    try:
        page()
    except CorpusChanged:
        draw(nodes.notice(say("common.changed"), say("common.changed_how")), "changed")


def _opened(make_assistant: Callable[[], Desk]) -> tuple[Desk | None, str]:
    """The assistant, or why there is none to ask."""
    try:
        desk = make_assistant()
        return (desk, "") if desk.library() else (None, say("library.empty"))
    except ChazhangError as error:
        return None, str(error)


def _pages(desk: Desk | None, problem: str, rooms: Rooms) -> list[Any]:
    nothing = partial(_nothing_yet, problem, rooms.settings.read_only)
    shown: list[tuple[Callable[[], None], str, str, str]] = [
        (partial(chat.show, desk) if desk else nothing, say("ask.title"), "forum", "ask"),
        (partial(drafts.show, desk) if desk else nothing, say("draft.title"), "fact_check",
         "draft"),
        (partial(findings.show, desk) if desk else nothing, say("findings.title"), "difference",
         "contradictions"),
        (partial(library.show, desk, rooms), say("library.title"), "folder_open", "library"),
        (partial(quality.show, desk, rooms), say("quality.title"), "health_metrics", "quality"),
        (partial(settings.show, rooms), say("settings.title"), "settings", "settings"),
    ]  # fmt: skip
    return [
        st.Page(page, title=title, icon=f":material/{icon}:", url_path=path, default=path == "ask")
        for page, title, icon, path in shown
    ]


def _nothing_yet(problem: str, read_only: bool) -> None:
    """No corpus, or an empty one: what to do."""
    with st.container(key="chat"):
        draw(nodes.welcome(), "welcome")
        told = say("library.how_closed" if read_only else "library.how")
        draw(nodes.notice(say("library.nothing"), f"{problem}\n{told}", COMMAND), "no-corpus")
        if not read_only and st.button(say("library.go"), type="primary", key="go-library",
                                       icon=":material/upload_file:"):  # fmt: skip
            st.query_params[DOOR] = "library"
            st.rerun()
