"""What a sentence names must stand so in some table: an item of the classification (“社会保障和就业
支出”科目 710 万元), the three public expenses, procurement, the total of income.

Which basis the sentence is on need not be known: its number has to be one of those that the tables
print for the item, in any column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ingest.check.compare import (
    fact_side,
    finding,
    gap_of,
    in_words,
    is_at_another_stage,
    statement_side,
    step_of,
    verdict,
)
from ingest.interpret.labels import bare_label, is_total
from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Disclosure, Fact, Finding, Role, Statement

CODE = re.compile(r"^(\d{3}|\d{5}|\d{7})(?:[-—、.]|(?=[\u4e00-\u9fff]))")
NAMELESS = ""  # rows that have a code but no name that was read: they may be of any item
LEVELS = re.compile(r"[（(](?:\d{2,7})?[类款项][）)]")
WRAPPED = re.compile(r"科目$|(?<=支出)(?:支出|预算|科目)+$")
OTHER = re.compile(r"年初|调整|结转|结余|上年|其中|追加|政府采购|(?:性质|用途)的")


def items_of_the_narrative(disclosure: Disclosure) -> Iterator[Finding]:
    told = [s for s in disclosure.statements if _is_level(s, disclosure)]
    if not told:
        return
    held = _Cells(disclosure)
    for said in told:
        keys = _keys(said.subject)
        listed = held.by_list(said)
        facts = [fact for key in keys for fact in held.rows.get(key, ())] or listed
        if not facts or any(_is_same(said, f) for f in (*facts, *listed, *held.rows[NAMELESS])):
            continue
        found = None if _is_sum(said, facts) else _report(said, facts, disclosure)
        if found:
            yield found


class _Cells:
    """The filled cells of the disclosure's own year, by item and by form."""

    def __init__(self, disclosure: Disclosure) -> None:
        year = disclosure.identity.year
        self.facts = [
            f
            for f in disclosure.facts
            if f.year == year and f.row and f.amount and f.amount.is_money
        ]
        self.rows = _rows(self.facts)
        self.forms: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self.forms[fact.form].append(fact)

    def by_list(self, said: Statement) -> list[Fact]:
        """All cells of the forms that hold what the sentence speaks of."""
        section = "".join((*said.headings[-2:], said.subject))
        for stands in words("checks")["stands"]:
            if re.search(stands["subject"], said.subject) and re.search(stands["section"], section):
                found = [fact for form in stands["forms"] for fact in self.forms.get(form, ())]
                if found and stands.get("all"):
                    return self.facts
                label = stands.get("labelled", "")
                if cells := [f for f in found if _is_labelled(label, f)]:
                    return cells
        return []


def _is_labelled(label: str, fact: Fact) -> bool:
    return re.search(label, "".join((fact.row[-1], *fact.column))) is not None


def _is_level(said: Statement, disclosure: Disclosure) -> bool:
    level = said.role is Role.LEVEL and said.amount.is_money and said.amount.number != 0
    own = said.year == disclosure.identity.year and not is_at_another_stage(said, disclosure)
    return level and own and not OTHER.search(said.subject)


def _keys(subject: str) -> tuple[str, ...]:
    """A code, or the name of an item; none for anything else, such as a whole path."""
    plain = re.sub('[“”"《》「」]', "", squeeze(subject))
    coded = CODE.match(plain)
    if coded:
        return (coded.group(1),)
    marked = LEVELS.findall(plain)
    path = plain.split("-")
    plain = WRAPPED.sub("", LEVELS.sub("", path[-1]))
    if len(marked) > 1 or not (marked or len(path) > 1 or plain.endswith("支出")):
        return ()  # 类、款、项 in one: prose_and_tables knows them by their whole path
    names = {name for name in (plain, plain.removesuffix("支出")) if len(name) > 1}
    if names <= {"支出"}:
        return ()
    return (*names, *(f"（款）{name}" for name in names if marked))


def _rows(facts: list[Fact]) -> dict[str, list[Fact]]:
    """Item → its cells, of all tables and columns; by code and by name."""
    rows: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.code and len(fact.code) in (3, 5, 7) and fact.code.isdigit():
            rows[fact.code].append(fact)
        if fact.row[-1].isdigit():
            rows[NAMELESS].append(fact)
        else:
            name = bare_label(squeeze(fact.row[-1]))
            of_purpose = fact.code.startswith("2") or (fact.side == "支出" and name[-2:] == "支出")
            # 工资福利支出 is in basic expenditure and in all: only where it is said to be a 款
            mark = "" if of_purpose else "（款）" if fact.code else "?"
            for key in {name, name.removesuffix("支出")}:
                rows[f"{mark}{key}"].append(fact)
    return rows


def _is_same(said: Statement, fact: Fact) -> bool:
    return fact.amount is not None and fact.amount.agrees_with(said.amount)


def _is_sum(said: Statement, facts: list[Fact]) -> bool:
    """购置 and 运行 together, where the table leaves their 小计 blank."""
    beside = ((a, b) for a, b in pairwise(facts) if a.table == b.table and a.amount and b.amount)
    return any(
        abs(said.amount.in_yuan() - a.amount.in_yuan() - b.amount.in_yuan())
        <= step_of(said.amount) + step_of(a.amount) + step_of(b.amount)
        for a, b in beside
        if a.amount and b.amount and a.amount.number and b.amount.number
    )


def _report(said: Statement, facts: list[Fact], disclosure: Disclosure) -> Finding | None:
    def order(fact: Fact) -> tuple[Decimal, bool]:
        value = fact.amount.in_yuan() if fact.amount else Decimal(0)
        return abs(said.amount.in_yuan() - value), not (fact.side and fact.side in said.subject)

    named = [f for f in facts if _names(said.subject, f)]
    named = named or [f for f in facts if is_total(f.row[-1])] or facts
    nearest = min((f for f in named if f.amount and f.amount.number), key=order, default=None)
    if nearest is None or nearest.amount is None:
        return None
    size = gap_of(said.amount, [nearest.amount])
    sides = [statement_side(said), fact_side(nearest, disclosure.tables)]
    message = (
        f"正文“{(said.headings or ('',))[-1]}”称“{said.subject}”为 {in_words(said.amount)}，"
        f"各表这一项都没有这个数，最接近的{sides[1].what}为 {in_words(nearest.amount)}，"
        f"{verdict(size, said.amount)}。"
    )
    return finding("prose_against_table", message, sides, size)


def _names(subject: str, fact: Fact) -> bool:
    labels = (bare_label(squeeze(label)) for label in (*fact.row[-1:], *fact.column[-2:]))
    return any(len(label) > 2 and (label in subject or subject in label) for label in labels)
