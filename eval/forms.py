"""Is every table the form a person says it is? Against labels made by looking at the pages.

    python -m eval.forms ../shared/disclosures             # accuracy, confusion, every error
    python -m eval.forms ../shared/disclosures --draw 300  # the pages to look at, no answers

A label is {file (sha256, 12 digits), page, title, form}; one page may have several. A table that
a person sees and that is not recognised is wrong.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.read.pdf import read_pdf
from ingest.recognise.file import recognise
from ingest.records import Table

DATA = Path(__file__).parent / "data"
LABELS = DATA / "form_labels.jsonl"  # reviewed with the program's answer in view
BLIND = DATA / "form_labels_blind.jsonl"  # from pictures of pages alone
SEED = 158
MISSING = "(not recognised)"


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says that a table is."""

    file: str
    page: int
    title: str  # words of the title as printed; "" on a page that goes on without one
    form: str


@dataclass(frozen=True, slots=True)
class Judged:
    label: Label
    found: str

    @property
    def right(self) -> bool:
        return self.found == self.label.form


def drawn(lengths: dict[str, int], wanted: int, seed: int = SEED) -> list[tuple[str, int]]:
    """Pages by turns over the folders, a file of it, a page of that: no long file outweighs."""
    chance = random.Random(seed)
    folders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(lengths):
        folders[name.split("/")[0]].append(name)
    found: dict[tuple[str, int], None] = {}
    while len(found) < min(wanted, sum(lengths.values())):
        for folder in sorted(folders):
            name = chance.choice(folders[folder])
            found[name, chance.randint(1, lengths[name])] = None
    return list(found)[:wanted]


def read_labels(path: Path = LABELS) -> list[Label]:
    return [Label(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(labels: Iterable[Label], tables: Sequence[Table]) -> Iterator[Judged]:
    """A titled label is met by the table of that title on the page, else by its only table."""
    for label in labels:
        here = [t for t in tables if label.page in t.pages]
        named = [t for t in here if label.title and label.title in t.title]
        met = named or (here if len(here) == 1 else [t for t in here if t.form == label.form])
        yield Judged(label, met[0].form if met else MISSING)


def report(judged: Sequence[Judged]) -> str:
    right: Counter[str] = Counter(j.label.form for j in judged if j.right)
    seen: Counter[str] = Counter(j.label.form for j in judged)
    lines = [f"{form}: {right[form]} of {seen[form]}" for form in sorted(seen)]
    mixed = Counter((j.label.form, j.found) for j in judged if not j.right)
    lines += [f"{a} read as {b}: {n}" for (a, b), n in mixed.most_common()]
    lines += [
        f"wrong: {j.label.file} p{j.label.page}《{j.label.title}》{j.label.form} ≠ {j.found}"
        for j in judged
        if not j.right
    ]
    share = sum(right.values()) / (len(judged) or 1)
    return "\n".join([*lines, f"all: {sum(right.values())} of {len(judged)}, {share:.2%}"]) + "\n"


def main() -> int:
    root = Path(sys.argv[1])
    if "--draw" in sys.argv:
        wanted = int(sys.argv[sys.argv.index("--draw") + 1])
        with (root / "MANIFEST.csv").open(encoding="utf-8-sig") as lines:
            lengths = {row["file"]: int(row["pages"]) for row in csv.DictReader(lines)}
        for name, page in drawn(lengths, wanted):
            sys.stdout.write(f"{name}\t{page}\n")
        return 0
    sets = {path: read_labels(path) for path in (LABELS, BLIND)}
    files = {label.file for labels in sets.values() for label in labels}
    tables = {
        sha: recognise(read_pdf(path)).tables
        for path in sorted(root.rglob("*.pdf"))
        if (sha := hashlib.sha256(path.read_bytes()).hexdigest()[:12]) in files
    }
    for path, labels in sets.items():
        judged = [j for label in labels for j in judge([label], tables.get(label.file, ()))]
        sys.stdout.write(f"# {path.name}\n{report(judged)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
