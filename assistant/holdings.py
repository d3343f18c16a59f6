"""What the corpus holds, file by file, as a library lists it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.catalogue import Catalogue
from ingest.corpus.linking import copies
from ingest.records import Disclosure, Finding, Severity


@dataclass(frozen=True, slots=True)
class Holding:
    """One file. `place` is "" where neither name nor text tells it; `copy_of` is the id of the
    file that says the same, "" for the one that answers are read from."""

    id: str
    sha256: str
    file: str
    entity: str
    place: str
    year: int
    stage: str
    scope: str
    title: str
    pages: int
    tables: int
    facts: int
    passages: int
    findings: Mapping[Severity, int]
    copy_of: str = ""
    media: str = "pdf"  # as `Document.media`: a workbook's pages are its sheets


def holdings(catalogue: Catalogue) -> tuple[Holding, ...]:
    """By place, body and year, the newest first."""
    twins = copies_in(catalogue)
    beside = findings_beside_files(catalogue)
    held = [_holding(doc, twins.get(doc.id, ""), beside[doc.sha256]) for doc in catalogue.docs]
    return tuple(
        sorted(held, key=lambda h: (not h.place, h.place, h.entity, -h.year, h.stage, h.file))
    )


def copies_in(catalogue: Catalogue) -> dict[str, str]:
    """File id → id of the file it is a copy of: those that no unit has, and what they are like."""
    answering = {doc.id for unit in catalogue.units for doc in unit.docs}
    left = [doc for doc in catalogue.docs if doc.id not in answering]
    alike = {(d.identity.entity, d.identity.year, d.identity.stage) for d in left}
    return copies(
        d for d in catalogue.docs
        if (d.identity.entity, d.identity.year, d.identity.stage) in alike
    )  # fmt: skip


def findings_beside_files(catalogue: Catalogue) -> dict[str, list[Finding]]:
    """sha256 → what that file and others say against each other."""
    found: dict[str, list[Finding]] = {doc.sha256: [] for doc in catalogue.docs}
    for unit in catalogue.units:
        own = {doc.sha256 for doc in unit.docs}
        for finding in unit.between:
            for sha256 in own & {side.source.file for side in finding.sides}:
                found[sha256].append(finding)
    return found


def _holding(doc: Disclosure, copy_of: str, beside: list[Finding]) -> Holding:
    who = doc.identity
    counted = Counter(f.severity for f in (*doc.findings, *beside))
    return Holding(
        doc.id, doc.sha256, Path(doc.path).name, who.entity, who.region, who.year, str(who.stage),
        str(who.scope), doc.title, doc.n_pages, len(doc.tables),
        sum(f.amount is not None for f in doc.facts), len(doc.passages), dict(counted), copy_of,
        doc.media,
    )  # fmt: skip
