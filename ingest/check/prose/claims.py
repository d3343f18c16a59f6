"""Where the narrative itself says that two numbers agree: 与《收支预算总表》的收入数一致."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.compare import fact_side, finding, gap_of, in_words, statement_side, verdict
from ingest.check.tables.relations import money
from ingest.interpret.labels import bare_label
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Role, Severity, Statement

CLAIM = re.compile(
    r"与《(?P<table>[^》]+)》(?:中)?的?(?P<item>[“\"][^”\"]+[”\"])?[^，。；《]{0,12}?一致"
)
ASIDE = re.compile(r"20\d\d年(?:度)?|部门|单位|[（(][^）)]*[）)]")


def claims_to_agree(disclosure: Disclosure) -> Iterator[Finding]:
    for passage in disclosure.passages:
        for claim in CLAIM.finditer(passage.text):
            said = _said(passage.headings, disclosure)
            cells = _cells(claim["table"], claim["item"] or "", disclosure)
            if (
                said
                and said.amount.number
                and cells
                and not any(_agree(said, cell) for cell in cells)
            ):
                yield from _report(said, cells[0], claim.group(0), disclosure)


def _said(headings: tuple[str, ...], disclosure: Disclosure) -> Statement | None:
    """The amount that the section opens with."""
    levels = (
        s
        for s in disclosure.statements
        if s.headings == headings and s.role is Role.LEVEL and s.amount.is_money
    )
    return next(levels, None)


def _cells(title: str, item: str, disclosure: Disclosure) -> list[Fact]:
    """The filled cells of the table of that name, of the item where one is quoted."""
    wanted, label = ASIDE.sub("", squeeze(title)), item.strip('“”"')
    numbers = {t.number for t in disclosure.tables if ASIDE.sub("", squeeze(t.title)) == wanted}
    return [
        fact
        for fact in disclosure.facts
        if fact.table in numbers
        and fact.row
        and (amount := money(fact))
        and amount.number
        and (not label or bare_label(fact.row[-1]) == label)
    ]


def _agree(said: Statement, cell: Fact) -> bool:
    amount = money(cell)
    if amount is None:
        return False
    return gap_of(said.amount, [amount]).severity is not Severity.CONTRADICTION


def _report(said: Statement, cell: Fact, claim: str, disclosure: Disclosure) -> Iterator[Finding]:
    amount = money(cell)
    if amount is None:
        return
    gap = gap_of(said.amount, [amount])
    sides = [statement_side(said), fact_side(cell, disclosure.tables)]
    message = (
        f"正文说“{claim}”，可是“{said.subject}”为 {in_words(said.amount)}，"
        f"{sides[1].what}为 {in_words(amount)}，{verdict(gap, said.amount)}。"
    )
    found = finding("claims_to_agree", message, sides, gap)
    if found:
        yield found
