"""The passages of one disclosure, counted word by word, and their BM25 scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]
K1, B = 1.2, 0.75
ENTRY = 150  # bytes of a word in a passage, in memory


class Words:
    """Which words stand in which passages, how often, and how long each passage is."""

    __slots__ = ("_in", "_lengths", "n", "size")

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        found: dict[str, tuple[list[int], list[int]]] = {}
        for at, words in enumerate(passages):
            for word, times in Counter(words).items():
                places, often = found.setdefault(word, ([], []))
                places.append(at)
                often.append(times)
        self._in = {
            word: (np.array(places, np.int32), np.array(often, np.float32))
            for word, (places, often) in found.items()
        }
        self._lengths = np.array([len(words) for words in passages], np.int64)
        self.n = len(passages)
        self.size = ENTRY * (1 + sum(len(places) for places, _ in found.values()))

    def scores(self, asked: Sequence[str], worth: Mapping[str, np.float32], mean: float) -> Scores:
        """BM25 (Lucene's) of each passage; `worth` is what a word says, `mean` the passages' mean
        length. A word that is asked for twice counts twice."""
        out: Scores = np.zeros(self.n, np.float32)
        norm = K1 * ((1 - B) + B * self._lengths / np.float64(mean))
        for word in asked:
            if (held := self._in.get(word)) is None:
                continue
            places, often = held
            out[places] += (worth[word] * (often / (norm[places] + often))).astype(np.float32)
        return out
