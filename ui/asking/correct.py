"""How a question was understood, and another way to take it, by a click."""

from __future__ import annotations

from typing import Protocol

import streamlit as st

from assistant.answer import Answer
from assistant.refine import Alternatives, Choice, Correction, Kind
from ui.asking import state
from ui.asking.state import Wanted, want
from ui.nodes import Node, node
from ui.words import say


class Desk(Protocol):
    def alternatives(self, given: Answer) -> Alternatives: ...


MANY = 12  # choices from which on they are searched, not listed
FIX, SEARCH = "fix", "search"  # the words of the buttons


def tree(found: Alternatives) -> Node:
    """A menu for each thing of the question that could be another."""
    return node("div", "corrections", *(_menu(kind, choices) for kind, choices in found.items()))


def _menu(kind: Kind, choices: tuple[Choice, ...]) -> Node:
    label, told = now_words(kind, choices), say("ask.change_help")
    if len(choices) > MANY:
        # what it takes to draw hundreds of bodies goes to a browser when it is asked for
        return node("button", f"pill {kind}", label, act=f"{SEARCH} {kind}", title=told)
    listed = (
        node("button", "choice", choice.words, act=f"{FIX} {kind} {number}")
        for number, choice in enumerate(choices)
        if not choice.chosen or _several(choices)
    )
    return node(
        "details",
        f"menu {kind}",
        node("summary", "pill", label, title=told),
        node("div", "choices", *listed),
    )


def _several(choices: tuple[Choice, ...]) -> bool:
    """Of several that are chosen, one alone is a choice, too."""
    return sum(c.chosen for c in choices) > 1


def now_words(kind: Kind, choices: tuple[Choice, ...]) -> str:
    """年度：2024 年 – what it is now, or only what can be chosen where it is several."""
    chosen = [c.words for c in choices if c.chosen]
    name = say(f"ask.change_{kind}")
    return f"{name}：{chosen[0]}" if len(chosen) == 1 else name


def act(at: int, given: Answer, found: Alternatives, said: str) -> None:
    """Do what a button of the tree says."""
    match said.split():
        case [word, named, number] if word == FIX:
            for kind, choices in found.items():
                if kind == named and int(number) < len(choices):
                    _choose(given, kind, choices[int(number)])
        case [word, named] if word == SEARCH:
            state.unfold(at, named)


def search(at: int, given: Answer, found: Alternatives) -> None:
    """Where there are many to choose from, and one is looked for: the box to find it in."""
    for kind, choices in found.items():
        if kind != state.unfolded(at):
            continue
        key = f"correct-{at}-{kind}"

        def chosen(kind: Kind = kind, key: str = key) -> None:
            if isinstance(choice := st.session_state.get(key), Choice):
                _choose(given, kind, choice)

        st.selectbox(say("ask.choose_entity"), [c for c in choices if not c.chosen],
                     format_func=lambda c: c.words, index=None, key=key,
                     placeholder=say("ask.choose"), on_change=chosen)  # fmt: skip


def _choose(given: Answer, kind: Kind, choice: Choice) -> None:
    state.fold()
    want(Wanted(given.question, Correction(kind, choice.value), given, choice.words))
