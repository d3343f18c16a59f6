"""What became of the running text: numerals that are statements, and statements that are right.

python -m eval.narrative ../shared/disclosures
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from ingest.amount import Amount
from ingest.corpus.linking import linked
from ingest.interpret.mentions import NOT_SAID, number_pattern
from ingest.interpret.narrative import reason_spans
from ingest.pipeline import SUFFIXES, read_apart
from ingest.records import Disclosure, PassageKind, Role, Statement
from ingest.settings import Settings

FIELDS = ("subject", "role", "compared_with", "year")
DUTIES = re.compile("职责|职能|概况|机构|任务|目标|编制|简介|介绍")


@dataclass(frozen=True, slots=True)
class Wrong:
    sha12: str
    page: int
    number: str
    field: str
    expected: str
    found: str


def labels() -> list[dict[str, Any]]:
    text = files("eval").joinpath("data/statement_labels.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def numerals(disclosure: Disclosure) -> Counter[str]:
    """Numerals with a unit in narrative passages: said, or the reason why they are not."""
    said = Counter(
        (s.headings, f"{abs(s.amount.number):f}") for s in disclosure.statements if s.source.text
    )
    counts: Counter[str] = Counter()
    for passage in disclosure.passages:
        if passage.kind is PassageKind.GLOSSARY:
            continue
        reasons = reason_spans(passage.text)
        for match in number_pattern().finditer(passage.text):
            key = passage.headings, match["number"].replace(",", "").replace("，", "").lstrip("-")
            if said[key] > 0:
                said[key] -= 1
                counts["said"] += 1
            else:
                counts[_class(passage.text, match, reasons, passage.headings)] += 1
    return counts


def _class(
    text: str, match: re.Match[str], reasons: Sequence[tuple[int, int]], headings: tuple[str, ...]
) -> str:
    if any(start <= match.start() < end for start, end in reasons):
        return "in a reason"
    if NOT_SAID.match(text, match.end()):
        return "a threshold (以上)"
    before = text[: match.start()]
    if re.search(r"[\dA-Za-z．.第]$", before) or (match["unit"] == "项" and before[-1:] in "（("):
        return "part of a longer token"
    if len(text) < 30:
        return "a chart's label"
    if DUTIES.search("".join(headings)):
        return "in duties and tasks"
    return "other"


def levels(unit: Sequence[Disclosure]) -> Counter[str]:
    """LEVEL statements of money other than 0 against all facts of one disclosure."""
    facts = [f for d in unit for f in d.facts if f.amount is not None and f.amount.is_money]
    counts: Counter[str] = Counter()
    if not facts:
        return counts
    held = [f.amount for f in facts if f.amount is not None and f.amount.number]
    for disclosure in unit:
        for one in disclosure.statements:
            if one.role is Role.LEVEL and one.amount.is_money and one.amount.number:
                counts[_found(one, held, disclosure.identity.year)] += 1
    return counts


def _found(one: Statement, held: Iterable[Amount], year: int) -> str:
    if any(amount.agrees_with(one.amount) for amount in held):
        return "in a table"
    return "of another year" if one.year != year else "in no table"


def wrong_fields(
    expected: Iterable[Mapping[str, Any]], found: Mapping[str, Disclosure]
) -> Iterator[Wrong]:
    """Labels against what is read now; a statement that is gone is wrong in every field."""
    for row in expected:
        disclosure = found.get(row["sha12"])
        if disclosure is None:
            continue
        one = next((s for s in disclosure.statements if place_of(s) == row["at"]
                    and shown(s) == row["number"]), None)  # fmt: skip
        for field in FIELDS:
            held = str(getattr(one, field)) if one else "—"
            if held != str(row[field]):
                yield Wrong(row["sha12"], row["page"], row["number"], field, str(row[field]), held)


def place_of(statement: Statement) -> list[int]:
    """Page and corner: what stays when statements before it come or go."""
    box = statement.source.box
    corner = [round(box.x0), round(box.top)] if box else [0, statement.source.line or 0]
    return [statement.source.page or 0, *corner]


def shown(statement: Statement) -> str:
    return f"{statement.amount.number:f}{statement.amount.unit}"


def read_all(paths: Iterable[Path]) -> list[Disclosure]:
    listed = [f for p in paths for f in (sorted(p.rglob("*")) if p.is_dir() else [p])]
    wanted = [f for f in listed if f.suffix.lower() in SUFFIXES]
    return [read_apart(path, Settings()) for path in wanted]


def report(found: Sequence[Disclosure]) -> list[str]:
    said: Counter[str] = sum((numerals(d) for d in found), Counter())
    told: Counter[str] = sum((levels(tuple(unit)) for unit in linked(found)), Counter())
    by_id = {d.id: d for d in found}
    rows = [row for row in labels() if row["sha12"] in by_id]
    wrong = list(wrong_fields(rows, by_id))
    lines = [f"numerals: {said['said']}/{said.total()} are statements"]
    lines += [f"  left out, {name}: {n}" for name, n in said.most_common() if name != "said"]
    lines += [f"levels: {told['in a table']}/{told.total()} equal a table's value"]
    lines += [f"  {name}: {n}" for name, n in told.most_common() if name != "in a table"]
    for field in FIELDS:
        missed = sum(w.field == field for w in wrong)
        lines.append(f"{field}: {len(rows) - missed}/{len(rows)}")
    return [*lines, *(str(w) for w in wrong)]


def main() -> int:
    found = read_all([Path(arg) for arg in sys.argv[1:]])
    for line in report(found):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
