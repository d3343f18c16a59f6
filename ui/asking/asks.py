"""Questions as buttons: examples for a first visitor, and what may be asked next."""

from __future__ import annotations

from collections.abc import Sequence

from ui.asking.state import Wanted, want
from ui.nodes import Node, node

ASK = "ask"  # the word of such a button, before its number


def tree(questions: Sequence[str], name: str = "") -> Node:
    buttons = (
        node("button", "ask", text, act=f"{ASK} {number}")
        for number, text in enumerate(dict.fromkeys(questions))
    )
    return node("div", f"asks {name}".strip(), *buttons)


def act(questions: Sequence[str], said: str) -> None:
    """Do what a button of the tree says."""
    what, _, number = said.partition(" ")
    listed = list(dict.fromkeys(questions))
    if what == ASK and number.isdecimal() and int(number) < len(listed):
        want(Wanted(listed[int(number)]))
