"""What is said of a number of a draft: the verdict, the right value, where it is from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from assistant.answer import Citation


class Verdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Checked:
    """text[start:end] of the draft; `expected` is the right value, None where none was found;
    `warnings` say where the disclosure contradicts itself at the cells that it rests on."""

    text: str
    start: int
    end: int
    verdict: Verdict
    claim: dict[str, Any]
    citations: tuple[Citation, ...] = ()
    expected: str | None = None
    reason: str = ""  # one plain Chinese sentence
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    numbers: tuple[Checked, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
