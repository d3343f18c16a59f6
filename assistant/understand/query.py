"""The typed question: who, when, what, on which basis, which operation."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from assistant.understand.comparing import Comparing


class Operation(StrEnum):
    LOOKUP = "lookup"
    LIST = "list"
    BREAKDOWN = "breakdown"
    SHARE = "share"
    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    AVERAGE = "average"  # money for each of what a sentence counts
    CHANGE = "change"
    PRIOR = "prior"  # last year's amount, worked back from this year's and the change
    EXTREME = "extreme"
    CONVERT = "convert"
    OUTTURN = "outturn"  # the budget against what was spent
    HAS = "has"
    CODE = "code"
    DEFINITION = "definition"
    REASON = "reason"
    PASSAGE = "passage"
    INDICATOR = "indicator"
    CONTRADICTIONS = "contradictions"
    LIBRARY = "library"
    PROJECTS = "projects"
    ENTITY_NAME = "entity_name"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked for: the words of the question and the label cores they may stand for."""

    words: str
    keys: tuple[str, ...]
    side: str = ""  # "收入" or "支出" where the question says so
    code: str = ""
    count: bool = False  # asks for how many of them, not how much money
    unit: str = ""  # what is counted, where the question says it: 批次, 人次


@dataclass(frozen=True, slots=True)
class Query:
    operation: Operation
    doc_ids: tuple[str, ...]
    year: int | None = None
    items: tuple[Item, ...] = ()
    parts: tuple[Item, ...] = ()  # columns that narrow the items: 基本支出 of 事业运行
    forms: tuple[str, ...] = ()  # a basis named by the question
    descending: bool = True
    limit: int = 1
    unit: str = ""
    claimed_direction: str = ""  # "up"/"down" where the question presumes one
    text: str = ""  # what is left of the question, for retrieval
    bare: str = ""  # the question without bodies and years
    narrow: tuple[str, ...] = ()  # words that must stand above the amount: 全委会 of 住宿服务
    amounts: tuple[str, ...] = ()  # numbers that the question itself says
    units: tuple[tuple[str, ...], ...] = ()  # the disclosures meant, each as its files
    across: bool = False  # several disclosures side by side: years, bodies
    open_years: bool = False  # no year was said
    quoted: tuple[str, ...] = ()  # names that stood between quotation marks
    alone: bool = False  # asks which body, where one alone is held that could be meant
    doubts: bool = False  # asks whether several places say the same
    years: tuple[int, ...] = ()  # those that were said
    comparing: Comparing = field(
        default_factory=Comparing
    )  # what is compared where there are several

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
