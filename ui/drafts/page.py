"""The draft page: paste a story, see which of its numbers the disclosures bear out."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

import streamlit as st

from assistant.answer import Answer, Status
from assistant.ask import LONGEST_DRAFT
from assistant.claims.verdict import Report
from ingest.errors import ChazhangError
from ui import nodes as shared
from ui import panel, tongue
from ui.chips import draw
from ui.drafts import keeping, nodes, words
from ui.watching import asked
from ui.words import say

TEXT, DONE, OPEN, WRONG = "draft-text", "draft-done", "draft-open", "draft-wrong"
KEPT = (TEXT,)
TRIED = 3  # bodies of the library that an example is looked for in
log = logging.getLogger(__name__)


class Desk(panel.Papers, Protocol):
    """What the page needs of an assistant."""

    def check(self, draft: str) -> Report: ...
    def ask(self, question: str, history: list[str], *, with_model: bool) -> Answer: ...
    def library(self) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Done:
    """A draft that was checked, and when."""

    report: Report
    day: date


def show(desk: Desk) -> None:
    """The page beside the sidebar."""
    done: Done | None = st.session_state.get(DONE)
    if done is None:
        with st.container(key="draft"):
            _editor(desk)
        return
    opened = _opened(done)
    if opened is None:
        with st.container(key="draft"):
            _result(done, 0)
        return
    left, right = st.columns([0.56, 0.44], gap="medium")
    with right:
        _panel(desk, done, *opened)
    with left, st.container(key="draft"):
        _result(done, opened[0] + 1)


# ---------------------------------------------------------------------- writing


def _editor(desk: Desk) -> None:
    draw(nodes.heading(), "draft-heading")
    st.session_state.setdefault(TEXT, "")
    text = st.text_area(
        say("draft.box"),
        key=TEXT,
        height=340,
        placeholder=say("draft.hint"),
        label_visibility="collapsed",
        on_change=keeping.know,
    )
    keeping.keep(TEXT)
    with st.container(horizontal=True, key="draft-do", vertical_alignment="center"):
        st.button(say("draft.check"), icon=":material/fact_check:", type="primary", key="draft-check",
                  on_click=_start)  # fmt: skip
        if text.strip():
            st.button(say("draft.clear"), type="tertiary", key="draft-clear", on_click=_clear)
        else:
            st.button(say("draft.example"), type="tertiary", key="draft-example", on_click=_example,
                      args=(desk,))  # fmt: skip
        draw(
            shared.node("div", "count", say("draft.count", n=len(text), most=LONGEST_DRAFT)),
            "draft-count",
        )
    if st.session_state.pop("draft-asked", False):
        _check(desk, text)
    wrong = st.session_state.get(WRONG)
    if wrong:
        draw(shared.notice(say("draft.wrong"), wrong), "draft-problem")


def _start() -> None:
    st.session_state["draft-asked"] = True
    st.session_state.pop(WRONG, None)


def _clear() -> None:
    keeping.know()
    st.session_state[TEXT] = ""
    st.session_state.pop(WRONG, None)


def _example(desk: Desk) -> None:
    st.session_state[TEXT] = _story(desk)
    if st.session_state[TEXT]:
        st.session_state.pop(WRONG, None)
    else:
        tongue.settle()
        st.session_state[WRONG] = say("draft.no_example")


def _story(desk: Desk) -> str:
    """About the one, of a few bodies, that most can be said of."""
    told: list[str] = []
    for held in desk.library()[:TRIED]:
        entity, year = str(held.get("entity") or ""), int(held.get("year") or 0)

        def value_of(item: str, whose: str = f"{entity}{year}年") -> str:
            return _value(desk, f"{whose}{item}是多少？")

        told.append(words.example(entity, year, value_of))
    return max(told, key=lambda story: story.count("，"), default="")


def _value(desk: Desk, question: str) -> str:
    """The one number that answers a question; "" where there is none, or more."""
    try:
        given = desk.ask(question, [], with_model=False)
    except ChazhangError:
        return ""
    one = given.status is Status.ANSWERED and len(given.numbers) == 1
    return given.numbers[0].text if one else ""


def _check(desk: Desk, text: str) -> None:
    if not text.strip():
        st.session_state[WRONG] = say("draft.paste_first")
        return
    if len(text) > LONGEST_DRAFT:
        st.session_state[WRONG] = words.too_long(text, LONGEST_DRAFT)
        return
    with st.spinner(say("draft.checking")):
        report = _checked(desk, text)
    if report is not None:
        st.session_state[DONE] = Done(report, datetime.now(UTC).astimezone().date())
        st.session_state.pop(OPEN, None)
        st.rerun()


def _checked(desk: Desk, text: str) -> Report | None:
    report, began = None, time.monotonic()
    try:
        report = desk.check(text)
    except ChazhangError as error:
        st.session_state[WRONG] = str(error)
    except Exception:  # the edge: one failed draft must not end the session
        log.exception("draft check failed")
        st.session_state[WRONG] = say("draft.internal")
    asked.checked(report, time.monotonic() - began)
    return report


# ---------------------------------------------------------------------- reading


def _opened(done: Done) -> tuple[int, int] | None:
    """The number, and which of its citations, that the side panel is open on."""
    found: tuple[int, int] | None = st.session_state.get(OPEN)
    return found if found and found[0] < len(done.report.numbers) else None


def _result(done: Done, active: int) -> None:
    def pick(number: int) -> None:
        if 1 <= number <= len(done.report.numbers):
            cited = done.report.numbers[number - 1].citations
            st.session_state[OPEN] = (number - 1, cited[0].id if cited else 0)

    with st.container(horizontal=True, key="draft-again", gap="small"):
        st.button(say("draft.edit"), icon=":material/edit:", key="draft-edit", on_click=_edit,
                  args=(done.report.text,))  # fmt: skip
        st.button(
            say("draft.another"), icon=":material/add:", key="draft-new", on_click=_edit, args=("",)
        )
    draw(nodes.result(done.report, done.day), "draft-result", pick, active)


def _edit(text: str) -> None:
    for key in (DONE, OPEN, WRONG):
        st.session_state.pop(key, None)
    keeping.know()
    st.session_state[TEXT] = text


def _panel(desk: Desk, done: Done, at: int, citation: int) -> None:
    number = done.report.numbers[at]
    cited = next((c for c in number.citations if c.id == citation), None)
    unit = panel.unit_of(cited, desk.table_of(cited)) if cited else ""

    def go(to: int) -> None:
        st.session_state[OPEN] = (at, to)

    told = nodes.panel(done.report, number, cited, unit, done.day)
    panel.show(desk, told, number.citations, citation, go, _close)


def _close() -> None:
    st.session_state.pop(OPEN, None)
