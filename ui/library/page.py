"""The library: what is held, files in, files out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import streamlit as st

from assistant.holdings import Holding
from ingest.errors import ChazhangError
from ingest.executors import jobs_of
from ingest.pipeline import SUFFIXES
from ui import nodes as shared
from ui import tongue
from ui.chips import draw
from ui.library import file as one_file
from ui.library import nodes, words
from ui.library.jobs import Kind
from ui.library.uploads import kinds
from ui.rooms import Rooms
from ui.words import say

TEXT, PLACE, YEAR, STAGE, VIEW, AT = (
    "lib-text", "lib-place", "lib-year", "lib-stage", "lib-view", "lib-at",
)  # fmt: skip
ADDING, HOW, BOX, WRONG = "lib-adding", "lib-how", "lib-box", "lib-wrong"
KEPT = (TEXT, PLACE, YEAR, STAGE, VIEW, AT, HOW, *one_file.KEPT)
EVERY = "*"  # nothing is chosen of a filter
EVERY_SECOND = 1.0


class Desk(one_file.Desk, Protocol):
    """What the library needs of an assistant."""

    @property
    def holdings(self) -> tuple[Holding, ...]: ...
    def library(self) -> list[dict[str, Any]]: ...


def show(desk: Desk | None, rooms: Rooms) -> None:
    """The page beside the sidebar; without a corpus there is still the way to add to it."""
    held = words.without(desk.holdings if desk else (), _leaving(rooms))
    opened = st.session_state.get(one_file.OPEN)
    with st.container(key="lib-page"):
        if desk is not None and opened:
            _jobs_beside(rooms)
            one_file.show(desk, rooms, next((h for h in held if h.id == opened), None))
            return
        draw(nodes.heading(held), "lib-heading")
        if not rooms.settings.read_only:
            _adding(rooms, empty=not held)
        _jobs_beside(rooms)
        if held:
            _held(held)


def _leaving(rooms: Rooms) -> list[str]:
    """What is being removed is shown no longer."""
    jobs = rooms.intake.jobs()
    return [job.target for job in jobs if job.kind is Kind.REMOVE and not job.problem]


# ---------------------------------------------------------------------- what is held


def _held(held: Sequence[Holding]) -> None:
    listed = words.chosen(held, _filters(held))
    if not listed:
        draw(shared.notice(say("library.none_fit"), say("library.none_fit_how")), "lib-none")
        return
    if st.session_state.get(VIEW) == "as_years":
        _by_year(listed)
    else:
        _listed(held, listed)


def _filters(held: Sequence[Holding]) -> words.Choice:
    with st.container(horizontal=True, key="lib-filters", vertical_alignment="bottom"):
        text = st.text_input(say("library.search"), key=TEXT, on_change=_first,
                             placeholder=say("library.search_hint"),
                             label_visibility="collapsed")  # fmt: skip
        place = _select("place", PLACE, words.places(held), words.place_name)
        year = _select("which_year", YEAR, words.years(held), lambda y: say("library.year", n=y))
        stage = _select("stage", STAGE, words.STAGES, lambda s: say(f"library.{s}"))
        st.session_state.setdefault(VIEW, "as_list")
        st.segmented_control(say("library.view"), ["as_list", "as_years"], key=VIEW, required=True,
                             format_func=lambda v: say(f"library.{v}"), on_change=_first,
                             label_visibility="collapsed")  # fmt: skip
    return words.Choice(
        text or "",
        None if place == EVERY else place,
        0 if year == EVERY else year,
        "" if stage == EVERY else stage,
    )


def _select(word: str, key: str, options: Sequence[Any], named: Callable[[Any], str]) -> Any:
    if st.session_state.get(key) not in options:
        st.session_state[key] = EVERY
    everything = say({"place": "library.every_place", "which_year": "library.every_year",
                      "stage": "library.every_stage"}[word])  # fmt: skip
    return st.selectbox(
        say(f"library.{word}"),
        [EVERY, *options],
        key=key,
        on_change=_first,
        label_visibility="collapsed",
        format_func=lambda option: everything if option == EVERY else named(option),
    )


def _first() -> None:
    st.session_state[AT] = 0


def _listed(held: Sequence[Holding], listed: Sequence[Holding]) -> None:
    at, pages = words.page_at(len(listed), st.session_state.get(AT, 0))
    shown = [
        one
        for _, own in words.by_place(listed[at * words.PAGE : (at + 1) * words.PAGE])
        for one in own
    ]
    if len(listed) < len(held):
        told = say("library.shown", n=len(listed), all=len(held))
        draw(shared.node("div", "sum", told), "lib-count")

    def pick(number: int) -> None:
        if 1 <= number <= len(shown):
            one_file.open_file(shown[number - 1].id)

    draw(nodes.listed(shown), "lib-list", pick)
    pager(at, pages, AT, "lib")


def _by_year(listed: Sequence[Holding]) -> None:
    years = words.span_of(listed)
    rows = words.rows_of(listed, years)
    at, pages = words.page_at(len(rows), st.session_state.get(AT, 0))
    numbers = {one.id: number for number, one in enumerate(listed, 1)}

    def pick(number: int) -> None:
        if 1 <= number <= len(listed):
            one_file.open_file(listed[number - 1].id)

    draw(shared.node("p", "remark", say("library.legend")), "lib-legend")
    shown = rows[at * words.PAGE : (at + 1) * words.PAGE]
    draw(nodes.matrix(shown, years, numbers), "lib-matrix", pick)
    pager(at, pages, AT, "lib")


def pager(at: int, pages: int, key: str, name: str) -> None:
    """To the page before and after; nothing where there is one page."""
    if pages < 2:
        return

    def turn(to: int) -> None:
        st.session_state[key] = to

    with st.container(horizontal=True, key=f"{name}-pager", vertical_alignment="center"):
        st.button(say("library.before"), key=f"{name}-back", disabled=at == 0, on_click=turn,
                  args=(at - 1,))  # fmt: skip
        told = say("library.page_of", at=at + 1, all=pages)
        draw(shared.node("div", "count", told), f"{name}-page")
        st.button(say("library.after"), key=f"{name}-on", disabled=at + 1 >= pages, on_click=turn,
                  args=(at + 1,))  # fmt: skip


# ---------------------------------------------------------------------- adding


def _adding(rooms: Rooms, *, empty: bool) -> None:
    open_now = bool(st.session_state.get(ADDING, empty))
    if not empty:
        word, icon = ("add_less", "expand_less") if open_now else ("add", "upload_file")
        st.button(say(f"library.{word}"), icon=f":material/{icon}:", key="lib-add",
                  type="secondary" if open_now else "primary", on_click=_fold,
                  args=(not open_now,))  # fmt: skip
    if open_now:
        with st.container(key="lib-adding", border=True):
            _uploader(rooms)
    wrong = st.session_state.get(WRONG)
    if wrong:
        draw(shared.notice(say("library.failed"), wrong), "lib-wrong")


def _fold(is_open: bool) -> None:
    st.session_state[ADDING] = is_open
    st.session_state.pop(WRONG, None)


def _uploader(rooms: Rooms) -> None:
    st.session_state.setdefault(HOW, "single")
    how = st.segmented_control(say("library.how_given"), ["single", "folder"], key=HOW,
                               required=True, format_func=lambda v: say(f"library.{v}"),
                               label_visibility="collapsed")  # fmt: skip
    whole = how == "folder"
    box = f"{BOX}-{how}-{st.session_state.get(BOX, 0)}"
    given = st.file_uploader(
        say("library.drop_folder" if whole else "library.drop"),
        type=[suffix.removeprefix(".") for suffix in sorted(SUFFIXES)],
        accept_multiple_files="directory" if whole else True,
        key=box,
    )
    st.html(_uploader_words())
    limits = say("library.limits", kinds=kinds(), mb=rooms.settings.upload_mb,
                 files=rooms.settings.upload_files)  # fmt: skip
    draw(shared.node("p", "remark", limits), "lib-limits")
    if given:
        st.button(say("library.take", n=len(given)), type="primary", key="lib-take",
                  icon=":material/check:", on_click=_take, args=(rooms, box))  # fmt: skip


def _uploader_words() -> str:
    """The uploader knows English only: its button is given our word, its own limits are hidden."""
    box = '[class*="st-key-lib-box"] [data-testid="stFileUploaderDropzone"]'
    word = json.dumps(say("library.choose"), ensure_ascii=False)
    return f"""<style>
    {box} > button, {box} span > button {{ font-size: 0; }}
    {box} > button p, {box} span > button p {{ font-size: 0; }}
    {box} > button::after, {box} span > button::after {{ content: {word}; font-size: .95rem; }}
    [data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
    </style>"""


def _take(rooms: Rooms, box: str) -> None:
    st.session_state.pop(WRONG, None)
    try:
        rooms.intake.take(st.session_state.get(box) or [])
    except ChazhangError as error:
        st.session_state[WRONG] = str(error)
        return
    st.session_state[BOX] = st.session_state.get(BOX, 0) + 1  # an empty box
    st.session_state[ADDING] = False


# ---------------------------------------------------------------------- what is being taken in


def _jobs_beside(rooms: Rooms) -> None:
    """Looked at each second while there is something to see, without drawing the page again."""
    seen = rooms.version()
    waits = rooms.intake.is_busy
    every = EVERY_SECOND if waits else None

    @st.fragment(run_every=every)
    def jobs() -> None:
        tongue.settle()
        _jobs(rooms)
        if (waits and not rooms.intake.is_busy) or rooms.version() != seen:
            st.rerun()

    jobs()


def _jobs(rooms: Rooms) -> None:
    processes = jobs_of(rooms.settings)
    for job in rooms.intake.jobs():
        with st.container(key=f"lib-job-{job.id}"):
            draw(nodes.job(job, processes), f"lib-job-words-{job.id}")
            if job.stage.is_over:
                st.button(say("library.dismiss"), key=f"lib-dismiss-{job.id}", type="tertiary",
                          on_click=rooms.intake.dismiss, args=(job.id,))  # fmt: skip
            elif job.kind is Kind.READ:
                st.button(say("library.stop"), key=f"lib-stop-{job.id}", type="tertiary",
                          icon=":material/stop_circle:", on_click=rooms.intake.stop,
                          args=(job.id,))  # fmt: skip
