"""One body's disclosures beside each other: last year's figures, and the whole beside its part."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.amount import Amount
from ingest.check.compare import Gap, fact_side, finding, gap_of, in_words, statement_side, verdict
from ingest.check.slips import is_slip
from ingest.interpret.labels import bare_label, is_total
from ingest.interpret.vocabulary import squeeze
from ingest.records import (
    Disclosure,
    Fact,
    Finding,
    Role,
    Scope,
    Severity,
    Side,
    Stage,
    Statement,
)

YEARS = re.compile(r"20\d\d年(?:度)?|(?:上|本|今|去)年(?:度)?")
SUMS = frozenset({"", "合计", "总计", "小计", "预算数", "决算数", "预算", "决算", "金额"})
SPENT = re.compile("执行|决算|完成|实际|调整")  # other than the budget as passed
LISTS = (  # lists of one basis in every region: what the treasury gives, by item
    "general_public_budget_expenditure",
    "basic_expenditure",
    "three_public",
)
OWN = re.compile(r"[（(](?:本级|本部|机关)[）)]$|(?:本级|本部|机关)$")
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two disclosures of one body: `one` is the later, or the department's; `other` the earlier,
    or the body's own."""

    one: Disclosure
    other: Disclosure


def bare_name(entity: str) -> str:
    return OWN.sub("", entity)


def last_year(pair: Pair) -> Iterator[Finding]:
    """What a disclosure says of the year before, against what was disclosed then."""
    yield from _columns_of_last_year(pair)
    yield from _sentences_on_last_year(pair)
    yield from _changes_since_last_year(pair)


def _columns_of_last_year(pair: Pair) -> Iterator[Finding]:
    before = pair.other.identity.year
    then = _cells(pair.other, before)
    for key, fact in _cells(pair.one, before).items():
        if SPENT.search("".join(fact.column)) and pair.other.identity.stage is Stage.BUDGET:
            continue
        held = then.get(key)
        if held:
            yield from _unlike(pair, fact, held, "last_year")


def _cells(disclosure: Disclosure, year: int) -> dict[Key, Fact]:
    """Form, item and column → the cell of a year; what stands twice is left out."""
    found: dict[Key, list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        if fact.form in LISTS and fact.year == year and fact.row and _is_money(fact.amount):
            found[fact.form, _item(fact), _column(fact)].append(fact)
    return {key: facts[0] for key, facts in found.items() if len(facts) == 1}


def _is_money(amount: Amount | None) -> bool:
    return amount is not None and amount.is_money


def _item(fact: Fact) -> str:
    if is_total(fact.row[-1]):
        return "合计"
    return fact.code or bare_label(squeeze(fact.row[-1]))


def _column(fact: Fact) -> str:
    heads = [YEARS.sub("", squeeze(head)) for head in fact.column]
    return "／".join(head for head in heads if head not in SUMS and "预算支出" not in head)


def _unlike(pair: Pair, one: Fact, other: Fact, rule: str) -> Iterator[Finding]:
    if one.amount is None or other.amount is None or one.amount.agrees_with(other.amount):
        return
    gap = gap_of(one.amount, [other.amount])
    sides = [_of(pair.one, fact_side(one, pair.one.tables)),
             _of(pair.other, fact_side(other, pair.other.tables))]  # fmt: skip
    yield from _reported(rule, sides, one.amount, other.amount, gap)


def _of(disclosure: Disclosure, side: Side) -> Side:
    who = disclosure.identity
    stage = "预算" if who.stage is Stage.BUDGET else "决算"
    return Side(f"{who.year} 年{stage}{side.what}", side.amount, side.source, side.ref)


def _reported(
    rule: str, sides: list[Side], one: Amount, other: Amount, gap: Gap
) -> Iterator[Finding]:
    message = (
        f"{sides[0].what}为 {in_words(one)}，而{sides[1].what}为 {in_words(other)}，"
        f"{verdict(gap, one)}。"
    )
    if rule == "whole_and_part":
        message = (
            f"部门汇总的数比它本级的还小：部门 {sides[0].what}为 {in_words(one)}，"
            f"本级 {sides[1].what}为 {in_words(other)}，{verdict(gap, one)}。"
        )
    found = finding(rule, message, sides, gap)
    if found:
        yield found


def _sentences_on_last_year(pair: Pair) -> Iterator[Finding]:
    """2025年年初预算数 647,166.36 in the later one; 收入预算 in the earlier one."""
    before = pair.other.identity.year
    then = _said_then(pair.other)
    for said in pair.one.statements:
        held = then.get(_subject(said), [])
        if held and _is_of_budget(said, before, pair):
            yield from _not_said_then(pair, said, said.amount, held)


def _changes_since_last_year(pair: Pair) -> Iterator[Finding]:
    """15,897.44, 比上年增加 2,248.37: the year before must have had 13,649.07."""
    then, levels = _said_then(pair.other), dict[str, Statement]()
    for said in pair.one.statements:
        subject = _subject(said)
        if not said.amount.is_money:
            continue
        if said.role is Role.LEVEL:
            levels[subject] = said
        elif said.role is Role.CHANGE and not SPENT.search(said.compared_with):
            level, held = levels.get(subject), then.get(subject, [])
            if level and held and level.headings == said.headings and level.amount.number:
                base = level.amount.in_yuan() - said.amount.in_yuan()
                implied = Amount(base / level.amount.scale, level.amount.unit)
                yield from _not_said_then(pair, said, implied, held)


def _said_then(disclosure: Disclosure) -> dict[str, list[Statement]]:
    then: dict[str, list[Statement]] = defaultdict(list)
    for said in disclosure.statements:
        level = said.role is Role.LEVEL and said.amount.is_money
        if level and said.year == disclosure.identity.year:
            then[_subject(said)].append(said)
    return then


def _not_said_then(
    pair: Pair, said: Statement, amount: Amount, held: list[Statement]
) -> Iterator[Finding]:
    """No more than a notice, but for a slip: the figure may have been set to this year's scope."""
    if any(_about(amount, other.amount) for other in held):
        return
    nearest = min(held, key=lambda other: abs(other.amount.in_yuan() - amount.in_yuan()))
    sides = [_of(pair.one, statement_side(said)), _of(pair.other, statement_side(nearest))]
    gap = gap_of(amount, [nearest.amount])
    message = (
        f"《{pair.one.identity.year} 年》“{said.subject}”所依据的上年数是 {in_words(amount)}，"
        f"而{sides[1].what}为 {in_words(nearest.amount)}，{verdict(gap, amount)}；"
        f"也可能按今年的口径调整过。"
    )
    slip = is_slip(amount.in_yuan(), nearest.amount.in_yuan())
    severity = Severity.CONTRADICTION if slip else Severity.NOTICE
    found = finding("last_year", message, sides, gap, severity)
    if found:
        yield found


def _subject(said: Statement) -> str:
    return re.sub(r"(?:支出|收入)?(?:预算|决算)?(?:数|总计|合计|总额)?$", "", squeeze(said.subject))


def _is_of_budget(said: Statement, year: int, pair: Pair) -> bool:
    level = said.role is Role.LEVEL and said.amount.is_money and said.year == year
    spent = SPENT.search(f"{said.subject}{said.stage}") is not None
    return level and spent == (pair.other.identity.stage is Stage.FINAL)


def _about(one: Amount, other: Amount) -> bool:
    return gap_of(one, [other]).severity is not Severity.CONTRADICTION


def whole_and_part(pair: Pair) -> Iterator[Finding]:
    """A department has at least what its own office has, item by item."""
    year = pair.one.identity.year
    own = _cells(pair.other, year)
    for key, fact in _cells(pair.one, year).items():
        held = own.get(key)
        if held is None or fact.amount is None or held.amount is None:
            continue
        if held.amount.in_yuan() > fact.amount.in_yuan():
            yield from _unlike(pair, fact, held, "whole_and_part")


def pairs_over_years(disclosures: list[Disclosure]) -> Iterator[Pair]:
    """The same body, stage and scope, one year after the other."""
    held = {
        (d.identity.entity, d.identity.stage, d.identity.scope, d.identity.year): d
        for d in disclosures
    }
    for (entity, stage, scope, year), later in held.items():
        earlier = held.get((entity, stage, scope, year - 1))
        if earlier:
            yield Pair(later, earlier)


def pairs_of_scopes(disclosures: list[Disclosure]) -> Iterator[Pair]:
    """A department's disclosure and its own office's, of one year and stage."""
    held: dict[tuple[str, int, Stage], dict[Scope, Disclosure]] = defaultdict(dict)
    for one in disclosures:
        who = one.identity
        scope = Scope.OWN if OWN.search(who.entity) else who.scope
        held[bare_name(who.entity), who.year, who.stage][scope] = one
    for scopes in held.values():
        if Scope.DEPARTMENT in scopes and Scope.OWN in scopes:
            yield Pair(scopes[Scope.DEPARTMENT], scopes[Scope.OWN])
