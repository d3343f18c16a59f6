"""How a question was understood, and another way to take it, by a click."""

from __future__ import annotations

from typing import Protocol

import streamlit as st

from assistant.answer import Answer
from assistant.refine import Alternatives, Choice, Correction, Kind
from ui.asking.state import Wanted, want
from ui.format import plain
from ui.words import say


class Desk(Protocol):
    def alternatives(self, given: Answer) -> Alternatives: ...


MANY = 12  # choices from which on they are searched, not listed


def show(desk: Desk, at: int, given: Answer) -> None:
    """A menu for each thing of the question that could be another."""
    found = desk.alternatives(given)
    if not found:
        return
    with st.container(
        key=f"correct-{at}", horizontal=True, gap="small", vertical_alignment="center"
    ):
        for kind, choices in found.items():
            _menu(at, given, kind, choices)


def _menu(at: int, given: Answer, kind: Kind, choices: tuple[Choice, ...]) -> None:
    key = f"correct-{at}-{kind}"
    label = plain(now_words(kind, choices))
    if len(choices) > MANY:
        opened = st.popover(label, help=say("ask.change_help"), key=key, on_change="rerun")
        # what it takes to draw hundreds of bodies goes to a browser when it is asked for
        if not opened.open:
            return
        with opened:
            st.selectbox(say("ask.choose_entity"), [c for c in choices if not c.chosen],
                         format_func=lambda c: c.words, index=None, key=f"{key}-box", placeholder=say("ask.choose"),
                         on_change=_choose, args=(given, kind, f"{key}-box"))  # fmt: skip
        return
    st.menu_button(label, [c for c in choices if not c.chosen or _several(choices)],
                   format_func=lambda c: plain(c.words), key=key, on_click=_choose,
                   args=(given, kind, key), help=say("ask.change_help"))  # fmt: skip


def _several(choices: tuple[Choice, ...]) -> bool:
    """Of several that are chosen, one alone is a choice, too."""
    return sum(c.chosen for c in choices) > 1


def now_words(kind: Kind, choices: tuple[Choice, ...]) -> str:
    """年度：2024 年 – what it is now, or only what can be chosen where it is several."""
    chosen = [c.words for c in choices if c.chosen]
    name = say(f"ask.change_{kind}")
    return f"{name}：{chosen[0]}" if len(chosen) == 1 else name


def _choose(given: Answer, kind: Kind, key: str) -> None:
    choice = st.session_state.get(key)
    if isinstance(choice, Choice):
        correction = Correction(kind, choice.value)
        want(Wanted(given.question, correction, given, choice.words))
