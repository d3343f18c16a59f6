"""What the audit found in the whole corpus, each finding with its sides as citations."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Citation
from assistant.catalogue import Catalogue, Unit
from assistant.phrase.draft import how_read
from assistant.shelf.shelf import Shelved
from ingest.records import NOWHERE, Disclosure, Finding, Severity, Side, Table

ORDER = tuple(Severity)
BYTES = 2000  # of a finding, and of each of its sides, in memory


@dataclass(frozen=True, slots=True)
class Audited:
    """One finding: whose, what, and a citation for each of its sides, in the same order."""

    entity: str
    year: int
    stage: str
    rule: str
    severity: Severity
    message: str
    difference: Decimal | None
    tolerance: Decimal | None
    unit: str  # of both: 元, 百分点; "" where there is none
    whats: tuple[str, ...]
    citations: tuple[Citation, ...]

    @property
    def head(self) -> tuple[str, int, str, str, Severity]:
        """What lists go by."""
        return self.entity, self.year, self.stage, self.rule, self.severity

    def whole(self) -> Audited:
        """All of it in memory, to be kept beyond the corpus as it is open now."""
        return self


class Listed(Audited):
    """A finding of which lists know enough; its words and places are read when they are asked for.

    A corpus may have a hundred thousand, and a page shows twenty.
    """

    __slots__ = ("_catalogue", "_doc", "_nth", "_unit")
    _catalogue: Catalogue
    _unit: Unit
    _doc: Disclosure | None  # None: what the files of the unit say against each other
    _nth: int  # among the findings of that

    @classmethod
    def of(
        cls, catalogue: Catalogue, unit: Unit, doc: Disclosure | None, nth: int, rule: str, severity: Severity
    ) -> Listed:  # fmt: skip
        made: Listed = cls.__new__(cls)
        known = {"entity": unit.entity, "year": unit.year, "stage": str(unit.stage), "rule": rule}
        known |= {"severity": severity, "_catalogue": catalogue, "_unit": unit, "_doc": doc}
        for name, value in (known | {"_nth": nth}).items():
            object.__setattr__(made, name, value)
        return made

    def whole(self) -> Audited:
        def read() -> tuple[Audited, int]:
            found = self._unit.between if self._doc is None else self._doc.findings
            made = _read(self._catalogue, self._unit, found[self._nth])
            return made, BYTES * (1 + len(made.citations))

        key = (self._doc.id if self._doc else self._unit.doc_ids, self._nth, "audited")
        return self._catalogue.shelf.get(key, read)

    @property
    def message(self) -> str:
        return self.whole().message

    @property
    def difference(self) -> Decimal | None:
        return self.whole().difference

    @property
    def tolerance(self) -> Decimal | None:
        return self.whole().tolerance

    @property
    def unit(self) -> str:
        return self.whole().unit

    @property
    def whats(self) -> tuple[str, ...]:
        return self.whole().whats

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.whole().citations

    def __eq__(self, other: object) -> bool:
        """By what is at hand first: most are told apart by that."""
        if self is other:
            return True
        if not isinstance(other, Audited) or self.head != other.head:
            return False
        return self.whole() == other.whole()

    def __hash__(self) -> int:
        return hash(self.head)


def audited(catalogue: Catalogue) -> tuple[Audited, ...]:
    """The gravest first, then body by body, the newest year first. Copies are left out."""
    own = catalogue.askable.found()
    found = [a for unit in catalogue.units for a in _of_unit(catalogue, unit, own)]
    return tuple(sorted(found, key=lambda a: (ORDER.index(a.severity), a.entity, -a.year)))


def audited_in(catalogue: Catalogue, doc: Disclosure) -> tuple[Audited, ...]:
    """What of it has a side in one file."""
    unit = catalogue.unit_of(doc.id)
    own = catalogue.askable.found(unit.doc_ids) if unit else {}
    found = _of_unit(catalogue, unit, own) if unit else ()
    here = [a for a in found if any(cited.sha256 == doc.sha256 for cited in a.citations)]
    return tuple(sorted(here, key=lambda a: ORDER.index(a.severity)))


def _of_unit(
    catalogue: Catalogue, unit: Unit, own: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[Audited]:
    """`own` has rule and severity of the findings of each disclosure, as stored."""
    for doc in unit.docs:
        told = own.get(doc.id, ())
        if told and not (isinstance(doc, Shelved) and doc.is_whole):  # some are left out
            told = [(f.rule, str(f.severity)) for f in doc.findings]
        for nth, (rule, severity) in enumerate(told):
            yield Listed.of(catalogue, unit, doc, nth, rule, Severity(severity))
    for nth, finding in enumerate(unit.between):
        yield Listed.of(catalogue, unit, None, nth, finding.rule, finding.severity)


def _read(catalogue: Catalogue, unit: Unit, finding: Finding) -> Audited:
    files = ChainMap(catalogue.by_sha, {doc.sha256: doc for doc in unit.docs})
    return Audited(
        unit.entity, unit.year, str(unit.stage), finding.rule, finding.severity,
        finding.message, finding.difference, finding.tolerance, unit_of(finding),
        tuple(side.what for side in finding.sides),
        tuple(
            _cited(catalogue, files.get(side.source.file, unit.docs[0]), side, number)
            for number, side in enumerate(finding.sides, 1)
        ),
    )  # fmt: skip


def unit_of(finding: Finding) -> str:
    """In what the difference is counted."""
    amount = next((s.amount for s in finding.sides if s.amount is not None), None)
    if amount is None or finding.difference is None:
        return ""
    if amount.is_money:
        return "元"
    return "百分点" if amount.unit == "%" else amount.unit


def _cited(catalogue: Catalogue, doc: Disclosure, side: Side, number: int) -> Citation:
    who, source = doc.identity, side.source
    datum = catalogue.by_ref.get(side.ref)
    table = None if datum else _table_at(doc, side)
    if datum is not None:
        kind, title, form = datum.kind, datum.title, datum.form
        row, column = tuple(r for r in datum.row if r), datum.columns
    else:
        kind, title, form = ("table", table.title, table.form) if table else ("narrative", "", "")
        row, column = (), ()
    bbox = (source.box.x0, source.box.top, source.box.x1, source.box.bottom) if source.box else None
    return Citation(
        number, doc.path, doc.sha256, who.entity, who.year, str(who.stage), kind, title, form,
        row, column, source.page, bbox, source.text, source.line, *how_read(source.reading),
        **(source.spot or NOWHERE).fields(),
    )  # fmt: skip


def _table_at(doc: Disclosure, side: Side) -> Table | None:
    """The table that a side without a fact stands in or heads."""
    return next(
        (
            t for t in doc.tables
            if side.source == t.title_source
            or any(c.source == side.source for c in t.cells)
            or (t.title and side.what.startswith(f"《{t.title}》"))
        ),
        None,
    )  # fmt: skip
