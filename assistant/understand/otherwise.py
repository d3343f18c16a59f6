"""Labels said in other words: 公交运营补贴 for 公共交通运营补助, 医保 for 医疗保险."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from assistant.lexicon import lexicon
from assistant.understand.normalise import fold

SHORTEST = 4  # letters that a thing must have besides what says only that it costs something


@cache
def _alike() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words of one meaning, each → the first of its line."""
    first = {fold(word): fold(line[0]) for line in lexicon()["otherwise"]["alike"] for word in line}
    ordered = sorted(first, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), first


@cache
def _light() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What says only that it is money, and what may be left out of a name besides."""
    words = lexicon()["otherwise"]
    return re.compile("|".join(words["light"])), re.compile("|".join(words["left_out"]))


@lru_cache(maxsize=65536)
def sense(text: str) -> tuple[str, str]:
    """What words mean, whatever their order: all of it, and without what a name may leave out."""
    pattern, first = _alike()
    light, left_out = _light()
    plain = light.sub("", pattern.sub(lambda m: first[m[0]], fold(text)))
    return "".join(sorted(plain)), "".join(sorted(left_out.sub("", plain)))


def called_otherwise(words: str, labels: Iterable[str]) -> tuple[str, ...]:
    """The labels that mean just what some words mean; () where none does, or several things do."""
    asked = sense(_trimmed(words))
    if len(asked[0]) < SHORTEST:
        return ()
    found: dict[int, dict[str, list[str]]] = {0: defaultdict(list), 1: defaultdict(list)}
    for label in labels:
        meant = sense(label)
        for level in (0, 1):
            if meant[level] == asked[level] and len(asked[level]) >= SHORTEST:
                found[level][meant[0]].append(label)
    for level in (0, 1):
        if len(found[level]) == 1:
            return tuple(sorted(next(iter(found[level].values()))))
        if found[level]:
            return ()
    return ()


def _trimmed(words: str) -> str:
    """Without what asks at its ends: 给…多少."""
    plain = re.sub("^[给为对把用在的向让于]+", "", words.strip())
    asks = re.search(r"(?:[给发花拨用]了?)?(?:[是有]|一共|总共)?(?:多少|几)[亿万元钱个]*$", plain)
    return plain[: asks.start()] if asks else plain
