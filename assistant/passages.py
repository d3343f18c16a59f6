"""Which pieces of narrative speak of a question: dense and lexical ranks, fused."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from assistant.catalogue import Catalogue
from assistant.lexicon import lexicon
from assistant.shelf.keys import WORD
from assistant.shelf.tokens import ranked_text, tokens
from assistant.shelf.words import Words
from assistant.understand.normalise import fold
from ingest.records import Disclosure, Passage

Search = Callable[[str, Sequence[str], int], Sequence[tuple[str, float]]]
Rows = np.ndarray[Any, np.dtype[np.int64]]
Place = tuple[str, int]  # a disclosure, and which of its passages

DEPTH = 200  # of each ranking, before they are fused
AHEAD = 0.4  # of the second best: then the best is the one meant in seven cases of eight
WIDEST = 400  # disclosures that are looked through, passage by passage
MANY_WORDS = 200_000  # whose counts are kept at hand
DENSE = 0.7  # weight of the dense half, measured with eval/retrieval.py


@dataclass(frozen=True, slots=True)
class Hit:
    doc: Disclosure
    passage: Passage
    score: float
    similarity: float  # cosine of the embeddings; 0 where there are none


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


class PassageSearch:
    """Ranks passages of some disclosures, read when they are asked about; how much a word says is
    counted over the whole corpus."""

    def __init__(self, catalogue: Catalogue, dense: Search | None) -> None:
        self._catalogue = catalogue
        self._shelf = catalogue.shelf
        self.dense = dense
        self._total = catalogue.askable.totals()
        self._held: dict[str, int] = {}  # word → passages that hold it, of words asked for so far

    def warm(self) -> None:
        for doc in self._catalogue.docs[:1]:
            self.lexical("预算", [doc.id])
            self.dense_ranks("预算", [doc.id])

    @staticmethod
    def words_of(question: str, bare: str) -> str:
        """What of a question is looked for: without the bodies and years that chose the books."""
        return bare.strip() or question

    # ------------------------------------------------------------------ rankings

    def search(self, question: str, doc_ids: Sequence[str], limit: int = 5) -> list[Hit]:
        """The passages nearest in words and in meaning: both scores scaled to 1 and added."""
        lexical, dense = self.lexical(question, doc_ids), self.dense_ranks(question, doc_ids)
        fused: dict[Place, float] = defaultdict(float)
        for ranking, weight in ((lexical, 1.0), (dense, DENSE)):
            for i, score in _scaled(ranking):
                fused[i] += weight * score
        likeness = dict(dense)
        best = sorted(fused, key=lambda i: -fused[i])[:limit]
        return [Hit(*self.passage(i), fused[i], likeness.get(i, 0.0)) for i in best]

    def passage(self, place: Place) -> tuple[Disclosure, Passage]:
        doc = self._catalogue.get(place[0])
        assert doc is not None
        return doc, doc.passages[place[1]]

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

    def lexical(self, question: str, doc_ids: Sequence[str]) -> list[tuple[Place, float]]:
        """(passage, BM25 score) of the passages that share words with the question, best first."""
        docs = self._within(doc_ids)
        asked = tokens(expanded(question)) if docs else []
        self._count(asked)
        asked = [word for word in asked if self._held[word]]
        if not asked:
            return []
        read = [self._words(doc.id) for doc in docs]
        places = [
            (doc.id, n) for doc, words in zip(docs, read, strict=True) for n in range(words.n)
        ]
        mean = self._total.tokens / self._total.passages
        if not places:
            return []
        worth = {word: np.float32(self._worth(word)) for word in dict.fromkeys(asked)}
        scores = np.concatenate([words.scores(asked, worth, mean) for words in read])
        return [(places[n], float(scores[n])) for n in _best(scores) if scores[n] > 0]

    def dense_ranks(self, question: str, doc_ids: Sequence[str]) -> list[tuple[Place, float]]:
        """(passage, cosine) of the passages nearest in meaning, best first."""
        docs = self._within(doc_ids) if self.dense is not None and question.strip() else []
        if self.dense is None or not docs:
            return []
        here: dict[str, list[Place]] = defaultdict(list)  # one content may stand in several files
        for doc in docs:
            for n, passage in enumerate(doc.passages):
                here[passage.id].append((doc.id, n))
        found = dict(self.dense(question, [doc.id for doc in docs], DEPTH))
        return [(place, score) for p, score in found.items() for place in here.get(p, ())]

    def _within(self, doc_ids: Iterable[str]) -> list[Disclosure]:
        """The disclosures to look through; none where there are too many for that."""
        held = (self._catalogue.get(i) for i in dict.fromkeys(doc_ids))
        found = [doc for doc in held if doc is not None]
        return found if len(found) <= WIDEST else []

    def _words(self, doc_id: str) -> Words:
        def read() -> tuple[Words, int]:
            doc = self._catalogue.get(doc_id)
            made = Words([tokens(ranked_text(p)) for p in doc.passages] if doc else [])
            return made, made.size

        return self._shelf.get((doc_id, "words"), read)

    # ------------------------------------------------------------------ how much a word says

    def _count(self, words: Iterable[str]) -> None:
        if len(self._held) > MANY_WORDS:
            self._held = {}
        unknown = {word for word in words if word not in self._held}
        if unknown:
            found = self._catalogue.askable.tallied(WORD, sorted(unknown))
            self._held |= {word: found.get(word, 0) for word in unknown}

    def _worth(self, word: str) -> float:
        held = self._held[word]
        return math.log(1 + (self._total.passages - held + 0.5) / (held + 0.5))

    def rarity(self, gram: str) -> float:
        """How much a pair of characters says: the rarer, the more; one never seen says most."""
        if (held := self._held.get(gram)) is None:
            self._count([gram])
            held = self._held[gram]
        return float(np.log(1 + ((self._total.passages or 1) - held + 0.5) / (held + 0.5)))


def _scaled(ranking: Sequence[tuple[Place, float]]) -> list[tuple[Place, float]]:
    """Scores from 0, the last of the ranking, to 1, its first."""
    if not ranking:
        return []
    low, high = ranking[-1][1], ranking[0][1]
    width = (high - low) or 1.0
    return [(i, (score - low) / width) for i, score in ranking]


def _best(scores: np.ndarray[Any, np.dtype[np.float32]]) -> Rows:
    return np.argsort(-scores, kind="stable")[:DEPTH]
