"""Does the audit find what people found, and leave alone what they called rounding?

    python -m eval.known_findings ../shared

Reads the files of questions/corpus.txt and holds the audit's findings against the 80 of
questions/known_findings.json, class by class. Of true contradictions all must be found; nothing
that is only rounding may be called one.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.corpus.beside import findings_beside
from ingest.reading import read_file
from ingest.records import Finding, Severity

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
RULES = {  # class → the rules that may find it; every rule where none are named
    "wrong_name_or_year": ("wrong_name", "wrong_year", "item_name"),
    "likely_error": ("item_level", "item_name", "old_item", "left_out"),
    "template_leftover": ("template_leftover",),
    "empty_or_missing": ("empty_table", "missing_form", "missing_explanation"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of the audit, with the file that its first side stands in."""

    file: str
    finding: Finding


def audited(shared: Path) -> list[Told]:
    """All findings of the corpus, by the names that the list of known ones uses."""
    names = (shared / "questions" / "corpus.txt").read_text(encoding="utf-8").split("\n")
    files = {name: read_file(shared / name) for name in names if name.strip()}
    name_of = {held.sha256: name for name, held in files.items()}
    own = [f for held in files.values() for f in held.findings]
    everything = [*own, *(f for _, f in findings_beside(files.values()))]
    return [Told(name_of[s.source.file], f) for f in everything for s in f.sides[:1]]


def known(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "questions" / "known_findings.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)["findings"]
    return found


def is_found(one: Mapping[str, Any], told: Iterable[Told]) -> bool:
    """A finding of the right kind cites the number, or stands on the page where there is none."""
    return any(_matches(one, held.finding) for held in told if held.file == one["file"])


def _matches(one: Mapping[str, Any], finding: Finding) -> bool:
    if one["class"] == "true_contradiction":
        grave = finding.severity is Severity.CONTRADICTION
        return grave and bool(_numbers(finding) & numbers_in(_texts(one)))
    if one["class"] in RULES and finding.rule in RULES[one["class"]]:
        pages = {side.source.page for side in finding.sides}
        page = one["text_a"]["page"]
        anywhere = finding.rule.startswith("missing") or page is None
        return anywhere or bool(pages & set(page if isinstance(page, list) else [page]))
    return False


def _texts(one: Mapping[str, Any]) -> str:
    return f"{one['text_a']['text']} {(one['text_b'] or {}).get('text') or ''}"


def overstated(
    one: Mapping[str, Any], told: Iterable[Told], listed: Iterable[Mapping[str, Any]]
) -> list[Finding]:
    """Contradictions that say no more than what is known to be rounding."""
    allowed = numbers_in(f"{_texts(one)} {one['arithmetic'] or ''}")
    real = [other for other in listed if other["class"] == "true_contradiction"]
    return [
        held.finding
        for held in told
        if held.file == one["file"]
        and held.finding.severity is Severity.CONTRADICTION
        and (cited := _numbers(held.finding))
        and cited <= allowed
        and not any(_matches(other, held.finding) for other in real)
    ]


def numbers_in(text: str) -> set[str]:
    return {found.replace(",", "").rstrip("0").rstrip(".") for found in NUMBER.findall(text)}


def _numbers(finding: Finding) -> set[str]:
    told = (side.amount for side in finding.sides if side.amount)
    return {number for amount in told for number in numbers_in(f"{abs(amount.number):f}")}


def report(listed: Sequence[Mapping[str, Any]], told: Sequence[Told]) -> str:
    classes = Counter(one["class"] for one in listed)
    found = Counter(one["class"] for one in listed if is_found(one, told))
    lines = [f"{name:20} {found[name]} of {number} found" for name, number in classes.items()]
    wrong = [
        one["id"] for one in listed if one["class"] == "rounding" and overstated(one, told, listed)
    ]
    return "\n".join([*lines, f"rounding called a contradiction: {wrong or 'none'}"]) + "\n"


def main() -> int:
    shared = Path(sys.argv[1])
    told, listed = audited(shared), known(shared)
    sys.stdout.write(report(listed, told))
    missed = [one for one in listed if one["class"] in ("true_contradiction", *RULES)]
    for one in missed:
        if not is_found(one, told):
            sys.stdout.write(f"missed {one['id']} {one['class']}: {one['text_a']['text'][:60]}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
