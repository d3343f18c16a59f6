"""The history in the sidebar: find, open, rename, delete a conversation."""

from __future__ import annotations

import streamlit as st

from ui.asking import nodes as own
from ui.asking import state
from ui.asking.talk import Talk
from ui.chips import draw
from ui.history import reader
from ui.history.keeping import OWNER, find, histories, keep
from ui.history.store import Histories
from ui.words import say

SHOWN = 12
EDITED, SEARCH, MORE = "talk-edited", "talk-search", "talk-more"


def know_reader() -> None:
    """Before all that depends on whose history it is."""
    if histories() is not None:
        with st.sidebar:
            st.session_state[OWNER] = reader.who()


def show() -> None:
    held, owner = histories(), str(st.session_state.get(OWNER) or "")
    if held is None or not owner:
        return
    talk = state.talk()
    if talk.turns and not talk.id and not talk.turns[-1].kept:
        keep(talk)  # asked before the browser had said whose it is
    with st.container(key="history", gap="small"):
        draw(own.shelf_head(), "history-head")
        searched = str(st.session_state.get(SEARCH) or "")
        most = 200 if st.session_state.get(MORE) else SHOWN
        listed = held.listed(owner, searched, most + 1)
        if searched or len(listed) > 5:
            st.text_input(say("ask.history_search"), key=SEARCH, icon=":material/search:",
                          placeholder=say("ask.history_search"), label_visibility="collapsed")  # fmt: skip
        draw(own.shelf(listed[:most], talk.id, bool(searched)), "history-list", on_act=_act)
        if len(listed) > most:
            st.button(say("ask.history_more"), key="history-more", type="tertiary", on_click=_more)
        _editor(held, owner, talk)


def _more() -> None:
    st.session_state[MORE] = True


def _act(said: str) -> None:
    what, _, talk = said.partition(" ")
    if what == "edit":
        open_now = st.session_state.get(EDITED) != talk
        st.session_state[EDITED] = talk if open_now else None
    elif what == "open" and (found := find(talk)):
        state.leave_link()
        state.put(found)


def _editor(held: Histories, owner: str, talk: Talk) -> None:
    """Rename or delete the one whose ⋯ was clicked."""
    edited = st.session_state.get(EDITED)
    found = held.open(owner, edited) if edited else None
    if found is None:
        return
    with st.container(key="talk-editor", gap="small"):
        st.text_input(say("ask.rename"), found.name, key=f"rename-{edited}", max_chars=60)
        with st.container(horizontal=True, gap="small"):
            st.button(say("ask.rename_do"), key="rename-do", on_click=_rename,
                      args=(held, owner, edited, talk))  # fmt: skip
            st.button(say("ask.delete_yes"), key="delete-do", icon=":material/delete:",
                      on_click=_delete, args=(held, owner, edited))  # fmt: skip


def _rename(held: Histories, owner: str, edited: str, talk: Talk) -> None:
    name = str(st.session_state.get(f"rename-{edited}") or "")
    held.rename(owner, edited, name)
    if talk.id == edited and name.strip():
        talk.name = name.strip()
    st.session_state.pop(EDITED, None)


def _delete(held: Histories, owner: str, edited: str) -> None:
    held.delete(owner, edited)
    st.session_state.pop(EDITED, None)
    if state.talk().id == edited:
        state.forget()
