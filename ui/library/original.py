"""The original of a disclosure: its pages as pictures, its lines, or what was read of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from ingest.errors import Unreadable
from ingest.records import Disclosure, Table
from ui import nodes as shared
from ui.chips import draw
from ui.format import SHEETS, WHOLE
from ui.library import leaves, words
from ui.words import say

PART, PAGE, TABLE, ROWS_AT, CELL = "lib-part", "lib-file-page", "lib-table", "lib-rows", "lib-cell"


def has_pages(doc: Disclosure) -> bool:
    """Pages that can be drawn, or lines: not Word, Excel and web files."""
    return doc.media == "text" or doc.media not in SHEETS | WHOLE


def show(doc: Disclosure, path: Path | None) -> None:
    if path is None or not path.is_file():
        draw(shared.notice(say("library.file_gone"), say("library.file_gone_how")), "lib-no-file")
        return
    if doc.media == "text":
        _text(path)
        return
    if not has_pages(doc):
        _as_read(doc)
        return
    page = min(max(1, int(st.session_state.get(PAGE, 1))), doc.n_pages)
    left, right = st.columns([0.66, 0.34], gap="medium")
    with left:
        _steps(page, doc.n_pages)
        on_page = leaves.tables_on(doc, page)
        regions = [leaves.region(table, page) for table in on_page]
        boxes = tuple(r for r in regions if r)
        picture(path, page, partial(leaves.picture, path, page, boxes), "lib-leaf")
    with right, st.container(key="lib-on-page"):
        draw(shared.node("div", "shelfhead", say("library.on_page")), "lib-on-page-head")
        if not on_page:
            draw(shared.node("p", "remark", say("library.no_table_on_page")), "lib-on-page-none")
        draw(_lines_of(on_page), "lib-on-page-list", to_table)


def _as_read(doc: Disclosure) -> None:
    """A Word, Excel or web file has no pages to draw: its tables are listed."""
    draw(shared.node("p", "remark", say("library.as_read")), "lib-as-read")
    draw(_lines_of(doc.tables), "lib-as-read-list", to_table)


def _lines_of(tables: Sequence[Table]) -> shared.Node:
    """Each a button that opens its table."""
    rows = (
        shared.node("button", "other tableline", leaves.table_line(t), pick=t.number + 1)
        for t in tables
    )
    return shared.node("div", "tablelines", *rows)


def _steps(page: int, pages: int) -> None:
    def turn(to: int) -> None:
        st.session_state[PAGE] = to

    st.session_state[PAGE] = page
    with st.container(horizontal=True, key="lib-steps", vertical_alignment="center"):
        st.button(say("library.before"), key="lib-page-back", disabled=page <= 1, on_click=turn,
                  args=(page - 1,))  # fmt: skip
        st.number_input(say("library.page_number"), 1, pages, key=PAGE, width=130,
                        label_visibility="collapsed")  # fmt: skip
        draw(shared.node("div", "count", say("library.of_pages", n=pages)), "lib-page-count")
        st.button(say("library.after"), key="lib-page-on", disabled=page >= pages, on_click=turn,
                  args=(page + 1,))  # fmt: skip


def picture(path: Path, page: int, make: Callable[[], bytes], name: str) -> None:
    try:
        shown = make()
    except Unreadable as error:
        draw(shared.notice(say("library.page_broken"), str(error)), f"{name}-broken")
        return
    with st.container(key=name):
        st.image(shown, width="stretch", alt=say("library.page_alt", file=path.name, n=page))


def _text(path: Path) -> None:
    with path.open("rb") as file:
        lines = file.read(20_000_000).decode("utf-8", "replace").splitlines()
    at, pages = words.page_at(len(lines), int(st.session_state.get(ROWS_AT, 0)), leaves.LINES)
    first = at * leaves.LINES
    shown = [
        (n, line, False) for n, line in enumerate(lines[first : first + leaves.LINES], first + 1)
    ]
    draw(shared.text_lines(shown), "lib-lines")
    rows_pager(at, pages)


def rows_pager(at: int, pages: int) -> None:
    if pages < 2:
        return

    def turn(to: int) -> None:
        st.session_state[ROWS_AT] = to

    with st.container(horizontal=True, key="lib-rows-pager"):
        st.button(say("library.rows_before"), key="lib-rows-back", disabled=at == 0, on_click=turn,
                  args=(at - 1,))  # fmt: skip
        st.button(say("library.rows_after"), key="lib-rows-on", disabled=at + 1 >= pages,
                  on_click=turn, args=(at + 1,))  # fmt: skip


def to_table(number: int) -> None:
    st.session_state[PART] = "tables"
    st.session_state[TABLE] = number - 1
    st.session_state.pop(ROWS_AT, None)
    st.session_state.pop(CELL, None)
