"""Where a table does not add up, the page is read by a second library before the office is blamed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from ingest.read.second import Disagreement, disagreements
from ingest.records import Box, Disclosure, Document, Finding, Severity, Side, Source

ONE_IN = 100  # table pages are also read by the second reader though nothing is wrong with them
MOST_SAMPLED = 4  # of one file
MOST_DOUBTFUL = 8
ARITHMETIC = frozenset({"sum_within_table", "income_is_expenditure"})


def second_reading(disclosure: Disclosure, document: Document) -> Disclosure:
    """The disclosure with a notice for each number that both read differently, on pages in doubt
    and on a sample of all.

    A contradiction that touches such a number is no more than a notice: we may have misread it.
    """
    doubtful = [f for f in disclosure.findings if _is_doubtful(f)]
    pages = {s.source.page for f in doubtful for s in f.sides if s.source.page}
    asked = [*sorted(pages)[:MOST_DOUBTFUL], *_sample(disclosure)]
    unlike = disagreements(document, asked) if asked else ()
    if not unlike:
        return disclosure
    places = {(u.page, u.box) for u in unlike}
    kept = tuple(_softened(f, places) if f in doubtful else f for f in disclosure.findings)
    return replace(disclosure, findings=(*kept, *_notices(unlike, document.sha256)))


def _is_doubtful(finding: Finding) -> bool:
    return finding.rule in ARITHMETIC and finding.severity is Severity.CONTRADICTION


def _sample(disclosure: Disclosure) -> list[int]:
    """Table pages by content: the same ones every time, one in so many of all files together."""
    pages = {page for table in disclosure.tables for page in table.pages}
    chance = {p: hashlib.sha256(f"{disclosure.sha256}:{p}".encode()).digest() for p in pages}
    drawn = [p for p, digest in chance.items() if int.from_bytes(digest[:4]) % ONE_IN == 0]
    return sorted(drawn)[:MOST_SAMPLED]


def _softened(finding: Finding, places: set[tuple[int, Box | None]]) -> Finding:
    touched = any((s.source.page, s.source.box) in places for s in finding.sides)
    return replace(finding, severity=Severity.NOTICE) if touched else finding


def _notices(unlike: Iterable[Disagreement], sha256: str) -> Iterable[Finding]:
    for u in unlike:
        first, second = u.first or "没有字", u.second or "没有字"
        message = f"第 {u.page} 页有一格两种读法不同：一个读作“{first}”，另一个读作“{second}”，用前请看原件。"
        side = Side(f"第 {u.page} 页的一格", None, Source(sha256, u.page, u.box, u.first))
        yield Finding("readers_disagree", Severity.NOTICE, message, (side,), None, None)
