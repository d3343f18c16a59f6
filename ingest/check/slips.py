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
    if printed == -right or one_digit_apart(printed, right) or _units_apart(printed, right):
        return True
    a, b = digits_of(printed, right)
    return is_transposed(a, b) or is_dropped(a, b) or is_dropped(b, a) or _is_moved(printed, right)


def _slipped(one: Decimal, other: Decimal) -> bool:
    """A digit wrong; in longer numbers also two exchanged, one left out or put in."""
    if one_digit_apart(one, other):
        return True
    if min(_length(one), _length(other)) < TELLING or (one < 0) != (other < 0):
        return False
    a, b = digits_of(one, other)
    if max(len(a), len(b)) <= TELLING:
        return False
    return is_transposed(a, b) or is_dropped(a, b) or is_dropped(b, a)


def digits_of(*amounts: Decimal) -> tuple[str, ...]:
    """The digits of each, counted in the finest step that one of them is printed in."""
    places = min(int(amount.as_tuple().exponent) for amount in amounts)
    return tuple(str(abs(int(amount.scaleb(-places)))) for amount in amounts)


def is_transposed(one: str, other: str) -> bool:
    """9,746 and 9,476: two digits beside each other exchanged."""
    if len(one) != len(other):
        return False
    unlike = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(unlike) != 2 or unlike[1] != unlike[0] + 1:
        return False
    first, second = unlike
    return one[first] == other[second] and one[second] == other[first]


def is_dropped(short: str, long: str) -> bool:
    """9,746 and 946: one digit left out; of a short number anything could be left."""
    if len(long) != len(short) + 1 or len(short) < TELLING:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _is_moved(one: Decimal, other: Decimal) -> bool:
    """123.45 and 12.345: the point one place off."""
    return _length(one) >= TELLING and one in (other * 10, other / 10)


def one_digit_apart(one: Decimal, other: Decimal) -> bool:
    """9,746.50 and 9,146.50: as long as each other, and not alike in one place."""
    gap = abs(one - other).normalize()
    if len(gap.as_tuple().digits) != 1 or (one < 0) != (other < 0):
        return False
    a, b = digits_of(one, other)
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
        (one == -other != 0) or _units_apart(one, other) or (digits and _slipped(one, other))
        for one, other in ((stated, stated - gap), *((part, part + gap) for part in parts))
    ) or any(part and gap == 2 * (stated - part) for part in parts)
