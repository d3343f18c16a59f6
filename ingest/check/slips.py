"""A gap that one slip of the pen explains: evidence that a relation is real and a number is not.

A relation that was read wrongly fails by some part's whole amount, or by anything; a number that
is printed wrongly fails by a digit, a sign, a unit, or by what stands in another row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

UNITS = (Decimal(1000), Decimal(10_000), Decimal(100_000_000))
TELLING = 4  # digits that a number must have: shorter ones are like one another by chance


def is_slip(printed: Decimal, right: Decimal) -> bool:
    """What is printed could have been meant to be the other: a digit, a sign, a unit."""
    if printed == right or not right or not printed:
        return False
    if max(_length(printed), _length(right)) < TELLING:
        return False
    return printed == -right or one_digit_apart(printed, right) or _units_apart(printed, right)


def one_digit_apart(one: Decimal, other: Decimal) -> bool:
    """9,746.50 and 9,146.50: as long as each other, and not alike in one place."""
    gap = abs(one - other).normalize()
    if len(gap.as_tuple().digits) != 1 or (one < 0) != (other < 0):
        return False
    places = min(int(one.as_tuple().exponent), int(other.as_tuple().exponent))
    a, b = (str(abs(int(x.scaleb(-places)))) for x in (one, other))
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _units_apart(one: Decimal, other: Decimal) -> bool:
    more, less = max(abs(one), abs(other)), min(abs(one), abs(other))
    return less > 0 and any(abs(more - less * unit) * 1000 <= less * unit for unit in UNITS)


def _length(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def slip_in_sum(stated: Decimal, parts: Sequence[Decimal]) -> bool:
    """One number of stated = Σ parts put right closes the sum, or the sum and a part exchanged."""
    gap = stated - sum(parts, Decimal(0))
    if max(map(_length, (stated, *parts))) < TELLING:
        return False
    digits = all(abs(part) != abs(gap) for part in parts)  # else a part was counted twice
    return any(
        (one == -other != 0) or _units_apart(one, other) or (digits and one_digit_apart(one, other))
        for one, other in ((stated, stated - gap), *((part, part + gap) for part in parts))
    ) or any(part and gap == 2 * (stated - part) for part in parts)
