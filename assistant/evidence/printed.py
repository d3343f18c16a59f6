"""Where a number of a draft is printed, whatever it is called there: the books asked by value."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.catalogue import Catalogue
from assistant.claims.roles import Role
from assistant.datum import Datum
from assistant.prose.figure import Figure, Kind
from assistant.shelf.keys import hundredths, value_of
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
    """The amounts of a catalogue asked by their value."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def where(
        self, figure: Figure, role: Role, docs: Collection[str] | None = None
    ) -> Iterator[Datum]:
        """The data that print just what a figure says, in some disclosures or in all, the smallest
        first."""
        kind = {Kind.MONEY: "m", Kind.COUNT: "c"}.get(figure.kind, "p")
        low, high = sorted((abs(figure.low), abs(figure.high)))
        found = self.catalogue.printing(kind, hundredths(low), hundredths(high), docs)
        for datum in sorted(found, key=lambda d: value_of(d.amount) if d.amount else 0):
            amount = datum.amount
            if amount is None or not low <= value_of(amount) <= high:
                continue
            if datum.role in PRINTED_AS[role] and figure.holds(value_of(amount), amount.step()):
                yield datum
