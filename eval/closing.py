"""Does the arithmetic of the tables close? A measure of reading that needs no truth file.

    python -m eval.closing ../shared/disclosures [--show] [--json]

Every total row, every code hierarchy and every 小计 over columns: closed, closed within rounding,
or not. Of those that are not: printed so (looked at, data/printed_contradictions.jsonl) or a
defect until someone has looked. And the total rows that no relation could be tried on.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ingest.check.tables.relations import Sum, across, down, totals
from ingest.errors import ChazhangError
from ingest.interpret.disclosure import interpret
from ingest.interpret.labels import is_total
from ingest.read.pdf import read_pdf
from ingest.recognise.file import recognise
from ingest.records import Disclosure, Fact, Severity, Table

PRINTED = Path(__file__).parent / "data" / "printed_contradictions.jsonl"
Place = tuple[str, int | None, str, str]
OUTCOMES = {None: "closed", Severity.ROUNDING: "rounding", Severity.CONTRADICTION: "open"}


@dataclass(frozen=True, slots=True)
class Tried:
    """One relation of one table."""

    file: str
    sha256: str
    page: int | None
    title: str
    kind: str  # across, down, totals
    outcome: str  # closed, rounding, printed, open
    what: str
    stated: str
    detail: str

    @property
    def place(self) -> Place:
        return (self.sha256, self.page, self.what, self.stated)


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
    stated = one.stated
    what = "／".join((*stated.row, *stated.column))
    parts = " + ".join(p.text for p in one.parts[:12])
    detail = f"{what} {stated.text} ≠ {parts} (差 {one.gap.size})"
    return Tried(Path(disclosure.path).name, disclosure.sha256[:12], stated.source.page,
                 table.title, kind, OUTCOMES[one.gap.severity], what, stated.text,
                 detail)  # fmt: skip


def printed() -> frozenset[Place]:
    """What was looked at on the page and stands there as we read it."""
    lines = PRINTED.read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    return frozenset((t["file"], t["page"], t["what"], t["stated"]) for t in told)


def known(tried: Tried, places: frozenset[Place]) -> Tried:
    is_printed = tried.outcome == "open" and tried.place in places
    return replace(tried, outcome="printed") if is_printed else tried


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
    as_json, show = "--json" in sys.argv, "--show" in sys.argv
    places = printed()
    counts: Counter[tuple[str, str]] = Counter()
    untried = 0
    for path in sorted(
        p for a in sys.argv[1:] if not a.startswith("-") for p in Path(a).rglob("*.pdf")
    ):
        try:
            disclosure = interpret(recognise(read_pdf(path)))
        except ChazhangError as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            continue
        untried += len(untried_totals(disclosure))
        for tried in (known(one, places) for one in relations(disclosure)):
            counts[tried.kind, tried.outcome] += 1
            if tried.outcome not in ("open", "printed"):
                continue
            if as_json:
                sys.stdout.write(json.dumps(asdict(tried), ensure_ascii=False) + "\n")
            elif show:
                where = f"{tried.file} p{tried.page}《{tried.title}》"
                sys.stdout.write(f"{tried.outcome} {where}{tried.detail}\n")
    sys.stdout.write(summary(counts, untried, as_json))
    return 0


def summary(counts: Counter[tuple[str, str]], untried: int, as_json: bool) -> str:
    """One line a kind; only what adds up is said to close."""
    outcomes = ("closed", "rounding", "printed", "open")
    rows = {k: {o: counts[k, o] for o in outcomes} for k in ("totals", "down", "across")}
    if as_json:
        return json.dumps({**rows, "untried": untried}) + "\n"
    lines = [
        f"{kind}: {row}, {(row['closed'] + row['rounding']) / (sum(row.values()) or 1):.2%} close"
        for kind, row in rows.items()
    ]
    return "\n".join([*lines, f"total cells in no relation: {untried}"]) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
