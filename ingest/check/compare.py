"""Two sides of an equation → nothing, a rounding, or a contradiction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.amount import Amount
from ingest.records import Disclosure, Fact, Finding, Severity, Side, Stage, Statement, Table


@dataclass(frozen=True, slots=True)
class Gap:
    """`size` is stated less computed, `allowed` what truncation or nudging can explain."""

    size: Decimal
    allowed: Decimal

    @property
    def severity(self) -> Severity | None:
        if self.size == 0:
            return None
        within = abs(self.size) <= self.allowed
        return Severity.ROUNDING if within else Severity.CONTRADICTION


def step_of(amount: Amount) -> Decimal:
    """One unit in the last place; 元 printed as whole numbers (….00) counts as whole 元."""
    if amount.unit == "元" and amount.number == amount.number.to_integral():
        return max(amount.step(), Decimal(1))
    return amount.step()


def gap_of(stated: Amount, parts: Sequence[Amount]) -> Gap:
    """The stated amount against a sum; a printed zero is nothing, not something rounded off."""
    size = stated.in_yuan() - sum((part.in_yuan() for part in parts), Decimal(0))
    if not size:
        return Gap(size, Decimal(0))
    return Gap(size, slack_of((stated, *parts)))


def slack_of(amounts: Iterable[Amount]) -> Decimal:
    """What the rounding of all that is printed may come to."""
    return sum((step_of(amount) for amount in amounts if amount.number), Decimal(0))


def in_words(amount: Amount) -> str:
    """For a sentence: 14,348,853.34 元."""
    gap = "" if amount.unit in ("%", "", "分") else " "
    return f"{amount.number:,f}{gap}{amount.unit}"


def as_change(amount: Amount) -> str:
    """减少 1.80 万元, 增长 2.27%, 持平."""
    if not amount.number:
        return "持平"
    words = ("减少", "增加") if amount.is_money else ("下降", "增长")
    told = Amount(abs(amount.number), amount.unit)
    return f"{words[amount.number > 0]} {in_words(told)}"


def with_inner_quotes(message: str) -> str:
    """“‘三公’经费”: quotation marks inside others are single ones."""
    depth, letters = 0, []
    for letter in message:
        depth -= letter == "”"
        inner = depth > 0
        letters.append({"“": "‘", "”": "’"}[letter] if inner and letter in "“”" else letter)
        depth += letter == "“"
    return "".join(letters)


def add(parts: Sequence[Amount], unit: str) -> Amount:
    """The sum in the unit of the stated amount, for the message."""
    total = sum((part.in_yuan() for part in parts), Decimal(0))
    one = Amount(Decimal(1), unit).in_yuan()
    value = total / one
    finest = min((p.number.as_tuple().exponent for p in parts if p.unit == unit), default=None)
    if isinstance(finest, int):
        value = (
            value.quantize(Decimal(1).scaleb(finest)) if value == round(value, -finest) else value
        )
    return Amount(value, unit)


def is_at_another_stage(said: Statement, disclosure: Disclosure) -> bool:
    """Of another of its lives (执行数, 决算); 年初预算 of its own year is what a budget is."""
    who = disclosure.identity
    own = who.stage is Stage.BUDGET and said.stage == "年初预算" and said.year == who.year
    return bool(said.stage) and not own


def title_of(fact: Fact, tables: Sequence[Table]) -> str:
    """Tables stand in order of their numbers, unless some were left out."""
    at = fact.table
    if at < len(tables) and tables[at].number == at:
        return tables[at].title
    return next((table.title for table in tables if table.number == at), "")


def fact_side(fact: Fact, tables: Sequence[Table]) -> Side:
    title = title_of(fact, tables)
    path = "，".join(
        part for part in (fact.side, "／".join(fact.row), "／".join(fact.column)) if part
    )
    named = f"《{title}》" if title else f"第 {fact.source.page} 页无标题的表"
    return Side(f"{named}{path}", fact.amount, fact.source, fact.id)


def statement_side(statement: Statement) -> Side:
    heading = statement.headings[-1] if statement.headings else ""
    return Side(
        f"正文“{heading}”：{statement.subject}", statement.amount, statement.source, statement.id
    )


def finding(
    rule: str, message: str, sides: Sequence[Side], gap: Gap, severity: Severity | None = None
) -> Finding | None:
    kind = severity or gap.severity
    if kind is None:
        return None
    return Finding(rule, kind, message, tuple(sides), abs(gap.size), gap.allowed)


def difference(gap: Gap, like: Amount) -> str:
    """The gap in the unit people see: 0.1 万元."""
    one = Amount(Decimal(1), like.unit).in_yuan()
    value = (abs(gap.size) / one).normalize()
    return in_words(Amount(value, like.unit))


def verdict(gap: Gap, like: Amount) -> str:
    tail = "，在四舍五入的尾差之内" if gap.severity is Severity.ROUNDING else "，不是尾差"
    return f"相差 {difference(gap, like)}{tail}"
