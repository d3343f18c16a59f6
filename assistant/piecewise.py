"""Several questions in one sentence: what the whole of it and each of them are answered with, as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Status
from assistant.phrase.draft import Draft
from assistant.phrase.scene import Outcome
from assistant.phrase.telling import NEAREST
from assistant.understand.normalise import fold
from assistant.understand.query import Operation, Query

_TOLD = frozenset(
    {Operation.REASON, Operation.CHANGE, Operation.PASSAGE, Operation.INDICATOR,
     Operation.DEFINITION, Operation.OUTTURN}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the questions, how it was understood, and what it is answered with."""

    question: str
    query: Query
    outcome: Outcome

    @property
    def answered(self) -> bool:
        """Near passages are no answer to a part of a question."""
        draft = self.outcome.draft
        held = self.outcome.status is Status.ANSWERED and NEAREST not in draft.text
        told = any(re.search(r"\d", draft.text[q.start : q.end]) for q in draft.quotes)
        return held and (bool(draft.claims) or told or self.query.operation in _TOLD)


def together(whole: Outcome, query: Query, pieces: Sequence[Piece]) -> Draft | None:
    """The draft that answers all; None where the whole says enough, or its parts say nothing.

    A part that is not held is said to be so beside the others: an honest half of an answer.
    """
    found = [p for n, p in enumerate(pieces) if p.answered and _stands(p, pieces[:n])]
    numbers = [p for p in found if p.outcome.draft.claims]
    if not numbers and not (found and len(found) == len(pieces)):
        return None
    draft = Draft()
    if whole.status is Status.ANSWERED:
        if len(found) == len(pieces) and not whole.draft.claims:
            pass  # the parts have numbers where the whole has but a passage
        else:
            draft.adopt(whole.draft)
            found = [p for p in found if p.query.operation in _TOLD or p.outcome.draft.claims]
            found = [p for p in found if not _asked_already(p.query, query)]
    before = draft.text
    for piece in found:
        if _says_more(piece.outcome.draft, draft):
            draft.words("\n\n" if draft.text else "").adopt(piece.outcome.draft)
    if whole.status is not Status.ANSWERED:
        for piece in (p for p in pieces if not p.answered):
            draft.words(f"\n\n文件里没有找到“{_named(piece)}”。")
    return draft if draft.text != before else None


def _asked_already(part: Query, whole: Query) -> bool:
    """True where a part looks up once more what the whole question was read to look up."""
    plain = (Operation.LOOKUP, Operation.SHARE)  # 采购多少，服务占多少: of what, the whole says
    same = (part.units, part.year) == (whole.units, whole.year)
    alike = part.operation is whole.operation and part.operation in plain
    return alike and same and set(part.items) <= set(whole.items)


def _stands(piece: Piece, before: Sequence[Piece]) -> bool:
    """True where all before it was understood, or it names by itself what it is about."""
    if all(p.answered for p in before):
        return True
    items = piece.query.items
    said = fold(piece.question)
    return bool(items) and all(
        i.words in said and not set(i.keys) & {"支出总计", "收入总计"} for i in items
    )


def _says_more(new: Draft, said: Draft) -> bool:
    """True where a draft has a number or a quotation that is not yet said."""
    numbers = {c.amount for c in said.claims}
    if any(c.amount not in numbers for c in new.claims):
        return True
    quoted = [new.text[q.start : q.end] for q in new.quotes]
    return any(text not in said.text for text in quoted)


def _named(piece: Piece) -> str:
    """The part as it was asked, without the digits that the asker said: they have no source."""
    return (
        re.sub(r"[？?，,。；;!！]+$|\d[\d,.]*", "", piece.query.bare.strip())
        or piece.outcome.missing
    )
