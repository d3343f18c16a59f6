"""The menu with which an answer is taken away. What is in it is made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime
from functools import cache
from pathlib import Path

import streamlit as st

from assistant.answer import Answer
from ingest.export.sheets import csv_bytes, xlsx_bytes
from ingest.settings import current_settings
from ui.chips import draw
from ui.nodes import node
from ui.taking.card import NoFont, card_png, chinese_font
from ui.taking.document import docx_bytes
from ui.taking.writing import as_markdown, bare, columns, day_of, number_rows
from ui.words import say, speak, tongue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cache
def _font(named: str) -> Path | None:
    try:
        return chinese_font(named)
    except NoFont:
        return None


def in_this_tongue(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file is made later, elsewhere: it is to speak as this run does."""
    spoken = tongue()

    def made() -> bytes:
        speak(spoken)
        return make()

    return lambda: copy_context().run(made)


def file_name(question: str, asked: datetime, suffix: str) -> str:
    """查账-2026-11-26-收入总计是多少.docx"""
    kept = "".join(c for c in bare(question) if c.isalnum())[:30]
    return f"查账-{day_of(asked)}-{kept or '回答'}.{suffix}"


def show(at: int, given: Answer, asked: datetime) -> None:
    """The files that can be had, in a row."""
    with st.container(key=f"take-{at}", horizontal=True, gap="small"):
        for suffix, mime, make in _kinds(given, asked):
            _button(at, suffix, mime, make, file_name(given.question, asked, suffix))
        if given.numbers:
            _card(at, given, asked)


def _kinds(given: Answer, asked: datetime) -> list[tuple[str, str, Callable[[], bytes]]]:
    texts: list[tuple[str, str, Callable[[], bytes]]] = [
        ("docx", DOCX, lambda: docx_bytes(given, asked)),
        ("md", "text/markdown", lambda: as_markdown(given, asked).encode()),
    ]
    sheets: list[tuple[str, str, Callable[[], bytes]]] = [
        ("xlsx", XLSX, lambda: xlsx_bytes(columns(), number_rows(given))),
        ("csv", "text/csv", lambda: csv_bytes(columns(), number_rows(given))),
    ]
    return [*texts, *(sheets if given.numbers else [])]


def _button(at: int, suffix: str, mime: str, make: Callable[[], bytes], name: str) -> None:
    st.download_button(
        say(f"ask.take_{suffix}"),
        data=in_this_tongue(make),
        file_name=name,
        mime=mime,
        on_click="ignore",
        key=f"take-{suffix}-{at}",
    )


def _card(at: int, given: Answer, asked: datetime) -> None:
    font = _font(current_settings().font)
    if font is None:
        draw(node("div", "nothing", say("ask.no_font")), f"take-no-font-{at}")
        return
    _button(at, "card", "image/png", lambda: card_png(given, asked, font),
            file_name(given.question, asked, "png"))  # fmt: skip
