"""Digits and Chinese numerals → decimals, with the place of the last digit that is said."""

from __future__ import annotations

from decimal import Decimal

DIGITS = dict(zip("零〇一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)) | {
    "两": 2
}
_PLACE = {"十": 10, "百": 100, "千": 1000}
CHINESE = "零〇一二两三四五六七八九十百千"
ONE = Decimal(1)


def decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def step(number: Decimal) -> Decimal:
    """One unit of the last digit that is said."""
    return ONE.scaleb(int(number.as_tuple().exponent))


def last_digit(number: Decimal) -> Decimal:
    """One unit of the last digit that is not zero: 3600 → 100, 3.6 → 0.1."""
    if not number:
        return ONE
    return ONE.scaleb(int(number.normalize().as_tuple().exponent))


def chinese_number(said: str) -> Decimal | None:
    """三百六十四 → 364, 一百三十五点九六 → 135.96, 三千六百万 → 36000000, 百 → 100; None where it
    is none, as 三四 is (see `spoken`)."""
    whole, _, fraction = said.partition("点")
    if whole == "半":
        return Decimal("0.5")
    number = _whole(whole)
    if number is None or not fraction:
        return number
    if not all(c in DIGITS for c in fraction):
        return None
    return number + Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))


def _whole(said: str) -> Decimal | None:
    if all(c in DIGITS for c in said) and len(said) > 1:
        # 二〇二四 is spelt out; 三四 is three or four
        return Decimal("".join(str(DIGITS[c]) for c in said)) if len(said) > 2 else None
    high = low = section = digit = 0
    for n, letter in enumerate(said):
        if letter in DIGITS:
            if digit:
                return None
            digit = DIGITS[letter]
        elif letter in _PLACE:
            if not digit and n and letter != "十":
                return None
            section += (digit or 1) * _PLACE[letter]
            digit = 0
        elif letter == "亿":
            high, low = (high + low + section + digit) * 100_000_000, 0
            section = digit = 0
        elif letter == "万":
            low = (low + section + digit) * 10_000
            section = digit = 0
        else:
            return None
    return Decimal(high + low + section + digit)
