"""The quality page: the last result of the question sets, and the health of the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from assistant.health import Health
from eval.last import last
from ingest.corpus.failures import failures, write_failures
from ingest.corpus.layers import Counting
from ingest.corpus.ledger import is_there, open_ledger
from ui import nodes as shared
from ui.chips import draw
from ui.guard import DOOR
from ui.quality import nodes, words
from ui.rooms import Rooms
from ui.words import say


class Desk(Protocol):
    """What the page needs of an assistant."""

    @property
    def health(self) -> Health: ...
    def library(self) -> list[dict[str, Any]]: ...


def show(desk: Desk | None, rooms: Rooms) -> None:
    """The page beside the sidebar."""
    corpus = rooms.settings.corpus
    with st.container(key="quality-page"):
        draw(nodes.heading(), "quality-heading")
        _corpus(desk, rooms, corpus)
        _questions(corpus)


def _questions(corpus: Path) -> None:
    kept = last(corpus)
    if kept is None:
        draw(shared.notice(say("quality.eval_title"), say("quality.eval_none")), "quality-no-eval")
        return
    draw(nodes.result(kept), "quality-result")
    with st.expander(say("quality.kinds_title"), key="quality-kinds"):
        draw(nodes.by_kind(kept), "quality-by-kind")
    wrong = words.failures(kept)
    if wrong:
        with st.expander(say("quality.failures_title", n=len(wrong)), key="quality-wrong"):
            draw(nodes.failed_questions(kept), "quality-failed-questions")


def _corpus(desk: Desk | None, rooms: Rooms, corpus: Path) -> None:
    failed = failures(corpus)
    if desk is None:
        draw(shared.notice(say("quality.corpus_title"), say("quality.nothing")), "quality-empty")
    else:
        with st.spinner(say("quality.counting")):
            found = desk.health
        made = words.health_cards(found, len(failed))
        if is_there(corpus):
            made.insert(5, words.layer_card(_layers(str(corpus.resolve())).blind(), found.pages))
            made.append(words.vector_card(*_vectors(corpus, rooms.version())))
        draw(nodes.health(made), "quality-health")
        _findings(found)
    if failed:
        draw(nodes.failed_files(failed), "quality-failed")
        if not rooms.settings.read_only:
            st.button(say("quality.clear"), type="tertiary", key="quality-clear",
                      on_click=write_failures, args=(corpus, ()))  # fmt: skip


def _findings(found: Health) -> None:
    draw(nodes.findings(found), "quality-findings")
    if any(found.findings.values()):
        st.button(say("quality.to_findings"), key="quality-to-findings", type="tertiary",
                  icon=":material/arrow_forward:", on_click=_to_findings)  # fmt: skip


def _to_findings() -> None:
    st.query_params[DOOR] = "contradictions"


@st.cache_resource(show_spinner=False)
def _layers(corpus: str) -> Counting:
    return Counting(Path(corpus))


@st.cache_data(show_spinner=False, max_entries=4, ttl=30)
def _vectors(corpus: Path, version: int) -> tuple[int, int]:
    """(how many have one, how many there are); `version` is only a part of the key."""
    del version
    with open_ledger(corpus) as ledger:
        lacking, every = ledger.lacking_vectors()
        return every - len(lacking), every
