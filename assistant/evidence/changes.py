"""What the books say, or come to, of how an item moved against the year before."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.catalogue import Unit, concept_item, total_item
from assistant.claims.claim import Claim
from assistant.datum import Datum
from assistant.evidence.arithmetic import (
    Evidence,
    as_evidence,
    half_of,
    minus,
    rate_of,
    worked,
    yuan_of,
)
from assistant.evidence.books import PARTIAL
from assistant.evidence.levels import Levels
from assistant.execute import changes
from assistant.prose.figure import Kind
from assistant.understand.normalise import label_key
from assistant.understand.query import Item, Operation, Query
from ingest.records import Role as Said


class Changes:
    """Finds what moved, by the levels of one catalogue."""

    def __init__(self, levels: Levels) -> None:
        self.levels = levels
        self.catalogue = levels.catalogue

    def changes(self, claim: Claim, unit: Unit, role: Said) -> list[Evidence]:
        out: list[Evidence] = []
        if claim.figure.kind is Kind.COUNT:
            return self._more_counted(claim, unit)
        for item in claim.items[-1:]:
            if item.count and "车" in item.words:  # what they cost, not how many there are
                item = concept_item("vehicles")
            out += [as_evidence(d, unit, signed=True) for d in self.said(claim, unit, item, role)]
            out = _of_the_whole(item, out)
            now = self.levels.money(claim, unit, item, unit.year)
            out += _not_less_exact(out, [
                worked(role, new, old, unit)
                for new, old in self.years(claim, unit, item, now)
            ])  # fmt: skip
            if role is Said.RATE:
                for moved in self.said(claim, unit, item, Said.CHANGE):
                    out += [e for d in now if (e := rate_of(d, moved, unit)) is not None]
                out = _as_printed(out, claim.figure.step)
        return out or self._of_the_treasury(claim, unit, role)

    def worked_back(self, claim: Claim, unit: Unit) -> list[Evidence]:
        """Last year's amount: this year's, less what it changed by."""
        out = []
        for item in claim.items[-1:]:
            told = [e.data[0] for e in self.changes(claim, unit, Said.CHANGE) if not e.formula]
            for now in self.levels.data(claim, unit, item, unit.year):
                for moved in told:
                    if moved.amount is None or not moved.amount.is_money:
                        continue
                    sign = "-" if moved.amount.number > 0 else "+"
                    out.append(Evidence(yuan_of(now) - yuan_of(moved), half_of(now) + half_of(moved),
                                        (now, moved), unit, f"d0 {sign} d1"))  # fmt: skip
        return out

    def said(self, claim: Claim, unit: Unit, item: Item, role: Said) -> list[Datum]:
        query = Query(Operation.CHANGE, unit.doc_ids)
        found = changes(query, self.catalogue, item, (role,))
        return found or [  # 其他收入 is said of 其他收入资金
            d for d in self.catalogue.within(unit.doc_ids)
            if d.role is role and any(_is_said_of(d, k) for k in item.keys if len(k) > 2)
        ]  # fmt: skip

    def _more_counted(self, claim: Claim, unit: Unit) -> list[Evidence]:
        """So many more than in the books of the year before."""
        earlier = [
            u for u in self.catalogue.units_of([unit.entity])
            if (u.entity, u.year, u.stage, u.scope) == (unit.entity, unit.year - 1, unit.stage, unit.scope)
        ]  # fmt: skip
        return [
            minus(as_evidence(new, unit), as_evidence(old, before))
            for item in claim.items[-1:]
            for before in earlier
            for new in self.levels.data(claim, unit, item, unit.year)
            for old in self.levels.data(claim, before, item, before.year)
            if new.amount and old.amount and new.amount.unit == old.amount.unit
        ]

    def _of_the_treasury(self, claim: Claim, unit: Unit, role: Said) -> list[Evidence]:
        """Where all that comes in is appropriated, its change is that of the whole; so where all is
        spent on one thing."""
        if not claim.items:
            return []
        whole = self.levels.money(claim, unit, claim.items[-1], unit.year)
        if "总计" not in claim.items[-1].keys:
            all_of_it = self.levels.money(claim, unit, total_item(), unit.year)
            if not any(yuan_of(w) == yuan_of(d) for w in whole for d in all_of_it):
                return []
        out: list[Evidence] = []
        for item in (
            total_item(),
            Item("财政拨款收入", ("财政拨款收入",)),
            Item("财政拨款", ("财政拨款",)),
        ):
            same = [
                d for d in self.levels.money(claim, unit, item, unit.year)
                if any(yuan_of(d) == yuan_of(w) for w in whole)
            ]  # fmt: skip
            if same:
                out += [
                    as_evidence(d, unit, signed=True) for d in self.said(claim, unit, item, role)
                ]
                if role is Said.RATE:
                    moved = self.said(claim, unit, item, Said.CHANGE)
                    out += [e for m in moved if (e := rate_of(same[0], m, unit)) is not None]
        other = {"支出": "收入", "收入": "支出"}
        for side in (s for s in other if s in claim.items[-1].words):  # that of its own side
            out = [e for e in out if other[side] not in e.data[0].label] or out
        return out

    def years(
        self, claim: Claim, unit: Unit, item: Item, now: Sequence[Datum]
    ) -> Iterator[tuple[Datum, Datum]]:
        """This year's and last year's of one form: from one book, or from two."""
        then = self.levels.money(claim, unit, item, unit.year - 1)
        for before in self.catalogue.units_of([unit.entity]):
            if (before.entity, before.year, before.stage, before.scope) == (
                unit.entity, unit.year - 1, unit.stage, unit.scope,
            ):  # fmt: skip
                then = [*then, *self.levels.money(claim, before, item, before.year)]
        for new, old in itertools.product(now, then):
            one_row = new.kind != "table" or _row_core(new) == _row_core(old)
            if (new.form, new.kind) == (old.form, old.kind) and one_row and _is_some(old):
                yield new, old


def _is_said_of(datum: Datum, key: str) -> bool:
    """其他收入资金 for 其他收入; 水利（款）水利工程建设（项）支出 for 水利工程建设."""
    longer = datum.item.startswith(key) and len(datum.item) - len(key) < 3
    said = "".join(datum.row)
    return longer or (
        len(key) > 3 and re.search(rf"[）)]{re.escape(key)}[（(]项[）)]", said) is not None
    )


def _is_some(datum: Datum) -> bool:
    return datum.amount is not None and bool(datum.amount.number)


def _row_core(datum: Datum) -> str:
    return label_key(datum.row[-1]) if datum.row else ""


def _of_the_whole(item: Item, printed: list[Evidence]) -> list[Evidence]:
    """Where the whole is meant and told of, not what is told of the appropriations alone."""
    if "总计" not in item.keys or PARTIAL.search(item.words):
        return printed
    whole = [e for e in printed if not PARTIAL.search("".join(e.data[0].row))]
    return whole or printed


def _as_printed(found: Sequence[Evidence], said_to: Decimal) -> list[Evidence]:
    """Where the books print the rate as finely as the draft says it, what is printed counts: 53.3 %,
    and not that 53.28 cut off is 53.2."""
    printed = [e for e in found if e.formula is None and e.step <= said_to]
    return [
        e for e in found
        if e.formula is None or not any(abs(p.value - e.value) <= p.step for p in printed)
    ]  # fmt: skip


def _not_less_exact(printed: Sequence[Evidence], worked_out: Sequence[Evidence]) -> list[Evidence]:
    """What is worked out, but where the books print the same change more exactly."""
    return [
        w for w in worked_out
        if not any(abs(p.value - w.value) <= w.step and p.step < w.step for p in printed)
    ]  # fmt: skip
