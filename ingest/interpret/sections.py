"""Lists that nothing divides but their sums: a row is the head of the rows that add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def heads_by_sums(values: Sequence[Decimal], total: Decimal) -> list[int] | None:
    """Positions of heads, where the list is heads each followed by just its own parts.

    The heads must add up to the total while the whole list does not; None otherwise.
    """
    if sum(values, Decimal()) == total or len(values) < 4:
        return None
    heads: list[int] = []
    at = 0
    while at < len(values):
        end = _end_of(values, at)
        if end is None:
            return None
        heads.append(at)
        at = end
    return heads if sum((values[h] for h in heads), Decimal()) == total else None


def _end_of(values: Sequence[Decimal], head: int) -> int | None:
    """The row after the parts of a head; the fewest that reach its sum, then trailing zeros."""
    reached = Decimal()
    for at in range(head + 1, len(values)):
        reached += values[at]
        if reached == values[head] and values[head]:
            end = at + 1
            while end < len(values) and not values[end]:
                end += 1
            return end
    return None
