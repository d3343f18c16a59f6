"""The page of questions: ask, read, click a number, see the cell on the page."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

import streamlit as st

from assistant.answer import Answer
from assistant.progress import Told
from assistant.refine import Alternatives, Correction
from assistant.understand.query import Query
from ingest.errors import ChazhangError
from ui import nodes, page_image, panel
from ui.asking import asks, correct, state, turn
from ui.asking import nodes as own
from ui.asking.live import Asking, Live
from ui.asking.state import Waiting, Wanted
from ui.asking.talk import Turn, now
from ui.chips import draw
from ui.format import plain
from ui.history import keeping, shelf
from ui.turns import TURNS
from ui.watching import asked
from ui.words import say

SHOWN = 8  # a rerun grows with the conversation, so earlier turns are folded away
log = logging.getLogger(__name__)


class Desk(panel.Papers, correct.Desk, Protocol):
    """What the page needs of an assistant."""

    @property
    def model_name(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def examples(self) -> tuple[str, ...]: ...
    def ask(
        self,
        question: str,
        history: Sequence[str | Query],
        *,
        with_model: bool,
        told: Told = ...,
    ) -> Answer: ...
    def alternatives(self, given: Answer) -> Alternatives: ...
    def correct(self, given: Answer, correction: Correction, *, told: Told) -> Answer: ...


def show(desk: Desk) -> None:
    """The page beside the sidebar."""
    shelf.know_reader()
    state.arrive()
    place = st.container(key="ask-talk")
    # in a container of ours, which style.css keeps at the foot: under a box in Streamlit's own foot
    # every open page works out sixty times a second how far it is scrolled
    with st.container(key="ask-box"):
        typed = st.chat_input(say("ask.hint"), key="box", max_chars=2000)
    wanted = Wanted(typed) if typed else state.wanted()
    if wanted:
        state.close()
        _start(desk, wanted)
    with st.sidebar:  # after the question: its conversation is in the list before it is answered
        _controls(desk.model_name)
    opened = state.opened()
    if opened:
        left, right = place.columns([0.56, 0.44], gap="medium")
        with right:
            _panel(desk, *opened)
    else:
        left = place
    with left, st.container(key="chat"):
        _conversation(desk, opened)


def _controls(model: str) -> None:
    st.button(say("ask.new"), icon=":material/add:", width="stretch", on_click=state.forget,
              key="new")  # fmt: skip
    if model:
        st.session_state.setdefault("with_model", True)
        st.toggle(say("ask.model_toggle"), key="with_model",
                  help=say("ask.model_help", name=plain(model)))  # fmt: skip
    shelf.show()


def _panel(desk: Desk, at: int, number: int) -> None:
    given = state.talk().turns[at].answer
    if given is None:
        return
    cited = next(c for c in given.citations if c.id == number)
    words = nodes.panel(cited, given, panel.unit_of(cited, desk.table_of(cited)))

    def go(to: int) -> None:
        state.open_at(at, to)

    panel.show(desk, words, given.citations, number, go, state.close)


def _conversation(desk: Desk, opened: tuple[int, int] | None) -> None:
    turns, waiting = state.talk().turns, state.waiting()
    told = len(turns) - bool(waiting)
    first = 0 if st.session_state.get("all-turns") else max(0, told - SHOWN)
    if problem := st.session_state.get("no-link"):
        draw(nodes.notice(say("ask.no_link"), say(problem)), "no-link")
    if first:
        st.button(say("ask.earlier", n=first), key="earlier", type="tertiary",
                  on_click=state.show_all)  # fmt: skip
    for at in range(first, told):
        active = opened[1] if opened and opened[0] == at else 0
        last = at == len(turns) - 1
        turn.show(desk, at, turns[at], active, last=last, edition=desk.edition)
    if waiting:
        _wait(desk, waiting, told)
    elif not turns and not state.is_arriving():
        _empty(desk)
    if warned := st.session_state.pop(keeping.NOT_KEPT, ""):
        draw(nodes.notice(say("ask.history"), say("ask.not_kept", why=warned)), "not-kept")


def _empty(desk: Desk) -> None:
    tried = [
        nodes.node("div", "try", say("ask.try")),
        asks.tree(desk.examples, "examples"),
    ]
    parts = [nodes.welcome(), *(tried if desk.examples else []), own.legend()]
    draw(nodes.node("div", "", *parts), "welcome", on_act=partial(asks.act, desk.examples))


# ---------------------------------------------------------------------- asking


def _start(desk: Desk, wanted: Wanted) -> None:
    history = state.talk().history()
    with_model = bool(st.session_state.get("with_model", True))

    def asked(told: Told) -> Answer:
        if wanted.correction is not None and wanted.of is not None:
            return desk.correct(wanted.of, wanted.correction, told=told)
        return desk.ask(wanted.question, history, with_model=with_model, told=told)

    turn = Turn(wanted.question, correction=wanted.words, edition=desk.edition)
    state.wait_for(Waiting(wanted, turn, Asking(asked)))
    keeping.keep(state.talk())
    state.say_in_address()


def _wait(desk: Desk, waiting: Waiting, at: int) -> None:
    """Show how far it is, then the answer in the same place: no second run draws all again.
    A run that is broken off here is taken up again by the next."""
    with st.container(key=f"turn-{at}", gap="small"):
        turn.head(at, waiting.turn, top=at > 0)
        slot = st.empty()
        shown: list[Live] = []

        def grow(live: Live) -> None:
            # nothing else asks Streamlit here whether the reader has clicked something
            state.waiting()
            now = replace(live, seconds=0)  # the browser counts on by itself
            if shown[-1:] != [now]:
                shown.append(now)
                with slot:
                    draw(own.live(live), f"live-{len(shown)}", on_act=lambda _: state.stop())

        if desk.model_name:
            TURNS.leave()
        if not waiting.asking.is_prompt():
            TURNS.leave()
            grow(waiting.asking.live)
        done = _done(desk, waiting, grow)
        _draw_ahead(desk, done)
        state.answered(done)
        keeping.keep(state.talk())
        slot.empty()
        turn.body(desk, at, done, last=True)


def _draw_ahead(desk: Desk, done: Turn) -> None:
    """The place that the first number cites is the one that is opened first."""
    given = done.answer
    ids = next((n.citations for n in given.numbers if n.citations), ()) if given else ()
    cited = next((c for c in given.citations if c.id in ids), None) if given else None
    if cited is not None:
        page_image.draw_ahead(desk.file_path(cited.sha256), cited, partial(desk.table_of, cited))


def _done(desk: Desk, waiting: Waiting, grow: Callable[[Live], None]) -> Turn:
    problem, answer, began = "", None, time.monotonic()
    try:
        answer = waiting.asking.wait(grow)
    except ChazhangError as error:
        problem = str(error)
    except Exception:  # the edge: one failed question must not end the session
        log.exception("question failed")
        problem = say("ask.failed_inside")
    asked.answered(waiting.wanted.question, answer, time.monotonic() - began)
    return replace(waiting.turn, answer=answer, problem=problem, asked=now(), edition=desk.edition)
