"""Labels said in other words: 公交运营补贴 for 公共交通运营补助, 医保 for 医疗保险."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

from assistant.lexicon import lexicon
from assistant.understand.leftover import bare as _bare
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


LEAST = 5  # letters that stand in a longer label, in its order
_COSTS = re.compile("[费款税金]$")


def said_in_part(words: str, labels: Iterable[str]) -> tuple[str, ...]:
    """云客服外包的项目 is 云客服服务外包项目: the label that says all of the words in their order, with
    others in between; () where none does, or several things do."""
    _, left_out = _light()
    asked = _said(_trimmed(words))
    if len(asked) < LEAST:
        return ()
    found: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        plain = _said(label)
        if len(asked) > len(plain) or len(plain) > 2 * len(asked):
            continue
        if label.startswith(("其他", "其它")) or bool(_COSTS.search(asked)) != bool(
            _COSTS.search(plain)
        ):
            continue
        end = _end_of_blocks(asked, plain)
        if end >= 0 and not left_out.sub("", plain[end:]):
            found[plain].append(label)
    return tuple(sorted(next(iter(found.values())))) if len(found) == 1 else ()


def _said(text: str) -> str:
    """What words say, as they stand: one for all of one meaning, without what only costs or asks."""
    pattern, first = _alike()
    light, _ = _light()
    bare = _bare(light.sub(" ", pattern.sub(lambda m: first[m[0]], fold(text))))
    return "".join(re.findall(r"[\u4e00-\u9fffa-z0-9]+", bare))


def _end_of_blocks(words: str, label: str) -> int:
    """Where the words end in a label that has them all in their order, two letters or more at a time;
    -1 where it has not."""
    places = {0}  # ends in the label of what was found of the words so far
    reached: dict[int, set[int]] = {0: places}
    for at in range(len(words)):
        for place in reached.get(at, ()):
            for size in range(2, len(words) - at + 1):
                start = label.find(words[at : at + size], place)
                if start < 0:
                    break
                reached.setdefault(at + size, set()).add(start + size)
    return max(reached.get(len(words), {-1}))


def _trimmed(words: str) -> str:
    """Without what asks at its ends: 给…多少."""
    plain = re.sub("^[给为对把用在的向让于]+", "", words.strip())
    asks = re.search(
        r"(?:[要得需]?[给发花拨用]?了?)?(?:[是有]|一共|总共)?(?:多少|几)[亿万元钱个]*$", plain
    )
    return re.sub("[要得需]$", "", plain[: asks.start()] if asks else plain)
