"""One question and its answer on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import streamlit as st

from assistant.answer import Answer
from assistant.refine import Alternatives
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
        st.empty()  # where it was told how far it is: what follows keeps its place, and is not drawn anew
        body(desk, at, turn, active, last=last)


def head(at: int, turn: Turn, *, top: bool = False) -> None:
    """The question, and what was changed of it."""
    changed = [own.changed(turn.correction)] if turn.correction else []
    tree = nodes.node("div", "", nodes.question(turn.question), *changed)
    draw(tree, f"question-{at}", top=top)


def body(desk: Desk, at: int, turn: Turn, active: int = 0, *, last: bool) -> None:
    """The answer, or why there is none. It is one element if it can be: Streamlit goes through all
    that is on a page with each question, and a menu of its own costs as much as the rest."""
    given = turn.answer
    if given is None:
        stopped = state.is_stopped(turn)
        told = own.stopped() if stopped else nodes.notice(say("ask.failed"), turn.problem)
        draw(told, f"answer-{at}")
        if stopped or last:
            _again(at, turn)
        return
    found = desk.alternatives(given) if last else Alternatives()
    asked = given.follow_ups if last else ()

    def act(said: str) -> None:
        if said == own.TAKE:
            state.unfold(at, own.TAKE)
        correct.act(at, given, found, said)
        asks.act(asked, said)

    def put(parts: list[nodes.Node], key: str) -> None:
        draw(nodes.node("div", "told", *parts), f"{key}-{at}", _picker(at), active, on_act=act)

    upper = [*_words(turn, given), *([correct.tree(found)] if found else [])]
    lower = [
        *([own.sources(given.citations)] if given.citations else []),
        nodes.footer(given),
        *([asks.tree(asked)] if asked else []),
    ]
    between = state.unfolded(at) or crops.doubtful(given)
    put(upper if between else [*upper, *lower], "answer")
    if between:
        if state.unfolded(at) == own.TAKE:
            menu.show(at, given, turn.asked)
        correct.search(at, given, found)
        crops.show(desk, at, given)
        put(lower, "footer")


def _words(turn: Turn, given: Answer) -> list[nodes.Node]:
    """The sentences, what they come to as a chart, what can be done with them, how the question
    was taken."""
    chart, reading = chart_of(given), str(given.query.get("reading", ""))
    link = turn.id if keeping.ready() else ""
    return [
        nodes.answer(given),
        *([own.chart(chart)] if chart else []),
        own.tools(as_text(given, turn.asked), link),
        *([own.understood(reading)] if reading else []),
    ]


def _picker(at: int) -> Callable[[int], None]:
    def pick(citation: int) -> None:
        state.open_at(at, citation)

    return pick


def _again(at: int, turn: Turn) -> None:
    st.button(say("ask.again"), icon=":material/refresh:", key=f"again-{at}",
              on_click=state.want, args=(Wanted(turn.question),))  # fmt: skip


def _linked(turn: Turn, edition: str) -> None:
    same = turn.edition == edition
    draw(own.linked(turn.asked, same), "linked")
    if not same:
        st.button(say("ask.ask_anew"), icon=":material/refresh:", key="ask-anew",
                  on_click=state.want, args=(Wanted(turn.question),))  # fmt: skip
