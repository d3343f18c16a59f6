"""A question or a draft has been dealt with: told to the logs, the figures and the trail."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from typing import Any

import streamlit as st

from assistant.answer import Answer, told_of
from assistant.claims.verdict import Report
from ingest.events import happened
from ingest.settings import current_settings
from ui.history.keeping import OWNER
from ui.watching.trail import Trail

log = logging.getLogger(__name__)
FAILED = "failed"


def answered(question: str, answer: Answer | None, seconds: float) -> None:
    """`answer` is None where there was none: a fault, or a corpus that cannot be asked."""
    told = told_of(answer) if answer else {"status": FAILED}
    told |= {"seconds": round(seconds, 3)}  # with what waited for it, as a reader sees it
    happened("question", **told)
    _note({"kind": "question", "question": question, "status": told["status"]})


def checked(report: Report | None, seconds: float) -> None:
    """A draft is nobody's business before it is printed: how long it was, and how it fared."""
    verdicts = Counter(str(n.verdict) for n in report.numbers) if report else Counter[str]()
    status = "checked" if report else FAILED
    happened("draft", status=status, seconds=round(seconds, 3), **verdicts)
    _note({"kind": "draft", "letters": len(report.text) if report else 0, "status": status})


def _note(told: dict[str, Any]) -> None:
    settings = current_settings()
    if not settings.trail:
        return
    try:
        Trail(settings.corpus, settings.trail_days).note(who(), told)
    except OSError as error:  # who asks is answered all the same
        log.warning("the trail cannot be written: %s", type(error).__name__)


def who() -> str:
    """The address of whoever is logged in, else a browser, known again by a hash: the word itself
    opens its history."""
    if getattr(st.user, "is_logged_in", False):
        user = st.user.to_dict()
        return str(user.get("email") or user.get("sub") or "login")
    return anonymous(str(st.session_state.get(OWNER) or ""))


def anonymous(word: str) -> str:
    return f"browser {hashlib.sha256(word.encode()).hexdigest()[:12]}" if word else "browser"
