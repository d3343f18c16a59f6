"""What a session of the page of questions remembers, and what of it the address says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import streamlit as st

from assistant.answer import Answer
from assistant.refine import Correction
from ui.asking.live import Asking
from ui.asking.talk import Talk, Turn, token
from ui.history import keeping

TALK, LINK = "talk", "answer"  # in the address: the conversation, or one answer of somebody
OPEN, ALL, PENDING, NO_LINK = "open", "all-turns", "pending", "no-link"
WAITING, UNFOLDED = "waiting", "unfolded"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The turn that is being answered now; it is the last."""

    wanted: Wanted
    turn: Turn
    asking: Asking


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to ask now: a new one, or an answered one with something of it corrected."""

    question: str
    correction: Correction | None = None
    of: Answer | None = None
    words: str = ""  # 2023 年


def talk() -> Talk:
    """The conversation on the page."""
    return cast(Talk, st.session_state.setdefault("conversation", Talk()))


def arrive() -> None:
    """Find the conversation that the address names, where it is not the one on the page."""
    link = st.query_params.get(LINK)
    if link and st.session_state.get("linked") != link:
        st.session_state["linked"] = link
        _open_link(link)
    wanted = st.query_params.get(TALK)
    if not link and wanted and wanted != talk().id and not talk().turns and keeping.ready():
        if found := keeping.find(wanted):
            put(found)
        else:
            st.session_state[NO_LINK] = "ask.no_talk_told"
            st.query_params.pop(TALK, None)
    say_in_address()


def is_arriving() -> bool:
    """A conversation is asked for, and the browser has not said yet whose it is."""
    kept = keeping.histories() is not None
    return kept and bool(st.query_params.get(TALK)) and not keeping.ready()


def _open_link(link: str) -> None:
    turn = keeping.linked(link)
    if turn is None:
        st.session_state[NO_LINK] = "ask.no_link_told"
        return
    # its own id is that of somebody's conversation: here it is a copy
    put(Talk(turns=[replace(turn, id=token())]))


def say_in_address() -> None:
    """The address of a conversation that is kept opens it again."""
    if talk().id and st.query_params.get(TALK) != talk().id:
        st.query_params[TALK] = talk().id
    if len(talk().turns) > 1 or talk().id:
        st.query_params.pop(LINK, None)


def put(found: Talk) -> None:
    """Show another conversation."""
    forget()
    st.session_state["conversation"] = found


def forget() -> None:
    """An empty page again; what was asked stays in the history."""
    for name in ("conversation", OPEN, PENDING, ALL, NO_LINK, WAITING, UNFOLDED):
        st.session_state.pop(name, None)
    st.query_params.pop(TALK, None)


def leave_link() -> None:
    st.session_state.pop("linked", None)
    st.query_params.pop(LINK, None)


def show_all() -> None:
    st.session_state[ALL] = True


def want(wanted: Wanted) -> None:
    """Ask this in the next run."""
    st.session_state[PENDING] = wanted


def wanted() -> Wanted | None:
    return cast("Wanted | None", st.session_state.pop(PENDING, None))


def wait_for(waiting: Waiting) -> None:
    """What was waited for before is left as stopped."""
    st.session_state[WAITING] = waiting
    talk().turns.append(waiting.turn)


def waiting() -> Waiting | None:
    return cast("Waiting | None", st.session_state.get(WAITING))


def stop() -> None:
    st.session_state.pop(WAITING, None)


def answered(done: Turn) -> None:
    stop()
    talk().turns[-1] = done


def opened() -> tuple[int, int] | None:
    """The turn and citation the side panel is open on, if they are still there."""
    found: tuple[int, int] | None = st.session_state.get(OPEN)
    turns = talk().turns
    if found is None or found[0] >= len(turns):
        return None
    given = turns[found[0]].answer
    return found if given and any(c.id == found[1] for c in given.citations) else None


def open_at(at: int, citation: int) -> None:
    st.session_state[OPEN] = (at, citation)


def close() -> None:
    st.session_state.pop(OPEN, None)


def unfold(at: int, what: str) -> None:
    """Show what belongs to a turn and is only there when it is asked for; asked twice, hide it."""
    st.session_state[UNFOLDED] = None if unfolded(at) == what else (at, what)


def unfolded(at: int) -> str:
    """What is shown of a turn besides, if anything."""
    turn, what = st.session_state.get(UNFOLDED) or (at, "")
    return str(what) if turn == at else ""


def fold() -> None:
    st.session_state.pop(UNFOLDED, None)


def is_stopped(turn: Turn) -> bool:
    return turn.answer is None and not turn.problem
