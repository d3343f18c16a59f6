"""Where a table does not add up, the page is read by a second library before the office is blamed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from ingest.amount import is_amount
from ingest.read.second import Disagreement, disagreements
from ingest.records import (
    Box,
    Disclosure,
    Document,
    Finding,
    Grid,
    GridCell,
    Severity,
    Side,
    Source,
)

ONE_IN = 100  # table pages are also read by the second reader though nothing is wrong with them
MOST_SAMPLED = 4  # of one file
MOST_DOUBTFUL = 8
MOST_TRIED = 6  # numbers put into the table instead of ours, each with all that follows from it
ARITHMETIC = frozenset({"sum_within_table", "income_is_expenditure"})


def second_reading(
    disclosure: Disclosure, document: Document, understand: Callable[[Document], Disclosure]
) -> Disclosure:
    """The disclosure with a notice for each number that both read differently: on pages whose
    tables do not add up, on those whose rules leave a doubt, and on a sample of all.

    Where the sums close with the other number, that one is taken. Where they do not, a
    contradiction that touches such a number is no more than a notice: we may have misread it.
    """
    asked = _asked(disclosure, document)
    unlike = disagreements(document, asked) if asked else ()
    if not unlike:
        return disclosure
    notices: list[Finding] = []
    for one in unlike:
        other = _otherwise(document, one)
        tried = understand(other) if other and len(notices) < MOST_TRIED else disclosure
        if _open(tried) < _open(disclosure):
            disclosure, document = tried, other or document
            notices.append(_notice(one, document.sha256, "合计按后一种读法才对得上，采用后者"))
        else:
            notices.append(_notice(one, document.sha256, "用前请看原件"))
    places = {(u.page, u.box) for u in unlike}
    kept = (_softened(f, places) if _is_doubtful(f) else f for f in disclosure.findings)
    return replace(disclosure, findings=(*kept, *notices))


def _asked(disclosure: Disclosure, document: Document) -> list[int]:
    """Pages to read again, the doubtful ones first."""
    blamed = {
        side.source.page
        for finding in disclosure.findings
        if _is_doubtful(finding)
        for side in finding.sides
        if side.source.page
    }
    unsure = {
        item.page
        for page in document.pages
        for item in page.items
        if isinstance(item, Grid) and item.doubtful
    }
    first = [*sorted(blamed), *sorted(unsure - blamed)][:MOST_DOUBTFUL]
    pictures = {page.number for page in document.pages if page.scan}  # it reads no pictures
    joined = {  # nor does it know of columns of other pages
        page.number
        for page in document.pages
        for item in page.items
        if isinstance(item, Grid) and any(cell.page for cell in item.cells)
    }
    asked = dict.fromkeys([*first, *_sample(disclosure)])
    return [number for number in asked if number not in pictures | joined]


def _open(disclosure: Disclosure) -> int:
    return sum(_is_doubtful(finding) for finding in disclosure.findings)


def _otherwise(document: Document, unlike: Disagreement) -> Document | None:
    """The document with the other number in the cell; None where that is none or has no cell."""
    if not is_amount(unlike.second) or unlike.box is None:
        return None
    index = next(i for i, page in enumerate(document.pages) if page.number == unlike.page)
    page = document.pages[index]
    items = tuple(
        _with_number(item, unlike.box, unlike.second) if isinstance(item, Grid) else item
        for item in page.items
    )
    if items == page.items:
        return None
    pages = (*document.pages[:index], replace(page, items=items), *document.pages[index + 1 :])
    return replace(document, pages=pages)


def _with_number(grid: Grid, box: Box, text: str) -> Grid:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2

    def there(cell: GridCell) -> bool:
        r = cell.region
        return r is not None and r.x0 <= x <= r.x1 and r.top <= y <= r.bottom

    cells = (
        replace(cell, text=text, ink=cell.ink or box) if there(cell) else cell
        for cell in grid.cells
    )
    return replace(grid, cells=tuple(cells))


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


def _notice(unlike: Disagreement, sha256: str, advice: str) -> Finding:
    first, second = unlike.first or "没有字", unlike.second or "没有字"
    message = f"第 {unlike.page} 页有一格两种读法不同：一个读作“{first}”，另一个读作“{second}”，{advice}。"
    source = Source(sha256, unlike.page, unlike.box, unlike.first)
    side = Side(f"第 {unlike.page} 页的一格", None, source)
    return Finding("readers_disagree", Severity.NOTICE, message, (side,), None, None)
