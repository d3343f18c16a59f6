"""The words that may stand for a label: asked word by word, for the labels are far too many to
write down every way of saying each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from assistant.lexicon import lexicon
from assistant.shelf.labels import Labels
from assistant.understand.fragments import shortened
from assistant.understand.leftover import says_nothing
from assistant.understand.normalise import fold_word, label_key

Meaning = tuple[frozenset[str], bool]  # label cores that it may stand for, whether it counts things
_SUFFIX = ("支出", "费用", "经费", "缴费", "资金", "拨款", "费")
SHORT = 4  # letters of a label without its suffix, or its brackets, that may stand for it
# Labels that are also everyday filler: alone they name nothing.
_SAYS_NOTHING = frozenset(
    ["收入", "支出", "项目", "预算", "决算", "合计", "总计", "本年", "预算拨款", "其他", "金额",
     "支出支出", "收入支出", "去年", "上年", "上年度", "今年", "本年度"]
)  # fmt: skip


class Vocabulary(Mapping[str, Meaning]):
    """word → what it may stand for: a label, a label with less or more at its end, without what it
    says in brackets, in its short form; and the everyday words of the lexicon."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._meaning = lru_cache(maxsize=65536)(self._read)

    def meaning(self, word: str) -> Meaning | None:
        return self._meaning(word)

    def __getitem__(self, word: str) -> Meaning:
        found = self._meaning(word)
        if found is None:
            raise KeyError(word)
        return found

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._meaning(word) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def longest(self) -> int:
        """Letters of the longest word."""
        labels = max(map(len, self._labels.all), default=0)
        return max([labels + 2, *map(len, self._everyday)])

    def of_length(self, length: int) -> list[str]:
        """All words of a length, sorted."""
        return self._by_length.get(length, [])

    # ------------------------------------------------------------------ one word

    def _read(self, word: str) -> Meaning | None:
        keys = self._spelt(word) or self._shorter.get(word, [])
        everyday = self._everyday.get(word)
        if not keys and everyday is None:
            return None
        more, counts = everyday or (frozenset(), False)
        if (len(word) < 2 and not counts) or word in _SAYS_NOTHING:
            return None
        if word[0] in "的和与及等" or (word not in self._sayings and says_nothing(word)):
            return None  # the rest of a label that was cut
        return more.union(keys), counts

    def _spelt(self, word: str) -> list[str]:
        """The labels that this is a full way of writing."""
        if len(word) < 2 or word.isdigit():
            return []
        known, bare = self._labels.all, self._labels.unbracketed
        found = [word] if word in known else []
        if len(word) >= SHORT:
            found += [k for end in _SUFFIX if (k := word + end) in known]
            found += bare.get(word, ())
        if word.endswith("支出"):
            start = word[:-2]
            found += [start] if start in known else []
            found += bare.get(start, ()) if len(start) >= SHORT else ()
        return found

    @cached_property
    def _shorter(self) -> dict[str, list[str]]:
        """Shortened labels; a label of its own is not what is short for another."""
        longs = re.compile("|".join(map(re.escape, lexicon()["short"])))
        out: dict[str, list[str]] = defaultdict(list)
        for label in sorted(k for k in self._labels.all if longs.search(k)):
            for word in shortened(label):
                if not self._spelt(word):
                    out[word].append(label)
        return dict(out)

    @cached_property
    def _sayings(self) -> frozenset[str]:
        return frozenset(fold_word(w) for c in lexicon()["concept"] for w in c["words"])

    @cached_property
    def _everyday(self) -> dict[str, Meaning]:
        known = self._labels.all
        out: dict[str, Meaning] = {}
        for concept in lexicon()["concept"]:
            keys = frozenset(label_key(label) for label in concept["labels"])
            short = {s for w in concept["words"] for s in shortened(w)}
            for word in map(fold_word, (*concept["words"], *sorted(short - known))):
                held = out.get(word, (frozenset(), False))
                out[word] = (held[0] | keys, bool(concept.get("count")) or held[1])
        return out

    # ------------------------------------------------------------------ all of them

    @cached_property
    def _all(self) -> list[str]:
        """Only what is misspelt needs them all."""
        out = {*self._shorter, *self._everyday}
        for label in self._labels.all:
            out |= spellings(label)
        return sorted(w for w in out if w in self)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        out: dict[int, list[str]] = defaultdict(list)
        for word in self._all:
            out[len(word)].append(word)
        return dict(out)


def spellings(key: str) -> set[str]:
    """The full ways of writing a label."""
    out = {key, key + "支出"}
    for suffix in _SUFFIX:
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) >= SHORT:
            out.add(rest)
    bare = re.sub(r"[（(][^）)]*[）)]", "", key)
    if len(bare) >= SHORT:
        out |= {bare, bare + "支出"}
    return {o for o in out if len(o) >= 2 and not o.isdigit()}
