"""What else a number may be said of, where its first reading bears nothing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import Claim
from assistant.claims.judged import Judged
from assistant.claims.roles import Role
from assistant.datum import Datum
from assistant.understand.query import Item


def other_readings(
    claims: Sequence[Claim], judged: Sequence[Judged], n: int
) -> tuple[list[Claim], bool]:
    """(the readings, the likeliest first, whether it is the one that the number before it turned
    out to have: 预算 85 亿元，增 50%)."""
    claim = claims[n]
    told = judged[n - 1].reading if n and claim.carried else None
    if told is not None:
        return [replace(claim, items=told.items)], True
    if claim.items and claim.leftover < 2 and not claim.moved and not claim.carried:
        return [], False
    readings = [] if _is_told_of_it(claims, judged, n) else list(claim.readings())
    before = judged[n - 1].by if n and claim.carried else None
    if before is not None and before.formula is None and claims[n - 1].items == claim.items:
        readings = [*_of_the_same(claim, before.data[0]), *readings]
    if claim.items and claim.leftover < 2 and not claim.carried:
        readings = readings[:1]  # its words are placed: it is theirs, or what they moved by
    return readings, False


def _is_told_of_it(claims: Sequence[Claim], judged: Sequence[Judged], n: int) -> bool:
    """三公 4112 万元，只涨了 0.3%: what the number right before it moved by, and nothing else's."""
    claim, before = claims[n], claims[n - 1]
    sure = n > 0 and judged[n - 1].by is not None and not judged[n - 1].loose
    return (
        sure and claim.carried and claim.role is Role.RATE and claim.leftover < 2
        and before.role is Role.LEVEL and claim.sentence == before.sentence
        and judged[n - 1].reading is None and claim.items == before.items
    )  # fmt: skip


def _of_the_same(claim: Claim, datum: Datum) -> list[Claim]:
    """A claim read as being of what the number before it turned out to be of."""
    if not datum.item:
        return []
    words = claim.items[-1].words if claim.items else datum.label
    return [replace(claim, items=(Item(words, (datum.item,)),))]
