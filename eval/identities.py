"""Whose each disclosure is: identities and linked files against a list made by eye.

python -m eval.identities ../shared/disclosures
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from ingest.corpus.linking import linked
from ingest.pipeline import read_apart
from ingest.records import Disclosure
from ingest.settings import Settings

FIELDS = ("entity", "year", "stage", "scope")


@dataclass(frozen=True, slots=True)
class Wrong:
    file: str
    field: str
    expected: str
    found: str


def truth() -> list[dict[str, Any]]:
    text = files("eval").joinpath("data/identities.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def wrong_fields(expected: Mapping[str, Any], found: Disclosure) -> Iterator[Wrong]:
    """Scope counts only where the file itself says it: tables alone do not."""
    who = found.identity
    held = {"entity": who.entity, "year": who.year, "stage": str(who.stage),
            "scope": str(who.scope) or "unknown"}  # fmt: skip
    for field in FIELDS:
        if str(held[field]) != str(expected[field]):
            yield Wrong(expected["file"], field, str(expected[field]), str(held[field]))


def wrong_links(expected: Sequence[Mapping[str, Any]], found: Iterable[Disclosure]) -> list[str]:
    """Groups of the list whose files did not come together, and those that did wrongly."""
    group_of = {row["sha12"]: row["group"] for row in expected}
    wanted: dict[str, set[str]] = defaultdict(set)
    for sha12, group in group_of.items():
        wanted[group].add(sha12)
    held = [{d.id for d in unit} for unit in linked(found)]
    return [
        g
        for g, ids in wanted.items()
        if not any(unit <= ids and _pair(ids, unit, expected) for unit in held)
    ]


def _pair(ids: set[str], unit: set[str], expected: Sequence[Mapping[str, Any]]) -> bool:
    """All kinds of contents of the group are in the unit; a copy may be left out."""
    kinds = {row["sha12"]: row["contents"] for row in expected}
    return {kinds[i] for i in ids} == {kinds[i] for i in unit}


def main() -> int:
    root = Path(sys.argv[1])
    rows = truth()
    read = [(row, read_apart(root / row["file"], Settings())) for row in rows]
    wrong = [w for row, found in read for w in wrong_fields(row, found)]
    for w in wrong:
        sys.stdout.write(f"{w.file}：{w.field} 应为 {w.expected}，读成 {w.found}" + "\n")
    for field in FIELDS:
        missed = sum(w.field == field for w in wrong)
        sys.stdout.write(f"{field}: {len(rows) - missed}/{len(rows)}" + "\n")
    apart = wrong_links(rows, [found for _, found in read])
    groups = {row["group"] for row in rows}
    sys.stdout.write(f"linked: {len(groups) - len(apart)}/{len(groups)} {apart}" + "\n")
    return 1 if wrong or apart else 0


if __name__ == "__main__":
    raise SystemExit(main())
