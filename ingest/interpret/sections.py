"""Lists that nothing divides but their sums: a row is the head of the rows that add up to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def heads_by_sums(values: Sequence[Decimal], total: Decimal) -> list[int] | None:
    """Positions of heads, where the list is heads each followed by just its own parts.

    The heads must add up to the total while the whole list does not; None otherwise. Printed
    numbers are rounded: each may be off by one in its last place.
    """
    step = min((Decimal(1).scaleb(int(v.as_tuple().exponent)) for v in values), default=Decimal(1))
    if abs(sum(values, Decimal()) - total) <= step * len(values) or len(values) < 4:
        return None
    heads: list[int] = []
    at = 0
    while at < len(values):
        end = _end_of(values, at, step)
        if end is None:
            return None
        heads.append(at)
        at = end
    whole = sum((values[h] for h in heads), Decimal())
    return heads if abs(whole - total) <= step * len(heads) else None


def _end_of(values: Sequence[Decimal], head: int, step: Decimal) -> int | None:
    """The row after the parts of a head: the exact sum first, else the nearest one in reach of
    rounding; zeros after it are parts too."""
    reached, near = Decimal(), None
    for at in range(head + 1, len(values)):
        reached += values[at]
        gap = abs(reached - values[head])
        if not gap and values[head]:
            return _past_zeros(values, at + 1)
        if near is None and values[head] and gap <= step * (at - head):
            near = at + 1
        if reached > values[head] + step * (at - head):
            break
    return None if near is None else _past_zeros(values, near)


def _past_zeros(values: Sequence[Decimal], end: int) -> int:
    while end < len(values) and not values[end]:
        end += 1
    return end
