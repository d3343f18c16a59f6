"""A value of the books with what it rests on, and the arithmetic over such values."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.catalogue import Unit
from assistant.datum import Datum
from assistant.formula import evaluate
from assistant.prose.figure import Figure, Kind
from assistant.prose.numerals import last_digit
from assistant.understand.leftover import letters
from ingest.amount import Amount
from ingest.records import Role as Said


@dataclass(frozen=True, slots=True)
class Evidence:
    """A true value (yuan, percent, hundredths for 倍, or a count), how exactly it is known, and
    the data it rests on; `formula` over them (d0, d1, …), None where it is d0 itself."""

    value: Decimal
    step: Decimal
    data: tuple[Datum, ...]
    unit: Unit
    formula: str | None = None
    signed: bool = False  # below zero is less than the year before, or than the other

    def bears(self, figure: Figure, direction: int) -> bool:
        """True where the figure says this value, and in the right direction."""
        value = self.value
        if self.signed:
            if value and direction and (value > 0) != (direction > 0):
                return False
            value = abs(value)
        if self.formula is None:
            return figure.holds(value, self.step)
        if figure.kind is Kind.COUNT and figure.exact:
            return figure.value == value  # nobody rounds cars
        if figure.exact:
            return self._comes_to(figure, value) or self._of_rounded(figure)
        return figure.low - self.step <= value <= figure.high + self.step

    def _comes_to(self, figure: Figure, value: Decimal) -> bool:
        """True where the terms, as they are printed, come to the figure, rounded or cut off. A sum
        of many may be printed as a total of its own, which is off by their rounding."""
        said = abs(figure.value)
        if is_sum(self) and len(self.data) > 2 and figure.step >= self.step:
            return abs(said - value) <= figure.step / 2 + self.step
        cut_off = figure.kind is Kind.MONEY and said <= value < said + figure.step
        return cut_off or abs(said - value) <= figure.step / 2

    def _of_rounded(self, figure: Figure) -> bool:
        """True where the number was worked out from its terms as the draft rounds them."""
        if figure.kind is not Kind.MONEY or not figure.step or self.formula is None:
            return False
        # a formula has the sign of what something changed by: d0 + d1, where it is 6 万元 less
        said = [abs(yuan_of(d)) if d.role is Said.CHANGE else yuan_of(d) for d in self.data]
        terms = [(yuan / figure.step).quantize(Decimal(1), ROUND_HALF_UP) for yuan in said]
        values = {f"d{n}": term * figure.step for n, term in enumerate(terms)}
        try:
            return abs(evaluate(self.formula, values)) == abs(figure.value)
        except ArithmeticError:  # 3 万元 is no 亿元 at all, and nothing can be divided by it
            return False


def value_of(amount: Amount) -> Decimal:
    return amount.in_yuan() if amount.is_money else amount.number


def as_evidence(datum: Datum, unit: Unit, *, signed: bool = False) -> Evidence:
    assert datum.amount is not None
    return Evidence(value_of(datum.amount), datum.amount.step(), (datum,), unit, signed=signed)


def digits_said(figure: Figure) -> int:
    """How many digits of a figure say something."""
    step = figure.step or last_digit(figure.value)
    return len(f"{(figure.value / step).to_integral_value():f}".strip("0"))


def words_at(datum: Datum) -> str:
    """The labels of a cell, or what leads up to a number in its sentence."""
    if datum.statement is None:
        return letters("".join((*datum.row, *datum.columns)))
    said = "".join(datum.statement.sentence.split())
    at = said.find("".join(datum.source.text.split()))
    lead = re.split("[：。；]", said[max(0, at - 40) : at])[-1]
    return letters(lead if at >= 0 else datum.label)


def half_of(datum: Datum) -> Decimal:
    assert datum.amount is not None
    return datum.amount.half_step()


def yuan_of(datum: Datum) -> Decimal:
    assert datum.amount is not None
    return datum.amount.in_yuan()


def worked(role: Said, new: Datum, old: Datum, unit: Unit) -> Evidence:
    gap = yuan_of(new) - yuan_of(old)
    if role is Said.CHANGE:
        return Evidence(gap, half_of(new) + half_of(old), (new, old), unit, "d0 - d1", signed=True)
    percent = gap / yuan_of(old) * 100
    margin = (half_of(new) + half_of(old)) / abs(yuan_of(old)) * 100
    return Evidence(percent, margin, (new, old), unit, "(d0 - d1) / d1 * 100", signed=True)


def _start_of(level: Datum, moved: Datum) -> tuple[Decimal, str] | None:
    """What it was before it moved by so much money, and the sign that takes the change back."""
    if moved.amount is None or not moved.amount.is_money:
        return None
    before = yuan_of(level) - yuan_of(moved)
    return (before, "-" if moved.amount.number > 0 else "+") if before > 0 else None


def rate_of(level: Datum, moved: Datum, unit: Unit) -> Evidence | None:
    """From a change that is said in money: 10 more, now 110 → 10 %."""
    if (start := _start_of(level, moved)) is None:
        return None
    before, sign = start
    percent = yuan_of(moved) / before * 100
    # how far each of the two, off by half its last digit, moves the rate
    off = abs(yuan_of(moved)) * half_of(level) + abs(yuan_of(level)) * half_of(moved)
    margin = off / before / before * 100
    return Evidence(
        percent, margin, (moved, level), unit, f"d0 / (d1 {sign} d0) * 100", signed=True
    )


def times_last_year(level: Datum, moved: Datum, unit: Unit) -> Evidence | None:
    """How many times last year's, in hundredths, from a change in money: 57 more, now 74 → 435."""
    if (start := _start_of(level, moved)) is None:
        return None
    before, sign = start
    times = yuan_of(level) / before
    margin = (half_of(level) + times * (half_of(level) + half_of(moved))) / before * 100
    return Evidence(times * 100, margin, (level, moved), unit, f"d0 / (d0 {sign} d1) * 100")


def added(terms: Sequence[Evidence], unit: Unit) -> Evidence:
    data = tuple(e.data[0] for e in terms)
    plus = " + ".join(f"d{n}" for n in range(len(data)))
    step = sum((e.step for e in terms), Decimal(0)) / 2
    return Evidence(sum((e.value for e in terms), Decimal(0)), step, data, unit, plus)


def in_percent(gap: Evidence) -> Iterator[Evidence]:
    """深圳比广州多 740 万元，高出 18.8%: the same difference, of the lesser or the other."""
    if gap.formula != "d0 - d1":
        return
    base = yuan_of(gap.data[1]) if gap.data[1].amount and gap.data[1].amount.is_money else None
    if base:
        percent = gap.value / base * 100
        yield Evidence(percent, gap.step / base * 200, gap.data, gap.unit,
                       "(d0 - d1) / d1 * 100", signed=True)  # fmt: skip


def most_exact(found: Sequence[Evidence]) -> list[Evidence]:
    """Without what is worked out of less exact prints, where the same comes of more exact ones:
    127 万元 in a sentence is 127.00 in the table."""
    worked_out = [e for e in found if e.formula is not None]
    return [
        e for e in found
        if e.formula is None or not any(
            o.formula == e.formula and o.step < e.step and o.unit == e.unit
            and abs(o.value - e.value) <= e.step
            for o in worked_out
        )
    ]  # fmt: skip


def is_sum(evidence: Evidence) -> bool:
    return (
        evidence.formula is not None
        and re.fullmatch("d0(?: \\+ d\\d+)+", evidence.formula) is not None
    )


def each_of_sum(part: Evidence, count: Evidence) -> Evidence:
    """So much for each of several that are counted in parts."""
    terms = len(part.data)
    every = " + ".join(f"d{n + terms}" for n in range(len(count.data)))
    return Evidence(part.value / count.value, part.step / 2 / count.value,
                    (*part.data, *count.data), part.unit,
                    f"({part.formula or 'd0'}) / ({every})")  # fmt: skip


def share_of_sum(part: Evidence, whole: Evidence) -> Evidence | None:
    """What some data added up are of another, in percent."""
    if whole.formula is not None or whole.value <= 0:
        return None
    share = part.value / whole.value
    margin = (part.step + share * whole.step) / whole.value * 100
    return Evidence(
        share * 100, margin, (*part.data, whole.data[0]), whole.unit,
        f"({part.formula}) / d{len(part.data)} * 100",
    )  # fmt: skip


def ratios(parts: Sequence[Datum], wholes: Sequence[Datum], unit: Unit) -> Iterator[Evidence]:
    for part, whole in same_form(parts, wholes):
        if yuan_of(whole) and part.ref != whole.ref:
            ratio = yuan_of(part) / yuan_of(whole)
            margin = (half_of(part) + abs(ratio) * half_of(whole)) / abs(yuan_of(whole)) * 100
            yield Evidence(ratio * 100, margin, (part, whole), unit, "d0 / d1 * 100")


def minus_of(a: Datum, b: Datum, unit: Unit) -> Evidence:
    return Evidence(
        yuan_of(a) - yuan_of(b), half_of(a) + half_of(b), (a, b), unit, "d0 - d1", signed=True
    )


def same_form(some: Sequence[Datum], others: Sequence[Datum]) -> list[tuple[Datum, Datum]]:
    """Pairs from one form where one has both; any pair where none has."""
    pairs = list(itertools.product(some[:8], others[:8]))
    same = [(a, b) for a, b in pairs if a.form == b.form and a.kind == b.kind]
    return same or pairs


def whole_fits(datum: Datum, named: set[str]) -> bool:
    whole = datum.statement.whole if datum.statement else ""
    return not whole or any(k in whole or whole in k for k in named)


# ---------------------------------------------------------------------- of two values


def minus(a: Evidence, b: Evidence) -> Evidence:
    return Evidence(a.value - b.value, (a.step + b.step) / 2, (a.data[0], b.data[0]), a.unit,
                    "d0 - d1", signed=True)  # fmt: skip


def ratio(a: Evidence, b: Evidence, kind: Kind) -> Evidence:
    """In hundredths, for % and 倍; as it is, for so much each."""
    share = a.value / b.value
    margin = (_step_of(a) + abs(share) * _step_of(b)) / 2 / abs(b.value)
    if kind is Kind.MONEY:
        return Evidence(share, margin, (a.data[0], b.data[0]), a.unit, "d0 / d1")
    return Evidence(share * 100, margin * 100, (a.data[0], b.data[0]), a.unit, "d0 / d1 * 100")


def _step_of(evidence: Evidence) -> Decimal:
    """Nothing for what is counted: 50 cars are not 49.5."""
    first = evidence.data[0].amount
    counted = first is not None and not first.is_money and first.unit != "%"
    return Decimal(0) if counted else evidence.step


def ratio_of_worked(a: Evidence, b: Evidence, kind: Kind) -> Evidence:
    """从 20 万元缩到 5 万元，只剩四分之一: where last year's is itself worked out."""
    base = re.sub(r"d(\d+)", lambda n: f"d{int(n[1]) + len(a.data)}", b.formula or "d0")
    share, percent = a.value / b.value, kind is Kind.PERCENT or kind is Kind.TIMES
    margin = (a.step + abs(share) * b.step) / 2 / abs(b.value)
    by, after = (100, " * 100") if percent else (1, "")
    return Evidence(share * by, margin * by, (*a.data, *b.data), a.unit,
                    f"({a.formula or 'd0'}) / ({base}){after}")  # fmt: skip


def rate(new: Evidence, old: Evidence) -> Evidence:
    percent = (new.value - old.value) / old.value * 100
    margin = (new.step + old.step) / 2 / abs(old.value) * 100
    return Evidence(percent, margin, (new.data[0], old.data[0]), new.unit,
                    "(d0 - d1) / d1 * 100", signed=True)  # fmt: skip
