"""A number exactly as printed: its digits, its unit, and the precision they imply."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ingest.errors import NotAnAmount

MONEY: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
ONE = Decimal(1)
PERCENT = "%"
POINT = "个百分点"
PRINTED = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number. `unit` is a money unit, "%", "个百分点" or a counter such as "辆"."""

    number: Decimal
    unit: str

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY

    @property
    def scale(self) -> Decimal:
        return MONEY.get(self.unit, ONE)

    def in_yuan(self) -> Decimal:
        """The value in 元 for money; the bare number for percentages and counts."""
        return self.number * MONEY.get(self.unit, ONE)

    def step(self) -> Decimal:
        """One unit in the last printed place, in 元 for money."""
        exponent = self.number.as_tuple().exponent
        return Decimal(1).scaleb(int(exponent)) * self.scale

    def half_step(self) -> Decimal:
        return self.step() / 2

    def agrees_with(self, other: Amount) -> bool:
        """True where both could be roundings of one and the same amount."""
        if self.is_money != other.is_money:
            return False
        if self.step() == other.step():
            return self.in_yuan() == other.in_yuan()
        gap = abs(self.in_yuan() - other.in_yuan())
        return gap <= self.half_step() + other.half_step()

    def convert(self, unit: str) -> Amount:
        """The same money in another unit, every digit kept."""
        value = self.in_yuan() / MONEY[unit]
        return Amount(value.normalize() if value == value.to_integral() else value, unit)

    def printed(self) -> str:
        """For a sentence: 364.4 万元, 78.1%, 0 辆."""
        gap = "" if self.unit in (PERCENT, "", "分") else " "
        return f"{self.number:f}{gap}{self.unit}"


def parse_amount(text: str, unit: str) -> Amount:
    """Read one printed number; blanks and dashes are the caller's business."""
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    plain = re.sub(r"\s+", "", plain)
    if not PRINTED.fullmatch(plain):
        raise NotAnAmount(text)
    return Amount(Decimal(plain.replace(",", "")), unit)


def is_amount(text: str) -> bool:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    return PRINTED.fullmatch(plain) is not None
