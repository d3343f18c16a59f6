"""The settings page: how this desk is set up; what needs a restart is only shown."""

from __future__ import annotations

import streamlit as st

from assistant.model.reach import Reach, reach
from ui import gate
from ui.chips import draw
from ui.rooms import Rooms
from ui.settings import nodes, words
from ui.words import say

FOUND = "settings-reached"


def show(rooms: Rooms) -> None:
    """The page beside the sidebar."""
    given = rooms.settings
    with st.container(key="settings-page"):
        draw(nodes.heading(), "settings-heading")
        _model(rooms)
        on = say("settings.login_on" if given.login else "settings.login_off")
        me = gate.address_of(st.user) if given.login else ""
        draw(nodes.block(say("settings.login_title"), [on], words.login_rows(given, me)),
             "settings-login")  # fmt: skip
        draw(nodes.block(say("settings.files_title"), [], words.file_rows(given)), "settings-files")
        draw(nodes.block(say("settings.trail_title"), [words.trail_note(given)],
                         words.trail_rows(given)), "settings-trail")  # fmt: skip
        notes = [say("settings.private"), say("settings.private_model")]
        draw(nodes.block(say("settings.private_title"), notes), "settings-private")


def _model(rooms: Rooms) -> None:
    given = rooms.settings
    notes = [words.model_note(given)]
    draw(nodes.block(say("settings.model_title"), notes, words.model_rows(given)), "settings-model")
    if not words.has_model(given):
        return
    with st.container(horizontal=True, key="settings-test", vertical_alignment="center"):
        if st.button(say("settings.test"), key="settings-test-go", icon=":material/lan:"):
            with st.spinner(say("settings.testing")):
                st.session_state[FOUND] = reach(given)
        found = st.session_state.get(FOUND)
        if found is not None:
            ok = found.reach in (Reach.OK, Reach.UNLISTED)
            draw(nodes.reached(words.reached(found, given), ok=ok), "settings-reached-words")


def leave() -> None:
    """The way out, in the sidebar."""
    st.button(
        say("settings.logout"),
        icon=":material/logout:",
        type="tertiary",
        key="logout",
        on_click=st.logout,
    )
