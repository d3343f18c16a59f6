"""One number as it is said: its value, and what true values its words allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from ingest.amount import MONEY


class Kind(StrEnum):
    MONEY = "money"  # in yuan
    PERCENT = "percent"
    POINTS = "points"  # 个百分点
    TIMES = "times"  # 倍, in hundredths as a percentage is: 2.5 倍 is 250
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Figure:
    """text[start:end] of the plain text. A true value lies from `low` to `high`; `exact` where the
    number is said to its last digit, so that a finer printed value must round to it."""

    start: int
    end: int
    kind: Kind
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    exact: bool = True
    step: Decimal = Decimal(0)  # one unit of the last digit said

    def holds(self, true: Decimal, step: Decimal = Decimal(0)) -> bool:
        """True where an amount, itself printed to a step, is what the figure says."""
        if self.value < 0:  # -10%: the sign says which way
            return replace(self, value=-self.value, low=-self.high, high=-self.low).holds(
                true, step
            )
        if not self.exact:
            return self.low <= true <= self.high
        if self.step and self.step < step:  # more digits than anyone printed: the very value only
            return self.value == true
        if self.step == step:
            return self.value == true
        apart = abs(self.value - true)
        if self.kind is Kind.MONEY and apart * 8 > self.value:
            return False  # nobody calls 0.83 万元 1 万元
        return apart <= (self.step + step) / 2


SCALES = MONEY | {
    "百万元": Decimal(10) ** 6,
    "千万元": Decimal(10) ** 7,
    "十亿元": Decimal(10) ** 9,
    "百亿元": Decimal(10) ** 10,
}
