"""Which pieces of narrative speak of a question: dense and lexical ranks, fused."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from assistant.understand.normalise import fold
from ingest.records import Disclosure, Passage

Search = Callable[[str, Sequence[str], int], Sequence[tuple[str, float]]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

DEPTH = 30  # of each ranking, before they are fused
FUSION = 60  # reciprocal rank fusion, as usual: a rank r counts 1 / (60 + r)


@dataclass(frozen=True, slots=True)
class Hit:
    doc: Disclosure
    passage: Passage
    score: float
    similarity: float  # cosine of the embeddings; 0 where there are none


def grams(text: str) -> Counter[str]:
    """Character pairs: words enough for Chinese without a dictionary."""
    plain = [c for c in fold(text) if c.isalnum()]
    return Counter(["".join(p) for p in itertools.pairwise(plain)])


def ranked_text(passage: Passage) -> str:
    """What of a passage is compared with a question."""
    return "".join((*passage.headings[-1:], passage.term, passage.text))


class PassageSearch:
    """Ranks passages of some disclosures; the lexical side is built once for a catalogue."""

    def __init__(self, docs: Sequence[Disclosure], dense: Search | None) -> None:
        self.rows = [(d, p) for d in docs for p in d.passages]
        self.dense = dense
        of_doc: dict[str, list[int]] = defaultdict(list)
        for i, (d, _) in enumerate(self.rows):
            of_doc[d.id].append(i)
        self._of_doc = {d: np.array(found) for d, found in of_doc.items()}

    @cached_property
    def _counts(self) -> list[Counter[str]]:
        return [grams(ranked_text(p)) for _, p in self.rows]

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(g for counts in self._counts for g in counts)

    @cached_property
    def _bm25(self) -> Any:
        import bm25s

        index = bm25s.BM25(k1=1.2, b=0.75)
        index.index([list(c.elements()) for c in self._counts], show_progress=False)
        return index

    def warm(self) -> None:
        if self.rows:
            doc = self.rows[0][0].id
            self.lexical("预算", [doc])
            self.dense_ranks("预算", [doc])

    @staticmethod
    def words_of(question: str, bare: str) -> str:
        """What of a question is looked for: without the bodies and years that chose the books."""
        return bare.strip() or question

    # ------------------------------------------------------------------ rankings

    def search(self, question: str, doc_ids: Sequence[str], limit: int = 5) -> list[Hit]:
        lexical, dense = self.lexical(question, doc_ids), self.dense_ranks(question, doc_ids)
        likeness = dict(dense)
        fused: dict[int, float] = defaultdict(float)
        for ranking in (lexical, dense):
            for rank, (i, _) in enumerate(ranking):
                fused[i] += 1 / (FUSION + rank)
        best = sorted(fused, key=lambda i: -fused[i])[:limit]
        return [Hit(*self.rows[i], fused[i], likeness.get(i, 0.0)) for i in best]

    def lexical(self, question: str, doc_ids: Sequence[str]) -> list[tuple[int, float]]:
        """(row, BM25 score) of the passages that share a pair of characters, best first."""
        asked = [g for g in grams(question) if g in self._frequency]
        within = self._rows_of(doc_ids)
        if not asked or not within.size:
            return []
        scores = self._bm25.get_scores(asked)[within]
        return [(int(within[n]), float(scores[n])) for n in _best(scores) if scores[n] > 0]

    def dense_ranks(self, question: str, doc_ids: Sequence[str]) -> list[tuple[int, float]]:
        """(row, cosine) of the passages nearest in meaning, best first."""
        if self.dense is None or not question.strip():
            return []
        here = {self.rows[i][1].id: int(i) for i in self._rows_of(doc_ids)}
        found = self.dense(question, doc_ids, DEPTH)
        return [(here[p], score) for p, score in found if p in here]

    def _rows_of(self, doc_ids: Iterable[str]) -> Rows:
        found = [self._of_doc[d] for d in dict.fromkeys(doc_ids) if d in self._of_doc]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def rarity(self, gram: str) -> float:
        """How much a pair of characters says: the rarer, the more; one never seen says most."""
        held = self._frequency.get(gram, 0)
        return float(np.log(1 + ((len(self.rows) or 1) - held + 0.5) / (held + 0.5)))


def _best(scores: np.ndarray[Any, np.dtype[np.float32]]) -> Rows:
    return np.argsort(-scores, kind="stable")[:DEPTH]
