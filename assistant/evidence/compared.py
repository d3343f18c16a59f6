"""What two or more levels of the books come to: shares, multiples, differences, sums."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from assistant.catalogue import Unit, total_item
from assistant.claims.claim import Claim
from assistant.claims.roles import Role
from assistant.datum import Datum
from assistant.evidence.arithmetic import (
    Evidence,
    added,
    as_evidence,
    in_percent,
    minus_of,
    ratios,
    same_form,
    times_last_year,
    whole_fits,
    yuan_of,
)
from assistant.evidence.books import find, units_of_claim
from assistant.evidence.changes import Changes
from assistant.evidence.likeness import likeness
from assistant.prose.figure import Kind
from assistant.understand.normalise import label_key
from assistant.understand.query import Item, Operation, Query
from ingest.records import Role as Said


def _is_within(datum: Datum, item: Item) -> bool:
    keys = set(item.keys)
    return bool(keys & {datum.item, datum.column, *(label_key(r) for r in datum.row)})


def _is_money(datum: Datum) -> bool:
    return datum.amount is not None and datum.amount.is_money


def _undivided(wholes: Sequence[Datum]) -> list[Datum]:
    """Without those that are but what the item has of something else (信访业务 of 邮电费), where
    another form has it whole."""

    def is_larger(a: Datum, b: Datum) -> bool:
        return len(a.row) < len(b.row) and yuan_of(a) > yuan_of(b)

    return [d for d in wholes if not any(is_larger(other, d) for other in wholes)]


class Compared:
    """Works out what levels come to, by the changes of one catalogue."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.levels = changes.levels
        self.catalogue = changes.catalogue

    def shares(self, claim: Claim, unit: Unit) -> list[Evidence]:
        if not claim.items:
            return []
        item = claim.items[-1]
        if claim.role is Role.OUTTURN and claim.direction:
            return self._against_budget(claim, unit, item)
        out = [as_evidence(d, unit) for d in self.changes.said(claim, unit, item, Said.SHARE)]
        if claim.role is Role.OUTTURN:  # and not what it is of all that was spent
            out = [e for e in out if (of := e.data[0].statement) is None or "支出" not in of.whole]
            return out + list(ratios(*self._spent_and_planned(unit, item), unit))
        parts = self.levels.money(claim, unit, item, unit.year)
        wholes = claim.whole or self._wholes(claim)
        for whole in wholes:
            if whole == item or {"总计"} <= set(whole.keys) & set(item.keys):
                continue
            wholes_held = [
                d for d in self.levels.money(claim, unit, whole, unit.year)
                if not _is_within(d, item)  # 委托业务费 for 信访业务 is no whole of 委托业务费
            ]  # fmt: skip
            out += list(ratios(parts, _undivided(wholes_held), unit))
        if claim.whole:
            named = {k for w in claim.whole for k in w.keys}
            kept = [e for e in out if e.formula is not None or whole_fits(e.data[0], named)]
            return kept or out
        return out

    def shares_alike(self, claim: Claim) -> list[Evidence]:
        """其中 94.7% 补给居民医保基金: what is said in other words, as a share of the whole; only of
        the label that sounds most like them."""
        out: list[Evidence] = []
        for unit in units_of_claim(self.catalogue, claim, claim.bodies, claim.year):
            heard = [
                (like.clause + like.label, d)
                for d in self.catalogue.within(unit.doc_ids)
                if d.kind == "table" and d.year == unit.year and _is_money(d)
                and (like := likeness(claim.said, claim.told, d)).fair
            ]  # fmt: skip
            most = max((score for score, _ in heard), default=0.0)
            parts = [d for score, d in heard if score >= most - 0.05]
            for whole in claim.whole or (total_item("支出"), total_item("收入")):
                held = self.levels.money(claim, unit, whole, unit.year)
                out += [e for d in parts for e in ratios([d], held, unit)]
        return [e for e in out if e.bears(claim.figure, claim.direction)]

    @staticmethod
    def _wholes(claim: Claim) -> tuple[Item, ...]:
        """What a share may be of where nothing says it: what was named before, or all."""
        return (*dict.fromkeys(claim.around), total_item("支出"), total_item("收入"))

    def _spent_and_planned(self, unit: Unit, item: Item) -> tuple[list[Datum], list[Datum]]:
        query = Query(Operation.OUTTURN, unit.doc_ids, year=unit.year)
        spent = find(query, self.catalogue, item)
        planned = find(query, self.catalogue, item, phase="budget")
        return [d for d in spent if _is_money(d)], [d for d in planned if _is_money(d)]

    def _against_budget(self, claim: Claim, unit: Unit, item: Item) -> list[Evidence]:
        """比年初预算少花 463 万元, 比预算低 4.5%"""
        gaps = [minus_of(a, b, unit) for a, b in same_form(*self._spent_and_planned(unit, item))]
        if claim.figure.kind is Kind.MONEY:
            return gaps
        return [e for gap in gaps for e in in_percent(gap)]

    def times(self, claim: Claim, unit: Unit) -> list[Evidence]:
        if claim.other:
            if not claim.items:
                return []
            item = claim.items[-1]
            others = list(units_of_claim(self.catalogue, claim, claim.other, claim.year))
            return [
                e for o in others
                for e in ratios(self.levels.money(claim, unit, item, unit.year),
                                 self.levels.money(claim, o, item, o.year), unit)
            ]  # fmt: skip
        out: list[Evidence] = []
        for item, base in itertools.product(claim.items, claim.whole):
            if item != base:
                out += list(ratios(self.levels.money(claim, unit, item, unit.year),
                                    self.levels.money(claim, unit, base, unit.year), unit))  # fmt: skip
        if not out:
            for item in (claim.whole or claim.items)[-1:]:
                now = self.levels.money(claim, unit, item, unit.year)
                of_it = replace(claim, items=(item,))
                told = self.changes.changes(of_it, unit, Said.CHANGE)
                for moved in (e.data[0] for e in told if e.formula is None):
                    out += [e for d in now if (e := times_last_year(d, moved, unit)) is not None]
                pairs = self.changes.years(claim, unit, item, now)
                out += [e for new, old in pairs for e in ratios([new], [old], unit)]
                out += [
                    Evidence(100 + d.amount.number, d.amount.step(), (d,), unit, "100 + d0")
                    for d in self.changes.said(claim, unit, item, Said.RATE) if d.amount
                ]  # fmt: skip
        return out

    def differences(
        self, claim: Claim, unit: Unit, numbers: Sequence[Sequence[Evidence]]
    ) -> list[Evidence]:
        if claim.other and claim.items:
            item = claim.items[-1]
            return [
                minus_of(mine, theirs, unit)
                for o in units_of_claim(self.catalogue, claim, claim.other, claim.year)
                for mine, theirs in same_form(
                    self._amounts(claim, unit, item), self._amounts(claim, o, item)
                )
            ]
        if claim.items and claim.whole:
            return [
                minus_of(a, b, unit)
                for a, b in same_form(
                    self.levels.money(claim, unit, claim.items[-1], unit.year),
                    self.levels.money(claim, unit, claim.whole[-1], unit.year),
                )
            ]
        two = [n for n in numbers if n][-2:]
        if len(two) < 2:
            return []
        return [
            replace(minus_of(a.data[0], b.data[0], unit), signed=False, value=abs(a.value - b.value))
            for a, b in itertools.product(*two) if a.formula is None and b.formula is None
        ]  # fmt: skip

    def _amounts(self, claim: Claim, unit: Unit, item: Item) -> list[Datum]:
        """Counts are mostly of the end of another year: 截至2023年底."""
        if claim.figure.kind is Kind.COUNT:
            return self.levels.data(claim, unit, item)
        return self.levels.money(claim, unit, item, unit.year)

    def sums(
        self, claim: Claim, unit: Unit, numbers: Sequence[Sequence[Evidence]]
    ) -> list[Evidence]:
        if claim.parts:
            terms = [[e for e in n if e.formula is None][:6] for n in numbers[-claim.parts :]]
            printed: list[Evidence] = []
        else:
            terms = [
                [as_evidence(d, unit) for d in self.levels.money(claim, unit, i, unit.year)][:6]
                for i in claim.items
            ]
            printed = []
        if len(terms) < max(2, claim.parts) or not all(terms):
            return printed
        out = list(printed)
        for chosen in itertools.islice(itertools.product(*terms), 200):
            out.append(added(chosen, unit))
        return out
