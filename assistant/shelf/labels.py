"""Every label that the corpus prints, and which disclosures print it: in memory, in numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache

import numpy as np

_BRACKETED = re.compile(r"[（(][^）)]*[）)]")
SCOPES = 64  # sets of disclosures whose labels are kept at hand


class Labels:
    """`told` has, for each disclosure, its labels, one a line."""

    def __init__(self, told: Mapping[str, str]) -> None:
        ids: dict[str, int] = {}
        self._of: dict[str, np.ndarray[tuple[int], np.dtype[np.int32]]] = {}
        for own, labels in told.items():
            found = [ids.setdefault(k, len(ids)) for k in labels.split("\n") if k]
            self._of[own] = np.array(found, dtype=np.int32)
        self._text = list(ids)
        self.all = frozenset(ids)
        self.of_scope = lru_cache(maxsize=SCOPES)(self._of_scope)

    def of(self, doc_ids: Collection[str]) -> frozenset[str]:
        """The labels that some disclosures print."""
        if len(doc_ids) >= len(self._of):
            wanted = frozenset(doc_ids)
            return self.all if wanted >= self._of.keys() else self.of_scope(wanted)
        return self.of_scope(frozenset(doc_ids))

    def _of_scope(self, doc_ids: frozenset[str]) -> frozenset[str]:
        held = [self._of[i] for i in doc_ids if i in self._of]
        if not held:
            return frozenset()
        return frozenset(self._text[n] for n in np.unique(np.concatenate(held)))

    # ------------------------------------------------------------------ by what stands in them

    @cached_property
    def _joined(self) -> str:
        return "\n".join(["", *sorted(self.all), ""])

    def stands_in_one(self, words: str) -> bool:
        """Whether some words stand in a label, whosoever's."""
        return words in self._joined

    def containing(self, words: str, within: frozenset[str]) -> Iterator[str]:
        """The labels of a set in which some words stand, sorted."""
        if within is not self.all:
            yield from sorted(k for k in within if words in k)
            return
        text, at = self._joined, self._joined.find(words)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            yield text[start:end]
            at = text.find(words, end)

    @cached_property
    def unbracketed(self) -> dict[str, list[str]]:
        """A label without what it says in brackets → the labels that it may be."""
        out: dict[str, list[str]] = {}
        for label in self._bracketed:
            out.setdefault(_BRACKETED.sub("", label), []).append(label)
        return out

    @property
    def _bracketed(self) -> list[str]:
        return [k for k in self.all if "（" in k or "(" in k]
