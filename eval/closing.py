"""Does the arithmetic of the tables close? A measure of reading that needs no truth file.

    python -m eval.closing ../shared/disclosures [--show]

Every total row, every code hierarchy, every 小计 over columns and both sides of two-sided tables:
closed, closed within rounding, or not; and the total rows that no relation could be tried on.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.check.sums import Sum, across, down, totals
from ingest.errors import ChazhangError
from ingest.interpret.rows import is_total
from ingest.pipeline import read_apart
from ingest.records import Disclosure, Fact, Severity, Table
from ingest.settings import Settings

OUTCOMES = {None: "closed", Severity.ROUNDING: "rounding", Severity.CONTRADICTION: "open"}


@dataclass(frozen=True, slots=True)
class Tried:
    """One relation of one table."""

    file: str
    page: int | None
    title: str
    kind: str  # across, down, totals
    outcome: str  # closed, rounding, open
    detail: str


def relations(disclosure: Disclosure) -> Iterator[Tried]:
    for table in disclosure.tables:
        facts = [f for f in disclosure.facts if f.table == table.number]
        if table.kind != "grid" or not facts:
            continue
        for kind, sums in (
            ("across", across(facts)),
            ("down", down(facts)),
            ("totals", totals(facts)),
        ):
            for one in sums:
                yield _tried(disclosure, table, kind, one)


def _tried(disclosure: Disclosure, table: Table, kind: str, one: Sum) -> Tried:
    label = "／".join((*one.stated.row, *one.stated.column))
    parts = " + ".join(p.text for p in one.parts[:12])
    detail = f"{label} {one.stated.text} ≠ {parts} (差 {one.gap.size})"
    return Tried(Path(disclosure.path).name, one.stated.source.page, table.title, kind,
                 OUTCOMES[one.gap.severity], detail)  # fmt: skip


def untried_totals(disclosure: Disclosure) -> list[Fact]:
    """Filled total cells that stand in no relation at all: nothing confirms them."""
    out: list[Fact] = []
    for table in disclosure.tables:
        facts = [f for f in disclosure.facts if f.table == table.number]
        tried = {
            f.id
            for s in (*across(facts), *down(facts), *totals(facts))
            for f in (s.stated, *s.parts)
        }
        out += [
            f for f in facts
            if f.row and is_total(f.row[-1]) and f.amount and f.amount.number and f.id not in tried
        ]  # fmt: skip
    return out


def main() -> int:
    show = "--show" in sys.argv
    counts: Counter[tuple[str, str]] = Counter()
    untried = 0
    for path in sorted(
        p for a in sys.argv[1:] if not a.startswith("-") for p in Path(a).rglob("*.pdf")
    ):
        try:
            disclosure = read_apart(path, Settings())
        except ChazhangError as error:
            sys.stdout.write(f"{path.name}: {error}\n")
            continue
        untried += len(untried_totals(disclosure))
        for tried in relations(disclosure):
            counts[tried.kind, tried.outcome] += 1
            if show and tried.outcome == "open":
                sys.stdout.write(f"{tried.file} p{tried.page}《{tried.title}》{tried.detail}\n")
    for kind in ("totals", "down", "across"):
        row = {o: counts[kind, o] for o in ("closed", "rounding", "open")}
        every = sum(row.values()) or 1
        sys.stdout.write(f"{kind}: {row}, {(every - row['open']) / every:.2%} close\n")
    sys.stdout.write(f"total cells in no relation: {untried}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
