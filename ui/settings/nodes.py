"""The settings page as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from collections.abc import Iterable

from ui.nodes import Node, node
from ui.settings.words import Row
from ui.words import say


def heading() -> Node:
    return node(
        "div",
        "pagehead",
        node("h1", "pagetitle", say("settings.title")),
        node("p", "lead", say("settings.lead")),
    )


def block(title: str, notes: Iterable[str], rows: Iterable[Row] = ()) -> Node:
    """What is set, and the variable that sets it."""
    made = [
        node(
            "div",
            "setting",
            node("div", "name", name),
            node("div", "set", value),
            *([node("code", "variable", variable)] if variable else []),
        )
        for name, value, variable in rows
    ]
    return node(
        "div",
        "block",
        node("h2", "blocktitle", title),
        *(node("p", "remark", note) for note in notes),
        *made,
    )


def reached(told: str, *, ok: bool) -> Node:
    return node("p", f"reached {'good' if ok else 'bad'}", ("✓ " if ok else "✗ ") + told, live=1)
