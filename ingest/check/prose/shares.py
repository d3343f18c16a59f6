"""占 64.68%: shares against the whole that the list itself is of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ingest.check.compare import (
    finding,
    in_words,
    statement_side,
)
from ingest.check.prose.changes import levels
from ingest.check.prose.parts import HUNDRED, ratio_gap
from ingest.records import Disclosure, Finding, Role, Severity, Statement

AROUND = 24  # and what a share is of


def shares(disclosure: Disclosure) -> Iterator[Finding]:
    """占 64.68% against the whole that the other shares of the list are of."""
    told = disclosure.statements
    for place, one in enumerate(told):
        if one.role is not Role.SHARE or one.amount.unit != "%" or not place:
            continue
        part = told[place - 1]
        if not _is_part(part, one):
            continue
        around = told[max(place - AROUND, 0) : place + AROUND]
        near = [s for s in around if s.headings == one.headings]
        whole = _whole_of_the_others(one, near)
        if whole is None or whole is part:
            continue
        gap = ratio_gap(one.amount, part.amount, whole.amount)
        if gap.severity is not Severity.CONTRADICTION or _of_any(one, part, near):
            continue
        worked = part.amount.in_yuan() * HUNDRED / whole.amount.in_yuan()
        message = (
            f"正文称“{one.subject}”{in_words(part.amount)} 占 {in_words(one.amount)}，"
            f"按“{whole.subject}”{in_words(whole.amount)} 应为 {worked:.2f}%，不是尾差。"
        )
        sides = [statement_side(s) for s in (one, part, whole)]
        found = finding("share", message, sides, gap)
        if found:
            yield found


def _is_part(part: Statement, share: Statement) -> bool:
    own = part.role is Role.LEVEL and part.amount.is_money and part.subject == share.subject
    return own and part.sentence == share.sentence


def _of_any(share: Statement, part: Statement, near: Sequence[Statement]) -> bool:
    wholes = (s.amount for s in levels(near) if s is not part and s.amount.number)
    return any(
        ratio_gap(share.amount, part.amount, w).severity is not Severity.CONTRADICTION
        for w in wholes
    )


def _whole_of_the_others(one: Statement, near: Sequence[Statement]) -> Statement | None:
    """The amount that another share of the same list is exactly of."""
    pairs = [
        (part, share)
        for part, share in itertools.pairwise(near)
        if share.role is Role.SHARE
        and share is not one
        and share.whole == one.whole
        and share.amount.unit == "%"
        and part.amount.number
        and _is_part(part, share)
    ]
    for whole in levels(near):
        if whole.amount.number and all(whole is not part for part, _ in pairs):
            right = [
                ratio_gap(share.amount, part.amount, whole.amount).severity
                is not Severity.CONTRADICTION
                for part, share in pairs
            ]
            if right and all(right):
                return whole
    return None
