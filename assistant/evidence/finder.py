"""What the disclosures print of what a claim is about: every value that it could rightly be.

Evidence is found by the claim's words alone; the number that the draft gives is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from assistant.catalogue import Catalogue, Unit
from assistant.claims.claim import Claim
from assistant.claims.roles import Role, near
from assistant.evidence.arithmetic import Evidence, added, most_exact
from assistant.evidence.books import units_of_claim
from assistant.evidence.changes import Changes
from assistant.evidence.compared import Compared
from assistant.evidence.levels import Levels
from assistant.understand.linking import Linker
from ingest.records import Role as Said


def _of_last_year(claim: Claim) -> bool:
    """相当于上年的四分之一, 不到上年年初预算的四成"""
    said = "(?:上年|去年|上一年|前一年)(?:同期|年初|全年|的|预算|决算|执行|收入|支出|总|数)*(?:约|近|大约|不到)?$"
    return not claim.whole and re.search(said, near(claim.lead)) is not None


class Finder:
    """Finds evidence in one catalogue."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.levels = Levels(catalogue, linker)
        self.changes = Changes(self.levels)
        self.compared = Compared(self.changes)

    def evidence(self, claim: Claim, numbers: Sequence[Sequence[Evidence]] = ()) -> list[Evidence]:
        """`numbers` are the evidence of the numbers before it, for what is added up from them."""
        out: list[Evidence] = []
        for unit in units_of_claim(self.catalogue, claim, claim.bodies, claim.year):
            out += self._of_unit(claim, unit, numbers)
        if not out and claim.year is not None and not claim.before:
            # what the year after prints of it: 2025 in the books of 2026
            # (also what was spent: a budget has last year's outturn)
            later = replace(claim, stage="")
            for unit in units_of_claim(self.catalogue, later, claim.bodies, claim.year + 1):
                if claim.role in (Role.LEVEL, Role.COUNT):
                    out += self._levels(replace(claim, before=True), unit, claim.year)
        if not out and claim.year is not None and claim.before and claim.role is Role.LEVEL:
            # what the books of that year print of it themselves
            own = replace(claim, year=claim.year - 1, before=False)
            for unit in units_of_claim(self.catalogue, own, own.bodies, own.year):
                out += self._levels(own, unit, unit.year)
        return most_exact(out)

    def _of_unit(
        self, claim: Claim, unit: Unit, numbers: Sequence[Sequence[Evidence]]
    ) -> list[Evidence]:
        match claim.role:
            case Role.LEVEL | Role.COUNT:
                return self._levels(claim, unit, unit.year - claim.before)
            case Role.CHANGE if len(claim.items) > 1:
                return self._moved_together(claim, unit)
            case Role.CHANGE:
                return self.changes.changes(claim, unit, Said.CHANGE)
            case Role.RATE:
                return self.changes.changes(claim, unit, Said.RATE)
            case Role.SHARE if claim.other or _of_last_year(claim):
                return self.compared.times(claim, unit)
            case Role.SHARE | Role.OUTTURN:
                return self.compared.shares(claim, unit)
            case Role.TIMES:
                return self.compared.times(claim, unit)
            case Role.DIFFERENCE:
                return self.compared.differences(claim, unit, numbers)
            case Role.SUM:
                return self.compared.sums(claim, unit, numbers)
        return []

    def _moved_together(self, claim: Claim, unit: Unit) -> list[Evidence]:
        """What several items moved by, added up."""
        each = [
            [
                e for e in self.changes.changes(replace(claim, items=(item,)), unit, Said.CHANGE)
                if e.formula is None
            ]
            for item in claim.items
        ]  # fmt: skip
        same_way = (t for t in product(*each) if len({e.value > 0 for e in t}) == 1)
        return [replace(added(terms, unit), signed=True) for terms in same_way]

    def _levels(self, claim: Claim, unit: Unit, year: int) -> list[Evidence]:
        found = self.levels.levels(claim, unit, year)
        if not found and claim.before and claim.role is Role.LEVEL:
            return self.changes.worked_back(claim, unit)
        return found
