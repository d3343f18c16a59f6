"""A draft in the form in which it is read, every letter knowing where it stands in the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from assistant.prose.numerals import CHINESE, DIGITS
from assistant.understand.normalise import to_simplified

_DROPPED = frozenset("“”\"'‘’「」『』《》〈〉【】*_`\u200b\ufeff")
_MINUS = {"\u2212": "-"}  # the other signs are made one by NFKC
_SENTENCE = re.compile(r"[^。！？!?\n;；]*[。！？!?\n;；]?|.+", re.S)

# no number of a story: what follows would take a second for each of its letters
_ENDLESS = re.compile(rf"[\d{CHINESE}万亿]{{31,}}")
_NUMERAL = re.compile(rf"[\d{CHINESE}万亿元%成倍个分点.,半多余来几-]")
_WORD = re.compile(r"\w")
_LONGEST = 600  # letters of a sentence; where one goes on, it is parted at a comma

_YEAR_IN_WORDS = re.compile("[二两][〇零][一二三四][〇零一二三四五六七八九](?=年|财年)")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` is simplified, half-width, without quotes and white space between Chinese letters;
    letter i of it is letter `at[i]` of the original."""

    text: str
    at: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text stands in the original."""
        return self.at[start], self.at[end - 1] + 1

    def place(self, original: int) -> int:
        """The first letter that stands at or after a place of the original."""
        return bisect_left(self.at, original)


def plain(draft: str) -> Plain:
    letters: list[tuple[str, int]] = []
    for place, letter in enumerate(draft):
        for part in letter if _is_comma(draft, place) else unicodedata.normalize("NFKC", letter):
            if part not in _DROPPED:
                letters.append((_MINUS.get(part, part.lower()), place))
    kept = [
        pair for n, pair in enumerate(letters)
        if pair[0] == "\n" or not pair[0].isspace() or _between_latin(letters, n)
    ]  # fmt: skip
    text = "".join(letter for letter, _ in kept)
    simple = to_simplified(text)
    if len(simple) != len(text):  # a phrase that is written with fewer letters
        simple = "".join(to_simplified(letter)[:1] or letter for letter in text)
    simple = _YEAR_IN_WORDS.sub(_in_digits, simple.replace(":", "：").replace("　", " "))
    simple = _ENDLESS.sub(lambda run: "□" * len(run[0]), simple)
    return Plain(simple, tuple(place for _, place in kept))


def _in_digits(year: re.Match[str]) -> str:
    """二〇二四 → 2024, letter for letter."""
    return "".join(str(DIGITS[letter]) for letter in year[0])


def _is_comma(draft: str, place: int) -> bool:
    """A Chinese comma stays one, so that it is not taken for the one within 1,234."""
    within = re.match(r"\d，\d{3}(?!\d)", draft[max(place - 1, 0) : place + 5])
    return draft[place] == "，" and within is None


def _between_latin(letters: list[tuple[str, int]], n: int) -> bool:
    """White space that parts two words or numbers of an English sentence."""
    before = letters[n - 1][0] if n else ""
    after = letters[n + 1][0] if n + 1 < len(letters) else ""
    latin = re.compile(r"[a-z0-9.,%()$¥-]")
    apart = bool(re.search("[a-z,]", before + after))
    return bool(latin.match(before) and latin.match(after) and apart)


def sentences(text: str) -> list[tuple[int, int]]:
    """The stretches of a plain text that end with 。！？； or a new line; of English also with
    a full stop before a space or a capital's place."""
    out: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer(r"[。！？!?；;\n]|(?<=[a-z)%])\.(?=\s|$)", text):
        out.append((start, match.end()))
        start = match.end()
    out.append((start, len(text)))
    return [(a, b) for long in out for a, b in _parted(text, *long) if _WORD.search(text, a, b)]


def _between_numbers(text: str, start: int, end: int) -> int:
    """The last place up to `end` at which no number stands."""
    apart = (
        at for at in range(end, start, -1)
        if not _NUMERAL.match(text, at - 1) and not _NUMERAL.match(text, at)
    )  # fmt: skip
    return next(apart, end)


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out = []
    while end - start > _LONGEST:
        comma = max(text.rfind(mark, start, start + _LONGEST) for mark in "，、")
        to = comma + 1 if comma > start else _between_numbers(text, start, start + _LONGEST)
        out.append((start, to))
        start = to
    return [*out, (start, end)]
