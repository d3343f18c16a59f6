"""A number of the narrative that stands nowhere else, one slip away from one that belongs there.

It need not be known which cell a sentence repeats: a number that no table holds, and a cell of the
same name whose number differs by one digit or by the unit, are two prints of one amount.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, groupby

from ingest.amount import Amount
from ingest.check.compare import (
    fact_side,
    finding,
    gap_of,
    in_words,
    is_at_another_stage,
    statement_side,
    verdict,
)
from ingest.check.slips import TELLING
from ingest.check.tables.decimals import decimals, usual_decimals
from ingest.check.tables.relations import place_of
from ingest.interpret.labels import bare_label, is_total
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Role, Severity, Side, Statement

KINDS = ("收入", "支出", "收支", "三公", "采购", "运行经费", "基金", "国有资本", "财政拨款")
TAIL = re.compile(r"(?:支出|收入)?(?:年初)?(?:预算|决算)?(?:数|支出|收入|安排|总额)?$")
WRAPPING = re.compile(
    "^(?:拟?(?:政府)?采购(?=.{2})|其中|一般公共预算|财政拨款|[A-Z][-—、.．])"
    "|(?:类?(?:采购)?(?:支出|收入|预算|决算|类))$"
)
RUNNING, PUBLIC = "运行经费", "公用经费"  # a body's running costs are its public expenses
UNMISTAKEN = 8
LEAST = 12  # numbers with as many decimals make a habit
MOST_CUT = 3  # numbers with fewer: more are rounded on purpose
LISTED = 12  # amounts of one sentence that are held against each other
MOST = Decimal("1e15")
Near = Mapping[int, Sequence[Fact | Statement]]


def misprints(disclosure: Disclosure) -> Iterator[Finding]:
    """正文 5,364.75 where the table of the same item has 5,374.75."""
    held = _Held(disclosure)
    for said in disclosure.statements:
        if not _is_level(said, disclosure) or held.holds(said):
            continue
        other = held.slip_of(said)
        if other is not None:
            yield from _report(said, other, disclosure)


def cut_short(disclosure: Disclosure) -> Iterator[Finding]:
    """644,876.9 万元 where the table has 644,876.93 and the narrative else prints two decimals: the
    last digit was left out."""
    held = _Held(disclosure)
    usual, often = usual_decimals([s.amount for s in held.statements if s.amount.unit == "万元"])
    short = [
        (said, fact)
        for said in held.statements
        if said.amount.unit == "万元" and 0 < decimals(said.amount) < usual
        if (fact := held.finer(said, Decimal(10_000).scaleb(-usual)))
    ]
    if often >= LEAST and len(short) <= MOST_CUT:
        for said, fact in short:
            yield from _report(said, fact, disclosure, "像是漏印了末位")


def exchanged(disclosure: Disclosure) -> Iterator[Finding]:
    """货物 35.65 万元，服务 18.69 万元, and in a table it is the other way round."""
    held = _Held(disclosure)
    own = [s for s in disclosure.statements if _is_level(s, disclosure)]
    told = (list(group) for _, group in groupby(own, key=lambda said: said.sentence))
    for one, other in (pair for group in told for pair in combinations(group[:LISTED], 2)):
        if one.amount.in_yuan() == other.amount.in_yuan():
            continue
        if _is_short(one.amount) and _is_short(other.amount):
            continue
        a, b = held.named(one), held.named(other)
        right = [f for f in a if _holds(f, one)] + [f for f in b if _holds(f, other)]
        pairs = [
            (f, g)
            for f in a
            for g in b
            if f.table == g.table and (not right or place_of(f) == place_of(g))
            if _holds(f, other) and _holds(g, one)
            # 退休费 in the column 基本支出 is called by both names: not an item beside another
            if f not in b and g not in a
        ]
        # where another table has them right, only two items of one column will do
        sure = _bare(one.subject) != _bare(other.subject) and not (
            _is_short(one.amount) or _is_short(other.amount)
        )
        if pairs and (sure or not right):
            yield _turned_round(one, other, pairs[0], disclosure)


def _is_short(amount: Amount) -> bool:
    return len(str(amount.number.normalize()).replace(".", "")) < TELLING - 1


def _holds(fact: Fact, said: Statement) -> bool:
    return fact.amount is not None and fact.amount.agrees_with(said.amount)


def _turned_round(
    one: Statement, other: Statement, pair: tuple[Fact, Fact], disclosure: Disclosure
) -> Finding:
    sides = [statement_side(s) for s in (one, other)]
    sides += [fact_side(f, disclosure.tables) for f in pair]
    message = (
        f"正文称“{one.subject}”{in_words(one.amount)}、“{other.subject}”{in_words(other.amount)}，"
        f"而{sides[2].what}为 {pair[0].text}，{sides[3].what}为 {pair[1].text}：两个数正好对调。"
    )
    gap = abs(one.amount.in_yuan() - other.amount.in_yuan())
    return Finding(
        "exchanged", Severity.CONTRADICTION, message, tuple(sides), gap, one.amount.step()
    )


def _is_level(said: Statement, disclosure: Disclosure) -> bool:
    own = said.year == disclosure.identity.year and not is_at_another_stage(said, disclosure)
    money = said.role is Role.LEVEL and said.amount.is_money and bool(said.amount.number)
    some = "年初" in said.subject or "绩效" in said.sentence  # not all projects have targets
    return own and money and not some


class _Held:
    """All amounts of a disclosure, to be looked up by value at any precision."""

    def __init__(self, disclosure: Disclosure) -> None:
        year = disclosure.identity.year
        self.titles = {table.number: squeeze(table.title) for table in disclosure.tables}
        self.facts = [f for f in disclosure.facts if f.year == year and _filled(f.amount)]
        self.statements = [s for s in disclosure.statements if _is_level(s, disclosure)]
        self.values = sorted(f.amount.in_yuan() for f in self.facts if f.amount)
        self._near: dict[Decimal, Near] = {}
        self._by_name: dict[str, list[Fact]] = {}
        self._by_stem: dict[str, list[Fact]] = defaultdict(list)
        self._by_code: dict[str, list[Fact]] = defaultdict(list)

    def holds(self, said: Statement) -> bool:
        """Printed in a table, or a second time in the narrative."""
        value, step = said.amount.in_yuan(), said.amount.step()
        at = bisect_left(self.values, value - step)
        if at < len(self.values) and self.values[at] <= value + step:
            return True
        return any(s is not said and s.amount.in_yuan() == value for s in self.statements)

    def finer(self, said: Statement, usual: Decimal) -> Fact | None:
        """A cell that is the number but for what comes after its last digit."""
        value, step = said.amount.in_yuan(), said.amount.step()
        near = [f for f in self.facts if f.amount and abs(f.amount.in_yuan() - value) < step]
        if any(f.amount and abs(f.amount.in_yuan() - value) * 2 <= usual for f in near):
            return None  # a nought that was not printed
        long = value / step >= 10**TELLING
        return next((f for f in near if long or self._related(said, f)), None)

    def slip_of(self, said: Statement) -> Fact | Statement | None:
        step = said.amount.step()
        number = int(said.amount.in_yuan() / step)
        length = len(str(abs(number)).rstrip("0"))
        near, found = self._at(step), list[Fact | Statement]()
        if length >= TELLING:
            found += (one for other in neighbours(number) for one in near.get(other, ()))
            found += (one for other in slips_of(number) for one in near.get(other, ()))
            # of cells only: two bodies' amounts of one item may well be that alike
            found += (f for f in self._namesakes(said) if _two_apart(number, f.amount, step))
        alone = length >= UNMISTAKEN  # so long a number is known again without its name
        anywhere = {id(o) for n in neighbours(number) for o in near.get(n, ())} if alone else set()
        if len(str(abs(number))) >= TELLING - 1:
            for unit in (Decimal(10_000), Decimal("0.0001")):
                same = self._at(step * unit).get(number, ())
                found += same
                if length >= UNMISTAKEN - 2 and same:
                    return same[0]
        others = [one for one in found if one.id != said.id]
        return next((o for o in others if id(o) in anywhere or self._related(said, o)), None)

    def named(self, said: Statement) -> list[Fact]:
        """The cells under the very name that a sentence uses."""
        if not self._by_name:
            for fact in self.facts:
                for name in {_bare(label) for label in (*fact.row[-1:], *fact.column[-1:])}:
                    self._by_name.setdefault(name, []).append(fact)
        name = _bare(said.subject)
        return self._by_name.get(name, []) if len(name) > 1 else []

    def _namesakes(self, said: Statement) -> Iterator[Fact]:
        """Cells under the very name or code: more than a digit apart, nothing less will do."""
        if not self._by_stem:
            for fact in self.facts:
                for label in {*fact.row[-1:], *fact.column[-1:]}:
                    self._by_stem[_stem(bare_label(squeeze(label)))].append(fact)
                if len(fact.code) >= 3:
                    self._by_code[fact.code].append(fact)
        if own := _stem(bare_label(squeeze(said.subject))):
            yield from self._by_stem.get(own, ())
        for code, facts in self._by_code.items():
            if code in said.subject:
                yield from facts

    def _at(self, step: Decimal) -> Near:
        if step not in self._near:
            near: dict[int, list[Fact | Statement]] = defaultdict(list)
            everything: tuple[Fact | Statement, ...] = (*self.facts, *self.statements)
            for one in everything:
                value = one.amount.in_yuan() if one.amount else Decimal(0)
                if value < MOST:
                    near[round(value / step)].append(one)
            self._near[step] = near
        return self._near[step]

    def _related(self, said: Statement, other: Fact | Statement) -> bool:
        if _is_running(said, other):
            return True
        if isinstance(other, Statement):
            return _stem(said.subject) == _stem(other.subject) != ""
        return _same_item(said.subject, other, self.titles[other.table])


def _is_running(said: Statement, other: Fact | Statement) -> bool:
    """机关运行经费 and 公用经费, told finely enough to be known again."""
    if RUNNING not in said.subject or said.amount.in_yuan() / said.amount.step() < 10**TELLING:
        return False
    if isinstance(other, Statement):
        return PUBLIC in other.subject
    return any(PUBLIC in label for label in (*other.row[-1:], *other.column[-1:]))


def _filled(amount: Amount | None) -> bool:
    return amount is not None and amount.is_money and bool(amount.number)


def neighbours(number: int) -> Iterable[int]:
    """Numbers of as many digits that differ in one of them."""
    digits = str(number)
    for at, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit and not (at == 0 and other == "0"):
                yield int(digits[:at] + other + digits[at + 1 :])


def slips_of(number: int) -> Iterator[int]:
    """What was meant, where two digits were exchanged, one was left out or put in, or the point
    moved by one place."""
    digits = str(abs(number))
    yield number * 10
    if number % 10 == 0:
        yield number // 10
    for at in range(len(digits)):
        for other in "0123456789":
            yield int(digits[:at] + other + digits[at:])
        if len(digits) > TELLING:
            yield int(digits[:at] + digits[at + 1 :])
    for at in range(len(digits) - 1):
        yield int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])


def _two_apart(number: int, amount: Amount | None, step: Decimal) -> bool:
    """As many digits, two of them others."""
    if amount is None:
        return False
    one, other = str(abs(number)), str(round(amount.in_yuan() / step))
    return len(one) == len(other) and len(one) > TELLING and _unlike(one, other) == 2


def _unlike(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


@lru_cache(maxsize=50_000)  # the same few labels over and over
def _bare(label: str) -> str:
    """政府采购货物预算, 货物类采购预算, 拟采购货物支出 and A-货物 are 货物."""
    plain = _stem(bare_label(squeeze(label)).replace("的", ""))
    for _ in range(2):
        plain = WRAPPING.sub("", plain)
    return plain


def _stem(subject: str) -> str:
    return TAIL.sub("", subject)


def _same_item(subject: str, fact: Fact, title: str) -> bool:
    """The label of the row, or of the column of a total, is what the sentence speaks of."""
    plain = squeeze(subject)
    if fact.code and len(fact.code) >= 3 and fact.code in plain:
        return True
    labels = [fact.row[-1]] if fact.row and not is_total(fact.row[-1]) else []
    labels += fact.column[-1:] if not labels or len(fact.row) == 1 else []
    if any(_named(bare_label(squeeze(label)), plain) for label in labels):
        return True
    about = f"{title}{fact.side}{''.join(fact.column)}"
    total = bool(fact.row) and is_total(fact.row[-1])
    return total and any(kind in plain and kind in about for kind in KINDS)


def _named(label: str, subject: str) -> bool:
    label, stem = (_stem(text).replace("的", "") for text in (label, subject))
    short, long = sorted((label, stem), key=len)
    return len(short) > 1 and short in long and len(short) * 2 >= len(long)


def _report(
    said: Statement,
    other: Fact | Statement,
    disclosure: Disclosure,
    guess: str = "像是写错一处",
) -> Iterator[Finding]:
    if other.amount is None:
        return
    side: Side = (
        statement_side(other)
        if isinstance(other, Statement)
        else fact_side(other, disclosure.tables)
    )
    gap = gap_of(said.amount, [other.amount])
    message = (
        f"正文“{(said.headings or ('',))[-1]}”称“{said.subject}”为 {in_words(said.amount)}，"
        f"表中没有这个数，而{side.what}为 {in_words(other.amount)}，"
        f"{guess}，{verdict(gap, said.amount)}。"
    )
    found = finding("misprint", message, [statement_side(said), side], gap)
    if found:
        yield found
