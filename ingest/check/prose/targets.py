"""All projects, or all that a body spends, are said to have targets: their money is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.compare import fact_side, finding, gap_of, in_words, statement_side, verdict
from ingest.check.tables.relations import money
from ingest.interpret.labels import is_total
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Role, Statement

WHOLE = re.compile(r"整体支出[^，。；]{0,8}绩效")
PROJECTS = re.compile(
    r"(?:所有|全部|各)[^，。；\d]{0,12}项目|项目(?:支出)?(?:均|全部|都)|共\d+个项目"
)
MONEY = re.compile(r"涉及[^，。；\d]{0,20}$")


def money_with_targets(disclosure: Disclosure) -> Iterator[Finding]:
    """2026年…所有项目支出预算纳入部门预算绩效管理，涉及预算资金 124,216.99 万元."""
    told = [s for s in disclosure.statements if _is_with_targets(s, disclosure.identity.year)]
    if not told:
        return
    held = [f for f in disclosure.facts if f.year == disclosure.identity.year and money(f)]
    for said in told:
        whole = WHOLE.search(_before(said)) is not None
        cells = [f for f in held if _is_of(f, whole)]
        filled = [(f, a) for f in cells if (a := money(f)) and a.number]
        # what a total is, is not what its projects are, and the other way round
        rest = [
            (f, a) for f in held if not is_total(f.row[-1] if f.row else "") and (a := money(f))
        ]
        stands = filled if whole else [*filled, *rest]
        if not filled or any(amount.agrees_with(said.amount) for _, amount in stands):
            continue
        fact, nearest = min(filled, key=lambda one: abs(one[1].in_yuan() - said.amount.in_yuan()))
        gap = gap_of(said.amount, [nearest])
        side = fact_side(fact, disclosure.tables)
        message = (
            f"正文称全部纳入绩效目标管理的{'支出' if whole else '项目'}涉及 {in_words(said.amount)}，"
            f"各表没有这个数，最接近的{side.what}为 {in_words(nearest)}，{verdict(gap, said.amount)}。"
        )
        found = finding("prose_against_table", message, [statement_side(said), side], gap)
        if found:
            yield found


def _is_with_targets(said: Statement, year: int) -> bool:
    level = (
        said.role is Role.LEVEL and said.amount.is_money and said.amount.number and not said.stage
    )
    if not level or said.year != year or "绩效" not in said.sentence:
        return False
    before = _before(said)
    return MONEY.search(before) is not None and bool(
        WHOLE.search(before) or PROJECTS.search(before)
    )


def _before(said: Statement) -> str:
    """The clause group that leads up to the number."""
    text, number = squeeze(said.sentence), squeeze(said.source.text)
    start = text.find(number)
    return re.split("[；;。]", text[:start])[-1] if start >= 0 else ""


def _is_of(fact: Fact, whole: bool) -> bool:
    labels = [squeeze(label) for label in (*fact.row[-1:], *fact.column)]
    projects = any("项目支出" in label for label in labels)
    if whole:
        return bool(fact.row) and is_total(fact.row[-1]) and not projects
    return projects
