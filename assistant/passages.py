"""Which pieces of narrative speak of a question: dense and lexical ranks, fused."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.understand.normalise import fold
from ingest.records import Disclosure, Passage

Search = Callable[[str, Sequence[str], int], Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Hit:
    doc: Disclosure
    passage: Passage
    score: float
    overlap: float  # share of the question's bigrams, weighted by rarity, that stand in it


def grams(text: str) -> Counter[str]:
    """Character pairs: words enough for Chinese without a dictionary."""
    plain = [c for c in fold(text) if c.isalnum()]
    return Counter(["".join(p) for p in itertools.pairwise(plain)])


class PassageSearch:
    """Ranks passages of some disclosures; the lexical side is built once for a catalogue."""

    def __init__(self, docs: Sequence[Disclosure], dense: Search | None) -> None:
        self.rows = [(d, p) for d in docs for p in d.passages]
        self.counts = [grams("".join((*p.headings[-1:], p.term, p.text))) for _, p in self.rows]
        frequency = Counter(g for c in self.counts for g in c)
        n = len(self.rows) or 1
        self.weight = {g: math.log(1 + (n - f + 0.5) / (f + 0.5)) for g, f in frequency.items()}
        self.mean = sum(sum(c.values()) for c in self.counts) / n
        self.dense = dense

    def warm(self) -> None:
        if self.dense is not None and self.rows:
            self.dense("预算", [self.rows[0][0].id], 1)

    def search(self, question: str, doc_ids: Sequence[str], limit: int = 5) -> list[Hit]:
        asked = grams(question)
        within = [i for i, (d, _) in enumerate(self.rows) if d.id in doc_ids]
        lexical = sorted(within, key=lambda i: -self._bm25(asked, i))[:20]
        lexical = [i for i in lexical if self._bm25(asked, i) > 0]
        ranks = {i: 1 / (60 + r) for r, i in enumerate(lexical)}
        for r, i in enumerate(self._dense_ranks(question, doc_ids)):
            ranks[i] = ranks.get(i, 0) + 1 / (60 + r)
        best = sorted(ranks, key=lambda i: -ranks[i])[:limit]
        return [Hit(*self.rows[i], ranks[i], self._overlap(asked, i)) for i in best]

    def _dense_ranks(self, question: str, doc_ids: Sequence[str]) -> list[int]:
        if self.dense is None or not question.strip():
            return []
        at = {(d.id, p.id): i for i, (d, p) in enumerate(self.rows)}
        found = self.dense(question, doc_ids, 20)
        by_id = {p: i for (d, p), i in at.items() if d in doc_ids}
        return [by_id[p] for p, _ in found if p in by_id]

    def rarity(self, gram: str) -> float:
        """How much a pair of characters says: the rarer, the more; one never seen says most."""
        return self.weight.get(gram, math.log(1 + len(self.rows) + 0.5))

    def _bm25(self, asked: Counter[str], i: int) -> float:
        held, size = self.counts[i], sum(self.counts[i].values())
        norm = 1.2 * (0.25 + 0.75 * size / (self.mean or 1))
        return sum(self.weight[g] * held[g] * 2.2 / (held[g] + norm) for g in asked if g in held)

    def _overlap(self, asked: Counter[str], i: int) -> float:
        total = sum(map(self.rarity, asked))
        held = sum(self.weight[g] for g in asked if g in self.counts[i])
        return held / total if total else 0.0
