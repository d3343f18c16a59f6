"""The chat page: ask, read, click a number, see the cell on the page."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from assistant.answer import Answer
from ingest.errors import ChazhangError
from ui import nodes, panel, sources
from ui.chips import draw
from ui.format import plain

SHOWN = 8  # a rerun grows with the conversation, so earlier turns are folded away
HINT = "输入问题，例如：某某局 2024 年收入总计是多少？"
ABOUT_MODEL = "自己看不懂的问题，把问题和目录发给 {}，请它说明问的是哪一项；文件内容不发，数字仍然只从文件里取。"
log = logging.getLogger(__name__)


class Desk(panel.Papers, Protocol):
    """What the page needs of an assistant."""

    @property
    def model_name(self) -> str: ...
    def ask(self, question: str, history: list[str], *, with_model: bool) -> Answer: ...
    def suggestions(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, or what went wrong."""

    question: str
    answer: Answer | None
    problem: str = ""


def show(desk: Desk) -> None:
    """The page beside the sidebar."""
    with st.sidebar:
        _controls(desk.model_name)
    _conversation(desk)


def _controls(model: str) -> None:
    st.button("新对话", icon=":material/add:", width="stretch", on_click=_forget, key="new")
    if model:
        st.session_state.setdefault("with_model", True)
        st.toggle(
            "难懂的问题问模型",
            key="with_model",
            help=ABOUT_MODEL.format(plain(model)),
        )


def _forget() -> None:
    for name in ("turns", "open", "pending", "whole"):
        st.session_state.pop(name, None)


def _conversation(desk: Desk) -> None:
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    asked = st.chat_input(HINT, key="box", max_chars=2000) or st.session_state.pop("pending", None)
    opened = None if asked else _opened(turns)
    if opened:
        left, right = st.columns([0.56, 0.44], gap="medium")
        with right:
            _panel(desk, turns[opened[0]].answer, *opened)
    else:
        left = st.container()
    with left, st.container(key="chat"):
        _turns(desk, turns, opened)
        if asked:
            st.session_state.pop("open", None)
            _answer(desk, turns, asked)
        elif not turns:
            _empty(desk)


def _opened(turns: list[Turn]) -> tuple[int, int] | None:
    """The turn and citation the side panel is open on, if they are still there."""
    found: tuple[int, int] | None = st.session_state.get("open")
    if found is None or found[0] >= len(turns):
        return None
    given = turns[found[0]].answer
    return found if given and any(c.id == found[1] for c in given.citations) else None


def _panel(desk: Desk, given: Answer | None, turn: int, number: int) -> None:
    if given is None:
        return
    cited = next(c for c in given.citations if c.id == number)
    words = nodes.panel(cited, given, panel.unit_of(cited, desk.table_of(cited)))

    def go(to: int) -> None:
        st.session_state["open"] = (turn, to)

    panel.show(desk, words, given.citations, number, go, _close)


def _close() -> None:
    st.session_state.pop("open", None)


def _turns(desk: Desk, turns: list[Turn], opened: tuple[int, int] | None) -> None:
    first = 0 if st.session_state.get("whole") else max(0, len(turns) - SHOWN)
    if first:
        st.button(f"显示更早的 {first} 轮", key="earlier", type="tertiary", on_click=_show_all)
    for index in range(first, len(turns)):
        active = opened[1] if opened and opened[0] == index else 0
        _turn(desk, index, turns[index], active, last=index == len(turns) - 1)


def _show_all() -> None:
    st.session_state["whole"] = True


def _turn(desk: Desk, index: int, turn: Turn, active: int, *, last: bool) -> None:
    def pick(citation: int) -> None:
        st.session_state["open"] = (index, citation)

    with st.container(key=f"turn-{index}", gap="small"):
        draw(nodes.question(turn.question), f"question-{index}", top=last and index > 0)
        if turn.answer is None:
            draw(nodes.notice("这次没有答成", turn.problem), f"problem-{index}")
            return
        draw(nodes.answer(turn.answer), f"answer-{index}", pick, active)
        sources.show(desk, index, turn.answer, pick, active)
        draw(nodes.footer(turn.answer), f"footer-{index}")
        if last:
            _asks(turn.answer.follow_ups, str(index))


def _asks(questions: tuple[str, ...] | list[str], name: str) -> None:
    if not questions:
        return
    with st.container(key=f"asks-{name}", horizontal=True, gap="small"):
        for number, text in enumerate(dict.fromkeys(questions)):
            st.button(plain(text), key=f"ask-{name}-{number}", on_click=_pend, args=(text,))


def _pend(text: str) -> None:
    st.session_state["pending"] = text


def _empty(desk: Desk) -> None:
    draw(nodes.welcome(), "welcome")
    _asks(desk.suggestions()[:6], "empty")


def _answer(desk: Desk, turns: list[Turn], question: str) -> None:
    draw(nodes.question(question), f"question-{len(turns)}-new")
    with st.spinner("正在查找，并逐个核对数字…"):
        turns.append(_ask(desk, question, [t.question for t in turns]))
    st.rerun()


def _ask(desk: Desk, question: str, history: list[str]) -> Turn:
    try:
        with_model = bool(st.session_state.get("with_model", True))
        return Turn(question, desk.ask(question, history=history, with_model=with_model))
    except ChazhangError as error:
        return Turn(question, None, str(error))
    except Exception:  # the edge: one failed question must not end the session
        log.exception("question failed")
        return Turn(question, None, "程序内部出错，详情已写入服务端日志。请换个问法，或稍后再试。")
