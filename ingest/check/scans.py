"""How far each number of a scan can be trusted, once the arithmetic of its table has been tried.

A number that was read twice alike but uncertainly is confirmed only by a sum that closes exactly; one
that stands in a sum that does not close is doubtful, however certain the reading seemed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.check.readers import ARITHMETIC
from ingest.check.tables.relations import Sum, across, down, in_form, totals
from ingest.records import (
    Box,
    Disclosure,
    Document,
    Fact,
    Finding,
    Grid,
    Line,
    Reading,
    Severity,
    Side,
    Source,
    Statement,
    Table,
)

SAID = re.compile(r":s\d+$")  # the id of a statement of the narrative
UNCONFIRMED = "（正文的数读自扫描页，没能核实，请对照原件。）"
SURE = (Reading.PRINTED, Reading.SCAN)


def with_trust(disclosure: Disclosure, document: Document) -> Disclosure:
    """The same where no page was a picture; else with every reading settled, and what could not be
    read told."""
    if not any(page.scan for page in document.pages):
        return disclosure
    closed, broken = _closed(disclosure), _broken(disclosure)
    facts = tuple(_settled_fact(fact, closed, broken) for fact in disclosure.facts)
    values = {f.amount.in_yuan() for f in facts if f.amount and f.source.reading in SURE}
    statements = tuple(_settled_statement(said, values) for said in disclosure.statements)
    before, after = (disclosure.facts, disclosure.statements), (facts, statements)
    sure = {one.id for part in (*before, *after) for one in part if one.source.reading in SURE}
    findings = tuple(_fair(finding, sure) for finding in disclosure.findings)
    told = tuple(_unread(document))
    tables = tuple(_settled_table(table, facts) for table in disclosure.tables)
    return replace(disclosure, tables=tables, facts=facts, statements=statements,
                   findings=(*findings, *told))  # fmt: skip


def _closed(disclosure: Disclosure) -> set[str]:
    """Facts in a sum that comes out to the last digit."""
    return {
        fact.id
        for one in _sums(disclosure)
        if one.gap.size == 0 and one.parts
        for fact in (one.stated, *one.parts)
    }


def _sums(disclosure: Disclosure) -> Iterator[Sum]:
    by_table: dict[int, list[Fact]] = defaultdict(list)
    for fact in disclosure.facts:
        by_table[fact.table].append(fact)
    for table in disclosure.tables:
        facts = by_table[table.number]
        if table.kind == "form":
            yield from in_form(facts)
            continue
        for relations in (across, down, totals):
            yield from relations(facts)


def _broken(disclosure: Disclosure) -> set[str]:
    return {
        side.ref
        for finding in disclosure.findings
        if finding.rule in ARITHMETIC and finding.severity is Severity.CONTRADICTION
        for side in finding.sides
    }


def _settled_fact(fact: Fact, closed: set[str], broken: set[str]) -> Fact:
    reading = fact.source.reading
    if reading is Reading.PRINTED or reading is Reading.UNREADABLE:
        return fact
    if fact.id in broken:
        reading = Reading.DOUBTFUL
    elif reading is Reading.FAINT:
        reading = Reading.SCAN if fact.id in closed else Reading.DOUBTFUL
    return replace(fact, source=replace(fact.source, reading=reading))


def _settled_table(table: Table, facts: Sequence[Fact]) -> Table:
    """Its cells are as sure as the facts read from them; a faint one that is no fact is doubtful."""
    known = {(f.source.page, f.source.box): f.source.reading for f in facts}

    def settled(source: Source | None) -> Source | None:
        if source is None or source.reading is Reading.PRINTED:
            return source
        alone = Reading.DOUBTFUL if source.reading is Reading.FAINT else source.reading
        return replace(source, reading=known.get((source.page, source.box), alone))

    cells = tuple(replace(cell, source=settled(cell.source)) for cell in table.cells)
    return replace(table, cells=cells)


def _settled_statement(said: Statement, values: set[Decimal]) -> Statement:
    """A number of the narrative that a table confirms."""
    if said.source.reading is not Reading.FAINT:
        return said
    known = said.amount.is_money and said.amount.in_yuan() in values
    reading = Reading.SCAN if known else Reading.DOUBTFUL
    return replace(said, source=replace(said.source, reading=reading))


def _fair(finding: Finding, sure: set[str]) -> Finding:
    """No office is blamed for what may be a slip of our reading; `sure` are the ids of what was
    read well, or was confirmed by a sum."""
    if finding.severity is not Severity.CONTRADICTION:
        return finding
    doubtful = [
        side
        for side in finding.sides
        if (side.ref not in sure if side.ref else side.source.reading not in SURE)
    ]
    if not doubtful:
        return finding
    if all(SAID.search(side.ref) for side in doubtful):  # one uncertain number dims its whole line
        return replace(finding, message=finding.message + UNCONFIRMED)
    return replace(finding, severity=Severity.NOTICE)


def _unread(document: Document) -> Iterator[Finding]:
    """Pages that were given up, and cells with ink of which nothing could be made."""
    for page in document.pages:
        if page.scan is None:
            continue
        lines = [item for item in page.items if isinstance(item, Line)]
        pasted = any(line.reading is Reading.PRINTED for line in lines)
        kind = "有贴成图片的表" if pasted else "是扫描页"
        whole = Source(document.sha256, page.number, Box(0, 0, page.width, page.height), "",
                       reading=Reading.UNREADABLE)  # fmt: skip
        if page.scan.fault:
            said = f"第 {page.number} 页{kind}，没有读出来：{page.scan.fault}。"
            yield _notice("page_not_read", said, whole)
        cells = [
            cell
            for item in page.items
            if isinstance(item, Grid)
            for cell in item.cells
            if cell.reading is Reading.UNREADABLE
        ]
        if cells:
            said = (
                f"第 {page.number} 页{kind}，表中有 {len(cells)} 格印着字但看不清，没有当作空白。"
            )
            place = replace(whole, box=cells[0].ink or whole.box)
            yield _notice("cell_not_read", said, place)


def _notice(rule: str, message: str, source: Source) -> Finding:
    side = Side(f"第 {source.page} 页", None, source)
    return Finding(rule, Severity.NOTICE, message, (side,), None, None)
