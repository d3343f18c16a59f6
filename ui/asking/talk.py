"""A conversation: its questions, each with its answer, or what went wrong."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.answer import Answer
from assistant.refine import query_of
from assistant.understand.query import Query

LONGEST_NAME = 60


def token() -> str:
    """An id that nobody guesses."""
    return secrets.token_urlsafe(16)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Turn:
    """`answer` is None where it failed (`problem` says why) or was stopped (`problem` is "")."""

    question: str
    answer: Answer | None = None
    problem: str = ""
    correction: str = ""  # what the question was changed to: 2023 年
    id: str = field(default_factory=token)
    asked: datetime = field(default_factory=now)
    edition: str = ""  # of the corpus that was asked
    kept: bool = False  # from an earlier visit

    def before(self) -> str | Query:
        """What a follow-up is to know of it."""
        if self.correction and self.answer is not None and "operation" in self.answer.query:
            return query_of(self.answer)
        return self.question


@dataclass(slots=True)
class Talk:
    """`id` is "" until it has been kept."""

    id: str = ""
    name: str = ""
    turns: list[Turn] = field(default_factory=list)

    def history(self) -> list[str | Query]:
        return [turn.before() for turn in self.turns if turn.answer is not None]


def name_of(question: str) -> str:
    """A conversation is called by its first question until it is renamed."""
    said = " ".join(question.split())
    return said if len(said) <= LONGEST_NAME else said[: LONGEST_NAME - 1] + "…"
