"""Where a table does not add up, the page is read by a second library before the office is blamed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.read.second import Disagreement, disagreements
from ingest.records import Disclosure, Document, Finding, Severity, Side, Source

ARITHMETIC = frozenset({"sum_within_table", "income_is_expenditure"})


def second_reading(disclosure: Disclosure, document: Document) -> Disclosure:
    """The disclosure with a notice for each number of doubtful pages that both read differently.

    A contradiction that touches such a number is no more than a notice: we may have misread it.
    """
    doubtful = [f for f in disclosure.findings if _is_doubtful(f)]
    pages = {s.source.page for f in doubtful for s in f.sides if s.source.page}
    unlike = disagreements(document, pages) if pages else ()
    if not unlike:
        return disclosure
    places = {(u.page, u.first) for u in unlike}
    kept = tuple(_softened(f, places) if f in doubtful else f for f in disclosure.findings)
    return replace(disclosure, findings=(*kept, *_notices(unlike, document.sha256)))


def _is_doubtful(finding: Finding) -> bool:
    return finding.rule in ARITHMETIC and finding.severity is Severity.CONTRADICTION


def _softened(finding: Finding, places: set[tuple[int, str]]) -> Finding:
    touched = any((s.source.page, s.source.text) in places for s in finding.sides)
    return replace(finding, severity=Severity.NOTICE) if touched else finding


def _notices(unlike: Iterable[Disagreement], sha256: str) -> Iterable[Finding]:
    for u in unlike:
        first, second = u.first or "没有字", u.second or "没有字"
        message = f"第 {u.page} 页有一格两种读法不同：一个读作“{first}”，另一个读作“{second}”，用前请看原件。"
        side = Side(f"第 {u.page} 页的一格", None, Source(sha256, u.page, u.box, u.first))
        yield Finding("readers_disagree", Severity.NOTICE, message, (side,), None, None)
