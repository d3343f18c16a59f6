"""How many planted errors does the audit find?

    python -m eval.plant_disclosures ../shared/disclosures [--seed 1] [--files 10] [--each 10] [--show]

Random disclosures are drawn; into each, errors of every kind are planted one at a time at random
places (eval/plant) and the audit is run again on the planted file, with the other files of its
disclosure beside it. An error counts as found where a finding that was not there before cites the
planted place, or names what was planted; as found_rounding where it is no more than the last
digits. A number that is printed nowhere else, is in no sum and has no rate beside it cannot be
checked against anything: isolated. It is counted apart, and stands in the raw share.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random

from eval.plant.kinds import HARMLESS, KINDS
from eval.plant.planting import Plant
from ingest.check.tables.relations import across, down, in_form, totals
from ingest.corpus.beside import findings_beside
from ingest.corpus.linking import linked
from ingest.errors import ChazhangError
from ingest.interpret.disclosure import interpret
from ingest.read.pdf import read_pdf
from ingest.recognise.file import recognise
from ingest.records import Disclosure, Finding, Recognised, Role, Severity, Source

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`result` is found, found_rounding, missed or isolated."""

    result: str
    rule: str = ""


def outcome_of(
    plant: Plant,
    before: Disclosure,
    partners: Sequence[Disclosure] = (),
    known: Collection[Key] | None = None,
) -> Outcome:
    """`known` is what is told of the file as it is, where that was worked out already."""
    known = keys(told(before, partners)) if known is None else known
    after = interpret(plant.planted)
    new = [f for f in told(after, partners) if (f.rule, f.message) not in known]
    hits = [f for f in new if touches(f, plant)]
    grave = next((f for f in hits if f.severity is not Severity.ROUNDING), None)
    if grave:
        return Outcome("found", grave.rule)
    if hits:
        return Outcome("found_rounding", hits[0].rule)
    return Outcome("missed" if is_detectable(plant, (before, *partners)) else "isolated")


def alarms_of(plant: Plant, before: Disclosure, partners: Sequence[Disclosure] = ()) -> int:
    """How many contradictions are told of what is no error."""
    known = keys(told(before, partners))
    after = told(interpret(plant.planted), partners)
    new = [f for f in after if (f.rule, f.message) not in known]
    return sum(f.severity is Severity.CONTRADICTION for f in new)


def told(disclosure: Disclosure, partners: Sequence[Disclosure]) -> list[Finding]:
    """What `chazhang audit` lists of a file among the files of its disclosure."""
    return [*disclosure.findings, *(f for _, f in findings_beside([disclosure, *partners]))]


def keys(findings: Iterable[Finding]) -> frozenset[Key]:
    return frozenset((f.rule, f.message) for f in findings)


def touches(finding: Finding, plant: Plant) -> bool:
    if any(_same_place(s.source, p) for s in finding.sides for p in plant.sources):
        return True
    missing = not plant.after and finding.rule.startswith("missing")
    return missing or (bool(plant.says) and plant.says in finding.message)


def _same_place(one: Source, other: Source) -> bool:
    if (one.file, one.page) != (other.file, other.page):
        return False
    if one.box is None or other.box is None:
        return one.line == other.line
    a, b = one.box, other.box
    return a.x0 < b.x1 and b.x0 < a.x1 and a.top < b.bottom and b.top < a.bottom


def is_detectable(plant: Plant, before: Sequence[Disclosure]) -> bool:
    """The number is part of a sum, or printed a second time, or a rate hangs on it."""
    facts = [f for f in before[0].facts if f.id in plant.facts]
    said = [s for s in before[0].statements if s.id in plant.facts]
    if not facts and not said:
        return True
    if any(s.role is not Role.LEVEL for s in said):
        return True
    amounts = [one.amount for one in facts if one.amount] + [one.amount for one in said]
    return any(f.id in _in_sums(before[0], f.table) for f in facts) or any(
        _repeated(amount.in_yuan(), amount.step(), before, plant.facts) for amount in amounts
    )


def _in_sums(disclosure: Disclosure, table: int) -> set[str]:
    facts = [f for f in disclosure.facts if f.table == table]
    sums = (*across(facts), *down(facts), *totals(facts), *in_form(facts))
    return {fact.id for one in sums for fact in (one.stated, *one.parts)}


def _repeated(
    value: Decimal, step: Decimal, held: Iterable[Disclosure], own: Sequence[str]
) -> bool:
    others = (
        amount
        for disclosure in held
        for found in (disclosure.facts, disclosure.statements)
        for one in found
        if one.id not in own and (amount := one.amount) and amount.is_money
    )
    return any(abs(a.in_yuan() - value) <= max(step, a.step()) / 2 for a in others)


# ---------------------------------------------------------------------- drawing and counting


def read(paths: Iterable[Path]) -> dict[str, Recognised]:
    """File id → what was recognised."""
    found: dict[str, Recognised] = {}
    for path in paths:
        try:
            recognised = recognise(read_pdf(path))
        except ChazhangError as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            continue
        found[recognised.document.sha256[:12]] = recognised
    return found


def drawn(held: Sequence[Disclosure], number: int, chance: Random) -> list[tuple[Disclosure, ...]]:
    """Random files, each with the other files of its disclosure after it."""
    files = [(one, group) for group in linked(held) for one in group]
    picked = chance.sample(files, min(number, len(files)))
    return [(one, *(other for other in group if other is not one)) for one, group in picked]


def main() -> int:
    parser = argparse.ArgumentParser(prog="eval.plant_disclosures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--each", type=int, default=10, help="errors of each kind in each file")
    parser.add_argument("--show", action="store_true", help="those that were missed")
    given = parser.parse_args()
    chance = Random(given.seed)
    recognised = read(sorted(given.folder.rglob("*.pdf")))
    held = [interpret(one) for one in recognised.values()]
    counts: Counter[Key] = Counter()
    dressed: list[int] = []  # contradictions told of each that is no error
    for before, *partners in drawn(held, given.files, chance):
        known = keys(told(before, partners))
        for kind in KINDS:
            for _ in range(given.each):
                plant = kind(recognised[before.id], before, chance)
                if plant is None:
                    continue
                outcome = outcome_of(plant, before, partners, known)
                counts[plant.kind, outcome.result] += 1
                if given.show and outcome.result in ("missed", "isolated"):
                    sys.stdout.write(f"{outcome.result} {_line(before, plant)}\n")
        for kind in HARMLESS:
            if plant := kind(recognised[before.id], before, chance):
                dressed.append(alarms_of(plant, before, partners))
    sys.stdout.write(summary(counts))
    sys.stdout.write(f"no error: {sum(map(bool, dressed))} of {len(dressed)} raised an alarm\n")
    return 0


def _line(before: Disclosure, plant: Plant) -> str:
    pages = ",".join(str(source.page) for source in plant.sources)
    return f"{plant.kind} {Path(before.path).name} p{pages} {plant.before} → {plant.after}"


def summary(counts: Counter[Key]) -> str:
    """A line a kind: the share of all that were found, and of those that could be."""
    kinds = [kind.__name__ for kind in KINDS]
    lines = [
        _share(kind, Counter({r: n for (k, r), n in counts.items() if k == kind})) for kind in kinds
    ]
    everything: Counter[str] = Counter()
    for (_, result), number in counts.items():
        everything[result] += number
    return "\n".join([*(line for line in lines if line), _share("all", everything)]) + "\n"


def _share(name: str, results: Counter[str]) -> str:
    planted = sum(results.values())
    if not planted:
        return ""
    found = results["found"] + results["found_rounding"]
    possible = planted - results["isolated"]
    return (
        f"{name:20} {found:4} of {planted:4} found ({found / planted:6.1%}), of {possible:4} that "
        f"could be {found / max(possible, 1):6.1%}; no more than rounding {results['found_rounding']}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
