"""Does the passage that answers a paraphrased question come up? `python -m eval.retrieval CORPUS`

The questions (`data/passage_questions.jsonl`) were written from the passages, in other words than
theirs. Which disclosures are searched is what the assistant itself links each question to, so that
a body that is not recognised counts against the result.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.understand.scope import Refusal

if TYPE_CHECKING:
    from assistant.ask import Assistant

DATA = Path(__file__).resolve().parent / "data" / "passage_questions.jsonl"
WAYS = ("dense", "bm25", "fused")
DEEP = 5
MISSING = 10**6


@dataclass(slots=True)
class Ranks:
    """The rank of the best gold passage for each question, from 0."""

    ranks: list[int] = field(default_factory=list)

    def recall(self, k: int) -> float:
        return sum(r < k for r in self.ranks) / (len(self.ranks) or 1)

    @property
    def reciprocal(self) -> float:
        return sum(1 / (r + 1) for r in self.ranks if r < MISSING) / (len(self.ranks) or 1)


def questions(path: Path = DATA) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure(
    assistant: Assistant, asked: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Ranks], list[str]]:
    """Ranks by way, and the questions whose passage is not among the first five when fused."""
    out = {way: Ranks() for way in WAYS}
    missed = []
    search = assistant.search
    for item in asked:
        planned = assistant.planner.plan(item["q"])
        query = planned.query if isinstance(planned, Refusal) else planned
        gold = set(item["gold"])
        docs = query.doc_ids if query is not None else ()
        words = search.words_of(item["q"], query.bare) if query is not None else item["q"]
        found = {
            "dense": [search.passage(i) for i, _ in search.dense_ranks(words, docs)],
            "bm25": [search.passage(i) for i, _ in search.lexical(words, docs)],
            "fused": [(h.doc, h.passage) for h in search.search(words, docs, 30)],
        }
        for way, rows in found.items():
            hits = [
                n for n, (doc, passage) in enumerate(rows)
                if passage.id in gold and doc.identity.entity == item["entity"]
                and doc.identity.year == item["year"]
            ]  # fmt: skip
            out[way].ranks.append(min(hits, default=MISSING))
        if out["fused"].ranks[-1] >= DEEP:
            missed.append(f"{item['id']} {item['q']} → {item['evidence']}")
    return out, missed


def main() -> None:
    from assistant.ask import Assistant

    made = Assistant(Path(sys.argv[1]))
    asked = questions()
    found, missed = measure(made, asked)
    put = sys.stdout.write
    put(f"{len(asked)} questions\n| way | R@1 | R@3 | R@5 | MRR |\n|---|---|---|---|---|\n")
    for way, ranks in found.items():
        figures = [f"{ranks.recall(k):.1%}" for k in (1, 3, 5)]
        put(f"| {way} | {' | '.join(figures)} | {ranks.reciprocal:.3f} |\n")
    for line in missed:
        put(f"missed: {line}\n")


if __name__ == "__main__":
    main()
