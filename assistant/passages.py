"""Which pieces of narrative speak of a question: dense and lexical ranks, fused."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from assistant.lexicon import lexicon
from assistant.understand.normalise import fold
from ingest.records import Disclosure, Passage

Search = Callable[[str, Sequence[str], int], Sequence[tuple[str, float]]]
Rows = np.ndarray[Any, np.dtype[np.int64]]

DEPTH = 200  # of each ranking, before they are fused
AHEAD = 0.4  # of the second best: then the best is the one meant in seven cases of eight
DENSE = 0.7  # weight of the dense half, measured with eval/retrieval.py


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


def tokens(text: str) -> list[str]:
    """Pairs and single characters: 砍 and 压减 share none, 花钱 and 资金花费 share one."""
    plain = [c for c in fold(text) if c.isalnum()]
    return [*map("".join, itertools.pairwise(plain)), *plain]


@cache
def _formal() -> tuple[tuple[str, str], ...]:
    """Everyday words with the label they stand for, the longest first."""
    pairs = [
        (fold(word), concept["labels"][0])
        for concept in lexicon()["concept"] if concept["name"] != "total"
        for word in concept["words"] if len(word) > 1 and not word.isascii()
    ]  # fmt: skip
    return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p)))


def expanded(question: str) -> str:
    """A question with the words that offices use for what it says: 公车 → 公务用车, 咋少了 → 减少."""
    rest, added = fold(question), []
    for word, label in _formal():
        if word in rest:
            added.append(label)
            rest = rest.replace(word, " ")
    added += [e["words"] for e in lexicon()["expansion"] if re.search(e["asks"], question)]
    return " ".join([question, *added])


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
        index.index([tokens(ranked_text(p)) for _, p in self.rows], show_progress=False)
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
        """The passages nearest in words and in meaning: both scores scaled to 1 and added."""
        lexical, dense = self.lexical(question, doc_ids), self.dense_ranks(question, doc_ids)
        fused: dict[int, float] = defaultdict(float)
        for ranking, weight in ((lexical, 1.0), (dense, DENSE)):
            for i, score in _scaled(ranking):
                fused[i] += weight * score
        likeness = dict(dense)
        best = sorted(fused, key=lambda i: -fused[i])[:limit]
        return [Hit(*self.rows[i], fused[i], likeness.get(i, 0.0)) for i in best]

    def plainly(self, question: str, doc_ids: Sequence[str]) -> Hit | None:
        """The passage that a question is about, where that is plain: the nearest both in words and
        in meaning, or the nearest by far."""
        hits = self.search(question, doc_ids, 2)
        if not hits:
            return None
        lexical, dense = self.lexical(question, doc_ids), self.dense_ranks(question, doc_ids)
        agree = bool(lexical and dense) and lexical[0][0] == dense[0][0]
        ahead = len(hits) == 1 or hits[0].score - hits[1].score >= AHEAD
        return hits[0] if dense and (agree or ahead) else None

    def lexical(self, question: str, doc_ids: Sequence[str]) -> list[tuple[int, float]]:
        """(row, BM25 score) of the passages that share words with the question, best first."""
        within = self._rows_of(doc_ids)
        if not within.size:
            return []
        known = self._bm25.vocab_dict
        asked = [t for t in tokens(expanded(question)) if t in known]
        if not asked:
            return []
        scores = self._bm25.get_scores(asked)[within]
        return [(int(within[n]), float(scores[n])) for n in _best(scores) if scores[n] > 0]

    def dense_ranks(self, question: str, doc_ids: Sequence[str]) -> list[tuple[int, float]]:
        """(row, cosine) of the passages nearest in meaning, best first."""
        if self.dense is None or not question.strip():
            return []
        here: dict[str, list[int]] = defaultdict(list)  # one content may stand in several files
        for i in self._rows_of(doc_ids):
            here[self.rows[i][1].id].append(int(i))
        found = dict(self.dense(question, doc_ids, DEPTH))
        return [(i, score) for p, score in found.items() for i in here.get(p, ())]

    def _rows_of(self, doc_ids: Iterable[str]) -> Rows:
        found = [self._of_doc[d] for d in dict.fromkeys(doc_ids) if d in self._of_doc]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def rarity(self, gram: str) -> float:
        """How much a pair of characters says: the rarer, the more; one never seen says most."""
        held = self._frequency.get(gram, 0)
        return float(np.log(1 + ((len(self.rows) or 1) - held + 0.5) / (held + 0.5)))


def _scaled(ranking: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Scores from 0, the last of the ranking, to 1, its first."""
    if not ranking:
        return []
    low, high = ranking[-1][1], ranking[0][1]
    width = (high - low) or 1.0
    return [(i, (score - low) / width) for i, score in ranking]


def _best(scores: np.ndarray[Any, np.dtype[np.float32]]) -> Rows:
    return np.argsort(-scores, kind="stable")[:DEPTH]
