"""A character typed for another that sounds or looks like it, in the everyday words of budgets."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache

from assistant.lexicon import lexicon
from assistant.understand.normalise import fold, sound


class Spelling:
    """Puts such words right where nothing in the corpus is written as they stand."""

    def __init__(self, written: Iterable[str]) -> None:
        """`written`: labels, names and terms as the corpus prints them."""
        self._pairs = {a + b for text in written for a, b in itertools.pairwise(fold(text))}
        self._words: dict[str, list[str]] = {}
        for word in lexicon()["spelling"]["words"]:
            for place in (0, 1):
                self._words.setdefault(f"{place}{word[place]}", []).append(word)

    def corrected(self, text: str) -> str:
        """公物接侍经废 → 公务接待经费. A word is changed in one character only."""
        right = self._right_places(text)
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            of_a_year = pair[0] == "年" and text[at - 1 : at].isdigit()  # 2024年除了 is no 年初
            if pair in self._pairs or {at, at + 1} & right or of_a_year:
                continue
            meant = {w for w in self._near(pair) if confused(pair, w)}
            if len(meant) == 1:
                text = text[:at] + meant.pop() + text[at + 2 :]
                right |= {at, at + 1}
        return text

    def _right_places(self, text: str) -> set[int]:
        """The characters of words that are spelt right."""
        known = set(lexicon()["spelling"]["words"])
        return {
            place
            for at in range(len(text) - 1)
            if text[at : at + 2] in known
            for place in (at, at + 1)
        }

    def _near(self, pair: str) -> list[str]:
        """Words that share a character with the pair, in its place."""
        return [*self._words.get(f"0{pair[0]}", ()), *self._words.get(f"1{pair[1]}", ())]


def confused(typed: str, word: str) -> bool:
    """True where one character was taken for one that looks or sounds like it."""
    apart = [(a, b) for a, b in zip(typed, word, strict=True) if a != b]
    return len(apart) == 1 and (frozenset(apart[0]) in _alike() or _sounds(*apart[0]))


def _sounds(one: str, other: str) -> bool:
    return "\u4e00" <= one <= "\u9fff" and sound(one) == sound(other)


@cache
def _alike() -> frozenset[frozenset[str]]:
    groups = lexicon()["spelling"]["alike"]
    return frozenset(
        frozenset(pair) for group in groups for pair in itertools.combinations(group, 2)
    )
