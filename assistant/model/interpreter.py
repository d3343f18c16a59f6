"""Asks the model how a question is meant, and turns its reading into a query: or into nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assistant.catalogue import Catalogue
from assistant.model.client import Model, ModelFailed
from assistant.model.reading import (
    SYSTEM,
    Reading,
    agrees,
    is_grounded,
    items_of,
    message,
    offer_of,
    operation_of,
    read_reply,
    said_as,
)
from assistant.understand.linking import Linked, Linker
from assistant.understand.planner import Before, Planner
from assistant.understand.query import Query
from assistant.understand.when import When

TRIES = 2  # a reply that is no reading is asked for once more


@dataclass(slots=True)
class Trace:
    """What asking the model took, and what came of it; goes along with the answer."""

    model: str
    outcome: str = "unused"  # answered | asked_back | void | failed
    problem: str = ""
    tokens: int = 0
    seconds: float = 0.0
    cost: Decimal | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.model, "outcome": self.outcome, "problem": self.problem,
            "tokens": self.tokens, "seconds": round(self.seconds, 2),
            "cost_yuan": None if self.cost is None else f"{self.cost:.6f}",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interpreted:
    """`grounded`: the labels are ways of saying the words; else a reader is asked back."""

    query: Query
    grounded: bool
    said: str


@dataclass(slots=True)
class Interpreter:
    model: Model
    catalogue: Catalogue
    linker: Linker
    planner: Planner
    schema: dict[str, Any] = field(default_factory=Reading.model_json_schema)

    def read(
        self, question: str, history: Sequence[Before], asked: Query | None
    ) -> tuple[Interpreted | None, Trace]:
        """The model's reading as a query; None where it has none that holds.

        `asked` is the query that found nothing: its bodies and years are given to a follow-up.
        """
        trace = Trace(self.model.name)
        linked = self.planner.linked(question)
        if not linked.entities and asked is not None:
            spoken = {u.entity for u in self.catalogue.units if u.doc_ids in asked.units}
            linked.entities = sorted(spoken) if len(spoken) == 1 else []
        offer = offer_of(linked, self.catalogue, self.linker)
        reading = self._asked(
            message(linked.text, [h if isinstance(h, str) else h.bare for h in history], offer),
            trace,
        )
        if reading is None:
            return None, trace
        if not agrees(reading, offer, linked):
            trace.outcome = "void"
            return None, trace
        meant = _as_read(linked, reading)
        query = self.planner.meant(meant, operation_of(reading), items_of(reading), history)
        if not isinstance(query, Query):
            trace.outcome = "void"
            return None, trace
        query = replace(query, descending=reading.descending, limit=reading.limit)
        return Interpreted(
            query, is_grounded(reading, linked, self.linker), said_as(reading)
        ), trace

    def _asked(self, user: str, trace: Trace) -> Reading | None:
        for _ in range(TRIES):
            try:
                reply = self.model.reply(SYSTEM, user, self.schema)
            except ModelFailed as error:
                trace.outcome, trace.problem = "failed", str(error)
                return None
            trace.tokens += reply.tokens_in + reply.tokens_out
            trace.seconds += reply.seconds
            trace.cost = reply.cost if trace.cost is None else trace.cost + (reply.cost or 0)
            reading = read_reply(reply.text)
            if reading is not None:
                return reading
        trace.outcome, trace.problem = "void", "模型的答复不合格式"
        return None


def _as_read(linked: Linked, reading: Reading) -> Linked:
    """The question's words with the bodies, years and stage of a reading in their places."""
    when = When(
        linked.when.years or tuple(reading.years),
        linked.when.every,
        linked.when.says_final or reading.stage == "final",
        linked.when.says_budget or reading.stage == "budget",
    )
    return replace(linked, entities=list(reading.entities) or linked.entities, when=when)
