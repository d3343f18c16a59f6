"""What of a question was understood as nothing: a word left over stops a guess."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.lexicon import lexicon


@cache
def _filler() -> re.Pattern[str]:
    words = lexicon()["filler"]
    # longer words first, so that none is cut in two
    ordered = sorted(words["words"], key=len, reverse=True)
    return re.compile("|".join([*ordered, f"[{words['particles']}]"]))


@cache
def _edges() -> re.Pattern[str]:
    """Letters that say nothing where a run of others begins or ends; 约 is part of 违约金."""
    letters = lexicon()["filler"]["letters"]
    return re.compile(rf"(?<![\u4e00-\u9fff])[{letters}]+|[{letters}]+(?![\u4e00-\u9fff])")


def bare(text: str) -> str:
    """A text without what says nothing; spaces in its place."""
    return _edges().sub(" ", _filler().sub(" ", text))


@cache
def _english() -> frozenset[str]:
    return frozenset(lexicon()["filler"]["english"])


def unmatched(rest: str) -> list[str]:
    """The words of a question that mean something and were linked to nothing."""
    left = re.findall(r"[\u4e00-\u9fff]+", bare(rest))
    return left if any(len(x) >= 2 for x in left) or sum(map(len, left)) >= 3 else []


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(lexicon()['generic']['words'])})+(?:支出)?")


def says_nothing(label: str) -> bool:
    """部门, 安排: a label made of nothing but the words of asking."""
    return _generic().fullmatch(label) is not None


@cache
def _comparing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that rank and count anywhere, and letters that do at the ends of what is left."""
    words = lexicon()["comparing"]
    letters = words["letters"] + lexicon()["filler"]["letters"]
    ends = rf"(?<![\u4e00-\u9fff])[{letters}]+|[{letters}]+(?![\u4e00-\u9fff])"
    return re.compile("|".join(words["words"])), re.compile(ends)


def unmatched_beside(rest: str) -> list[str]:
    """As `unmatched`, where several things are compared: what ranks and counts them is understood."""
    words, ends = _comparing()
    return unmatched(ends.sub(" ", words.sub(" ", bare(rest))))


def foreign_words(rest: str) -> list[str]:
    return [w for w in re.findall(r"[a-z]{2,}", rest) if w not in _english()]


@lru_cache(maxsize=20_000)  # the labels of one disclosure are asked for again and again
def letters(text: str) -> str:
    """What of a text is no filler."""
    return "".join(re.findall(r"[\u4e00-\u9fff]", _edges().sub("", _filler().sub("", text))))
