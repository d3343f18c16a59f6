"""One question and its answer on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import streamlit as st

from ui import nodes, panel
from ui.asking import asks, correct, crops, state
from ui.asking import nodes as own
from ui.asking.chart import chart_of
from ui.asking.state import Wanted
from ui.asking.talk import Turn
from ui.chips import draw
from ui.history import keeping
from ui.taking import menu
from ui.taking.writing import as_text
from ui.words import say


class Desk(panel.Papers, correct.Desk, Protocol):
    """What an answer on the page needs of an assistant."""


def show(desk: Desk, at: int, turn: Turn, active: int, *, last: bool, edition: str) -> None:
    with st.container(key=f"turn-{at}", gap="small"):
        if at == 0 and turn.kept and st.query_params.get(state.LINK):
            _linked(turn, edition)
        head(at, turn, top=last and at > 0)
        words(at, turn, active)
        st.empty()  # where the button was that stops: what follows keeps its place, and is not drawn anew
        rest(desk, at, turn, active, last=last)


def rest(desk: Desk, at: int, turn: Turn, active: int = 0, *, last: bool) -> None:
    """All that stands under the words."""
    if turn.answer is not None:
        _below(desk, at, turn, active, last=last)
    elif state.is_stopped(turn) or last:
        _again(at, turn)


def head(at: int, turn: Turn, *, top: bool = False) -> None:
    """The question, and what was changed of it."""
    changed = [own.changed(turn.correction)] if turn.correction else []
    tree = nodes.node("div", "", nodes.question(turn.question), *changed)
    draw(tree, f"question-{at}", top=top)


def words(at: int, turn: Turn, active: int = 0) -> None:
    """The sentences and what they come to as a chart, or why there are none."""
    if turn.answer is not None:
        chart = chart_of(turn.answer)
        drawn = [own.chart(chart)] if chart else []
        tree = nodes.node("div", "", nodes.answer(turn.answer), *drawn)
        draw(tree, f"answer-{at}", _picker(at), active)
    elif state.is_stopped(turn):
        draw(own.stopped(), f"answer-{at}")
    else:
        draw(nodes.notice(say("ask.failed"), turn.problem), f"answer-{at}")


def _picker(at: int) -> Callable[[int], None]:
    def pick(citation: int) -> None:
        state.open_at(at, citation)

    return pick


def _below(desk: Desk, at: int, turn: Turn, active: int, *, last: bool) -> None:
    given = turn.answer
    assert given is not None
    with st.container(key=f"tools-{at}", horizontal=True, gap="small", vertical_alignment="center"):
        link = turn.id if keeping.ready() else ""
        draw(own.tools(as_text(given, turn.asked), link), f"copy-{at}", width="content")
        menu.show(at, given, turn.asked)
    if said := str(given.query.get("reading", "")):
        draw(own.understood(said), f"understood-{at}")
    if last:
        correct.show(desk, at, given)
    crops.show(desk, at, given)
    listed = [own.sources(given.citations)] if given.citations else []
    # few elements: Streamlit goes through all of a page with each question
    draw(nodes.node("div", "", *listed, nodes.footer(given)), f"footer-{at}", _picker(at), active)
    if last:
        asks.show(given.follow_ups, str(at))


def _again(at: int, turn: Turn) -> None:
    st.button(say("ask.again"), icon=":material/refresh:", key=f"again-{at}",
              on_click=state.want, args=(Wanted(turn.question),))  # fmt: skip


def _linked(turn: Turn, edition: str) -> None:
    same = turn.edition == edition
    draw(own.linked(turn.asked, same), "linked")
    if not same:
        st.button(say("ask.ask_anew"), icon=":material/refresh:", key="ask-anew",
                  on_click=state.want, args=(Wanted(turn.question),))  # fmt: skip
