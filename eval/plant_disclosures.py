"""How many planted errors does the audit find?

    python -m eval.plant_disclosures ../shared/disclosures [--seed 1] [--files 10] [--each 10] [--json]

Random disclosures are read; into each, errors of every kind are planted one at a time at random
places (planting.py); the audit is run on the planted text. An error counts as found where a finding
that was not there before cites the planted place, or names what was planted. Where nothing in the
file says the planted number a second time, and no total, part or rate is printed for it, no rule
could see it: such plants are counted as isolated, and stand in the raw share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eval.planting import Plant
from ingest.check.relations import across, down, totals
from ingest.interpret.disclosure import interpret
from ingest.records import Disclosure, Finding, Role, Severity, Source


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` is found, found_rounding, missed or isolated."""

    result: str
    rule: str = ""


def outcome_of(plant: Plant, before: Disclosure) -> Outcome:
    known = {(f.rule, f.message) for f in before.findings}
    after = interpret(plant.planted)
    new = [f for f in after.findings if (f.rule, f.message) not in known]
    hits = [f for f in new if _touches(f, plant)]
    grave = next((f for f in hits if f.severity is not Severity.ROUNDING), None)
    if grave:
        return Outcome("found", grave.rule)
    if hits:
        return Outcome("found_rounding", hits[0].rule)
    return Outcome("missed" if is_detectable(plant, before) else "isolated")


def _touches(finding: Finding, plant: Plant) -> bool:
    if any(_same_place(s.source, p) for s in finding.sides for p in plant.sources):
        return True
    return bool(plant.says) and (plant.says in finding.message or finding.rule.startswith("missing"))


def _same_place(one: Source, other: Source) -> bool:
    if one.page != other.page or one.box is None or other.box is None:
        return False
    a, b = one.box, other.box
    return a.x0 < b.x1 and b.x0 < a.x1 and a.top < b.bottom and b.top < a.bottom


def is_detectable(plant: Plant, before: Disclosure) -> bool:
    """The number is part of a sum, or printed a second time, or a rate hangs on it."""
    facts = [f for f in before.facts if f.id in plant.facts]
    said = [s for s in before.statements if s.id in plant.facts]
    if not facts and not said:
        return True
    if any(s.role is not Role.LEVEL for s in said):
        return True
    return any(f.id in _in_sums(before, f.table) for f in facts) or any(
        _repeated(amount.in_yuan(), amount.step(), before, set(plant.facts))
        for one in (*facts, *said)
        if (amount := one.amount)
    )


def _in_sums(disclosure: Disclosure, table: int) -> set[str]:
    facts = [f for f in disclosure.facts if f.table == table]
    sums = (*across(facts), *down(facts), *totals(facts))
    return {fact.id for one in sums for fact in (one.stated, *one.parts)}


def _repeated(value: object, step: object, disclosure: Disclosure, own: Iterable[str]) -> bool:
    others = [one.amount for one in (*disclosure.facts, *disclosure.statements) if one.id not in own]
    return any(
        a.is_money and abs(a.in_yuan() - value) <= max(step, a.step()) / 2  # type: ignore[operator]
        for a in others
        if a
    )
