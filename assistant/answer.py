"""The answer as other programs read it: the JSON contract, field for field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Self

from ingest.records import Spot


class Status(StrEnum):
    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    OUT_OF_SCOPE = "out_of_scope"


class Check(StrEnum):
    VERIFIED = "verified"  # the cell was read again and says this, in this role
    DERIVED = "derived"  # recomputed from verified cells
    CONFLICT = "conflict"  # read again, but the disclosure contradicts it elsewhere
    QUOTED = "quoted"  # stands in a quotation that was read again
    UNVERIFIED = "unverified"  # shown only of a scan, and said to be so


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the answer's text. Decimals are plain strings."""

    text: str
    value: str
    unit: str
    yuan: str | None
    check: Check
    formula: str | None
    citations: tuple[int, ...]
    start: int  # offset in Answer.text
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it was read. `bbox` is in PDF points from the top left, None for other files: a text
    file has `line`, a workbook `sheet` and `cell`, Word and web pages `paragraph` or a table's
    number, row and column."""

    id: int
    file: str
    sha256: str
    entity: str
    year: int
    stage: str
    kind: str  # table | narrative | glossary
    table: str
    form: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    page: int | None
    bbox: tuple[float, float, float, float] | None
    text: str
    line: int | None = None
    source: str = "text"  # "scan": recognised in a picture; other programs read nothing there
    doubtful: bool = False  # a scan, read too uncertainly to be called verified
    sheet: str = ""
    cell: str = ""
    paragraph: int | None = None
    table_number: int | None = None
    table_row: int | None = None
    table_column: int | None = None

    @property
    def spot(self) -> Spot | None:
        """Where in an office file; None in others."""
        if not self.sheet and self.paragraph is None and self.table_number is None:
            return None
        return Spot(self.sheet, self.cell, self.paragraph, self.table_number, self.table_row,
                    self.table_column)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caution:
    rule: str
    message: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person reads, and everything needed to check it."""

    question: str
    status: Status
    text: str
    numbers: tuple[Number, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[Caution, ...] = ()
    query: dict[str, Any] = field(default_factory=dict)
    follow_ups: tuple[str, ...] = ()
    elapsed_ms: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        """The answer that was written with `to_json`; ValueError where it is none."""
        kind: Any = cls
        return _reader(kind)(given)  # type: ignore[no-any-return]


def told_of(answer: Answer) -> dict[str, Any]:
    """All of an answer that anyone may know who may not know the question: for logs."""
    model = answer.query.get("model")
    return {
        "status": str(answer.status),
        "operation": str(answer.query.get("operation") or ""),
        "numbers": dict(Counter(str(n.check) for n in answer.numbers)),
        "warnings": len(answer.warnings),
        "model": str(model.get("outcome") or "asked") if isinstance(model, dict) else "",
        "seconds": round(answer.elapsed_ms / 1000, 3),
    }


@cache
def _reader(kind: type) -> Callable[[Any], Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind).validate_python
