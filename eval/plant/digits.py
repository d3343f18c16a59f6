"""A printed number → the same with one slip of the pen."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from random import Random

Slip = Callable[[str, Random], str | None]


def other_digit(text: str, chance: Random) -> str:
    """One digit of a printed number changed, the first not to 0."""
    at = chance.choice(_telling(text))
    first = _telling(text)[0]
    digits = [d for d in "0123456789" if d != text[at] and (d != "0" or at != first)]
    return text[:at] + chance.choice(digits) + text[at + 1 :]


def other_digits(text: str, chance: Random) -> str:
    """Two digits changed, where there are two."""
    changed = other_digit(text, chance)
    for _ in range(20):
        again = other_digit(changed, chance)
        if sum(a != b for a, b in zip(again, text, strict=True)) == 2:
            return again
    return changed


def without_a_digit(text: str, chance: Random) -> str | None:
    """One digit left out: 1,234.56 → 134.56."""
    places = _telling(text)
    if len(places) < 3:
        return None
    at = chance.choice(places)
    return _regrouped(text[:at] + text[at + 1 :], text)


def with_a_digit(text: str, chance: Random) -> str:
    """One digit too many: 1,234.56 → 12,734.56."""
    at = chance.choice(_telling(text)) + 1
    return _regrouped(text[:at] + chance.choice("123456789") + text[at:], text)


def transposed(text: str, chance: Random) -> str | None:
    """Two digits beside each other exchanged: 1,234.56 → 1,243.56."""
    places = _telling(text)
    pairs = [(a, b) for a, b in itertools.pairwise(places) if text[a] != text[b]]
    pairs = [(a, b) for a, b in pairs if a != places[0] or text[b] != "0"]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    letters = list(text)
    letters[a], letters[b] = letters[b], letters[a]
    return "".join(letters)


def moved_point(text: str, chance: Random) -> str | None:
    """The point one place to the right or left: 123.45 → 1234.5."""
    plain = text.replace(",", "")
    whole, point, part = plain.partition(".")
    if not point or len(whole) < 2 or not whole.isdigit() or not part.isdigit():
        return None
    if chance.random() < 0.5:
        return _regrouped(f"{whole}{part[0]}.{part[1:]}".rstrip("."), text)
    return _regrouped(f"{whole[:-1]}.{whole[-1]}{part}", text)


def is_same(text: str, other: str) -> bool:
    """30.0 for 30.00 is no slip."""
    plain, own = text.replace(",", ""), other.replace(",", "")
    if "." not in plain or "." not in own:
        return plain == own
    return plain.rstrip("0").rstrip(".") == own.rstrip("0").rstrip(".")


def _telling(text: str) -> list[int]:
    """The places of the digits that count: from the first that is not 0."""
    places = [i for i, letter in enumerate(text) if letter.isdigit()]
    first = next((i for i in places if text[i] != "0"), places[0])
    return [i for i in places if i >= first]


def _regrouped(text: str, like: str) -> str:
    """With its thousands set off where those of the other were."""
    whole, point, part = text.replace(",", "").partition(".")
    whole = whole.lstrip("0") or "0"
    return (f"{int(whole):,}" if "," in like and whole.isdigit() else whole) + point + part
