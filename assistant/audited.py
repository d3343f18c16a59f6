"""What the audit found in the whole corpus, each finding with its sides as citations."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Citation
from assistant.catalogue import Catalogue, Unit
from assistant.phrase.draft import how_read
from ingest.records import NOWHERE, Disclosure, Finding, Severity, Side, Table

ORDER = tuple(Severity)


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


def audited(catalogue: Catalogue) -> tuple[Audited, ...]:
    """The gravest first, then body by body, the newest year first. Copies are left out."""
    found = [a for unit in catalogue.units for a in _of_unit(catalogue, unit)]
    return tuple(sorted(found, key=lambda a: (ORDER.index(a.severity), a.entity, -a.year)))


def _of_unit(catalogue: Catalogue, unit: Unit) -> Iterator[Audited]:
    files = ChainMap(catalogue.by_sha, {doc.sha256: doc for doc in unit.docs})
    for finding in (*(f for doc in unit.docs for f in doc.findings), *unit.between):
        sides = finding.sides
        yield Audited(
            unit.entity, unit.year, str(unit.stage), finding.rule, finding.severity,
            finding.message, finding.difference, finding.tolerance, unit_of(finding),
            tuple(side.what for side in sides),
            tuple(
                _cited(catalogue, files.get(side.source.file, unit.docs[0]), side, number)
                for number, side in enumerate(sides, 1)
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
