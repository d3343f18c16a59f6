"""Draws trees of nodes in the browser with textContent only: nothing in them can be markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from ui.nodes import Node

STYLES = (
    Path(__file__).with_name("chips.css"),
    Path(__file__).with_name("library") / "nodes.css",
)
DRAWING = Path(__file__).with_name("chips.js")
SCRIPT = Path(__file__).with_name("node.js")


@cache
def _drawing() -> Any:
    """What draws all trees, and the style that they share: it goes to a browser once, not with
    every tree – a page has dozens, and is drawn anew with each question."""
    style = "\n".join(path.read_text("utf-8") for path in STYLES)
    script = f"const STYLE = {json.dumps(style)};\n{DRAWING.read_text('utf-8')}"
    return st.components.v2.component("chazhang_drawing", js=script)


@cache
def _component() -> Any:
    return st.components.v2.component("chazhang_nodes", js=SCRIPT.read_text("utf-8"))


def prepare() -> None:
    """Called once in each run of the page: without it no tree is drawn."""
    with st.container(key="drawing-place"):
        _drawing()(key="drawing")


def draw(
    tree: Node,
    key: str,
    on_pick: Callable[[int], None] | None = None,
    active: int = 0,
    *,
    top: bool = False,
    on_act: Callable[[str], None] | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Show a tree; `on_pick` gets the citation that was clicked, before the next run, `on_act` the
    word of a button that has one.

    `top` scrolls to it once, when it is first drawn."""

    def picked() -> None:
        value = st.session_state[key].get("pick")
        if on_pick and isinstance(value, int):
            on_pick(value)

    def acted() -> None:
        value = st.session_state[key].get("act")
        if on_act and isinstance(value, str):
            on_act(value)

    _component()(
        key=key,
        width=width,
        data={"tree": tree, "active": active, "top": top},
        on_pick_change=picked,
        on_act_change=acted,
    )
