"""The side panel: one citation, drawn on its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import streamlit as st

from assistant.answer import Citation
from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.export.sheets import csv_bytes, xlsx_bytes
from ingest.records import Box, Table
from ui import nodes, page_image, source_grid, sources
from ui.chips import draw
from ui.format import heading, place
from ui.words import say

PART, WHOLE, DATA = "part", "whole", "data"
LEAF = "leaf"  # which page is shown, where it is not the cited one


class Papers(Protocol):
    """Where the cited files are, and their tables."""

    def table_of(self, citation: Citation) -> Table | None: ...
    def file_path(self, sha256: str) -> Path | None: ...
    def page_count(self, sha256: str) -> int: ...


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
            st.button(say("common.close"), icon=":material/close:", type="tertiary", on_click=close,
                      key="shut", shortcut="Escape")  # fmt: skip
        draw(words, "panel-words")
        citation = next((c for c in citations if c.id == number), None)
        if citation is None:
            return
        with st.container(horizontal=True, key="views", vertical_alignment="center"):
            view = chosen_view("view", (PART, WHOLE, DATA))
            step([c.id for c in citations], number, go)
        if view == DATA:
            table_data(papers, citation)
        else:
            _place(papers, citation, citations, view)


def _place(papers: Papers, citation: Citation, citations: Sequence[Citation], view: str) -> None:
    """The cited page, or another page of the file that was turned to."""
    page = _turned_to(citation)
    with st.container(horizontal=True, key="steps", vertical_alignment="center", gap="small"):
        _leaves(papers, citation, page or citation.page)
    if page is None or page == citation.page:
        path = paper(papers, citation, "panel", view)
    else:
        path = _other_page(papers, citation, citations, page)
    if path is not None:
        original(path, "download")


def _turned_to(citation: Citation) -> int | None:
    """The page a reader has turned to, as long as the same citation is open."""
    found = st.session_state.get(LEAF)
    of = (citation.sha256, citation.id, citation.page)
    return int(found[1]) if found and found[0] == of else None


def _turn(citation: Citation, page: int) -> None:
    st.session_state[LEAF] = ((citation.sha256, citation.id, citation.page), page)


def _leaves(papers: Papers, citation: Citation, page: int | None) -> None:
    """Page by page through the file."""
    pages = papers.page_count(citation.sha256)
    if page is None or citation.bbox is None or pages < 2:
        return
    ways = (("ask.page_before", "chevron_left", page - 1, "leaf-back"),
            ("ask.page_after", "chevron_right", page + 1, "leaf-on"))  # fmt: skip
    for at, (word, icon, to, key) in enumerate(ways):
        if at:
            told = say("ask.page_of", n=page, all=pages)
            draw(nodes.node("div", "count", told, live=1), "leaf-at", width="content")
        st.button(say(word), icon=f":material/{icon}:", key=key, disabled=not 1 <= to <= pages,
                  on_click=_turn, args=(citation, to))  # fmt: skip
    if page != citation.page:  # the way back
        st.button(say("ask.back_to_cell"), key="leaf-home", type="tertiary", on_click=_turn,
                  args=(citation, citation.page))  # fmt: skip


def _other_page(
    papers: Papers, citation: Citation, citations: Sequence[Citation], page: int
) -> Path | None:
    path = papers.file_path(citation.sha256)
    if path is None or not path.is_file():
        return paper(papers, citation, "panel", WHOLE)
    also = tuple(
        Box(*c.bbox)
        for c in citations
        if c.bbox and (c.sha256, c.page) == (citation.sha256, page)
    )  # fmt: skip
    try:
        shown = page_image.page(path, page, also)
    except Unreadable as error:
        draw(nodes.notice(say("ask.broken"), str(error)), "panel-broken")
        return path
    st.image(shown, width="stretch", alt=f"{path.name} {say('ask.page_no', n=page)}")
    return path


def table_data(papers: Papers, citation: Citation) -> None:
    """The table that a citation stands in, its cell marked, to look through and to download."""
    table = papers.table_of(citation)
    if table is None:
        draw(nodes.node("div", "nothing", say("ask.no_table")), "panel-no-table")
        return
    told = [say("ask.unit", unit=table.unit)] if table.unit else []
    row = sources.cited_row(table, citation)
    told += [say("ask.row_marked", n=row)] if row else []
    draw(nodes.node("div", "path", " · ".join(told)), "panel-unit")
    st.dataframe(sources.styled(table, [citation]), hide_index=True, key="panel-table",
                 column_config=sources.right_aligned(table), height=360)  # fmt: skip
    header, rows = sources.sheet(table)
    name = f"{citation.entity}-{citation.year}-{table.title}"
    with st.container(horizontal=True, key="table-take", gap="small"):
        for suffix, mime, make in (
            ("csv", "text/csv", csv_bytes),
            (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                xlsx_bytes,
            ),
        ):
            st.download_button(say(f"ask.table_{suffix}"), data=partial(make, header, rows),
                               file_name=f"{safe(name)}.{suffix}", mime=mime, on_click="ignore",
                               icon=":material/download:", key=f"table-{suffix}")  # fmt: skip


def safe(name: str) -> str:
    """A file name of letters and digits."""
    return "".join(c if c.isalnum() or c == "-" else "" for c in name)[:80] or "table"


def chosen_view(key: str, views: Sequence[str] = (PART, WHOLE)) -> str:
    """What is shown of a page: the part around the cell, all of it, or the table as data."""
    if st.session_state.get(key) not in views:
        st.session_state[key] = PART
    picked = st.segmented_control(
        say("ask.view"), views, key=key, label_visibility="collapsed",
        format_func=lambda view: say(f"ask.view_{view}"),
    )  # fmt: skip
    return str(picked or PART)


def paper(
    papers: Papers, citation: Citation, name: str, view: str, also: Sequence[Citation] = ()
) -> Path | None:
    """The cited place on its page, with the others that stand there; None where the file is gone."""
    path = papers.file_path(citation.sha256)
    if path is None or not path.is_file():
        gone = say("ask.gone_told", file=Path(citation.file).name)
        draw(nodes.notice(say("ask.gone"), gone), f"{name}-gone")
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
        say("ask.download_original"),
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
        draw(nodes.notice(say("ask.lost"), say("ask.lost_told")), f"{name}-lost")


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
        draw(nodes.notice(say("ask.broken"), str(error)), f"{name}-broken")
        return
    st.image(shown, width="stretch", alt=f"{heading(citation)} {place(citation)}")


def step(
    ids: Sequence[int],
    number: int,
    go: Callable[[int], None],
    words: tuple[str, str] = ("common.before", "common.after"),
) -> None:
    """To the source before and after, without going back to the sentence."""
    at = ids.index(number)
    if len(ids) < 2:
        return
    for word, to in zip(words, (at - 1, at + 1), strict=True):
        inside = 0 <= to < len(ids)
        st.button(
            say(word),
            key=f"step-{word.partition('.')[2]}",
            disabled=not inside,
            on_click=go,
            args=(ids[to] if inside else number,),
        )
