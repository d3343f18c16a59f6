"""Where a number of a draft is printed, whatever it is called there: the books asked by value."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cached_property

from assistant.catalogue import Catalogue
from assistant.claims.roles import Role
from assistant.datum import Datum
from assistant.prose.figure import Figure, Kind
from ingest.records import Role as Said

# what a number of a role may be printed as
PRINTED_AS = {
    Role.LEVEL: (Said.LEVEL,),
    Role.SUM: (Said.LEVEL,),
    Role.COUNT: (Said.COUNT, Said.LEVEL),
    Role.CHANGE: (Said.CHANGE,),
    Role.DIFFERENCE: (Said.CHANGE,),
    Role.RATE: (Said.RATE,),
    Role.SHARE: (Said.SHARE,),
    Role.OUTTURN: (Said.SHARE, Said.RATE),
    Role.TIMES: (Said.RATE,),
}


class Printed:
    """All amounts of a catalogue by their value; built when it is first asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def _sorted(self) -> dict[str, tuple[list[Decimal], list[Datum]]]:
        held: dict[str, list[tuple[Decimal, int, Datum]]] = defaultdict(list)
        for datum in self.catalogue.data:
            if (amount := datum.amount) is not None:
                value = abs(amount.in_yuan() if amount.is_money else amount.number)
                held[kind_of(datum)].append((value, datum.at, datum))
        out = {}
        for kind, rows in held.items():
            rows.sort(key=lambda r: r[:2])
            out[kind] = ([r[0] for r in rows], [r[2] for r in rows])
        return out

    def where(
        self, figure: Figure, role: Role, docs: Collection[str] | None = None
    ) -> Iterator[Datum]:
        """The data that print just what a figure says, in some disclosures or in all."""
        kind = {Kind.MONEY: "money", Kind.COUNT: "count"}.get(figure.kind, "percent")
        values, data = self._sorted.get(kind, ([], []))
        low, high = abs(figure.low), abs(figure.high)
        low, high = min(low, high), max(low, high)
        for datum in data[bisect_left(values, low) : bisect_right(values, high)]:
            amount = datum.amount
            if amount is None or (docs is not None and datum.doc.id not in docs):
                continue
            value = abs(amount.in_yuan() if amount.is_money else amount.number)
            if datum.role in PRINTED_AS[role] and figure.holds(value, amount.step()):
                yield datum


def kind_of(datum: Datum) -> str:
    amount = datum.amount
    if amount is None:
        return ""
    if amount.is_money:
        return "money"
    return "percent" if amount.unit in ("%", "个百分点", "倍") else "count"
