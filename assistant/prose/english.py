"""English copy put into the terms of disclosures, every letter still knowing its place.

Nothing is translated for people: names of bodies, terms and units become the Chinese ones, numbers
and punctuation stay, other words go. Then the text is read as any other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.prose.plain import Plain
from assistant.understand.naming import short_place
from assistant.understand.normalise import fold, sound
from assistant.understand.who import Bodies

_LATIN = re.compile(r"[a-z]")
_SPENT_ON = re.compile(
    r"(?<=yuan),? (?:for|on(?! 20\d\d)|of(?! which| a year)|in|worth of|(?:which )?(?:comes?|came|is|are|was) from|from(?! 20\d\d))(?= )(?: the| its)? "
)
# to 344,000 yuan from just 8,000 yuan
_FROM = re.compile(
    r"(?<=yuan),? from(?: just| only| about| merely| a mere| nearly| some)?(?= (?:rmb |cny )?¥?\d)(?! 20\d\d\b(?![,.]))"
)
_AND = re.compile(r"(?<=yuan),? (?:and|plus|while) (?=[a-z])")
_BY = re.compile(
    r"by(?= (?:about |nearly |almost |over |more than |some |only |just |roughly )*(?:rmb |cny |yuan )?[\d¥])"
)
_SENTENCE = re.compile(r"[^.!?;\n]*(?:\.(?=\d)[^.!?;\n]*)*[.!?;\n]?")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("assistant") / "data" / "english.toml").read_text("utf-8"))


def is_english(text: str) -> bool:
    """True where Latin letters are most of what is written."""
    latin = len(_LATIN.findall(text))
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
    return latin > (20 if chinese else 6) and latin > 3 * chinese


def in_terms(text: Plain, bodies: Bodies) -> Plain:
    """The text with its English sentences in Chinese terms."""
    letters: list[tuple[str, int]] = []
    for match in re.finditer(r"[^\n]*\n?", text.text):
        line, start = match[0], match.start()
        if not is_english(line):
            letters += [(c, text.at[start + n]) for n, c in enumerate(line)]
            continue
        for word, place, end in _terms(line, bodies):
            last = len(word) - 1
            for n, letter in enumerate(word):
                step = n - 1 if n and word[0] == "，" else n
                whole = n == last and not (last == 0 and letter.isdigit())
                at = start + (end - 1 if whole else min(place + step, end - 1))
                if letter.isdigit() and n == 0 and letters and letters[-1][0].isdigit():
                    letters.append((" ", text.at[at]))
                letters.append((letter, text.at[at]))
    return Plain("".join(c for c, _ in letters), tuple(p for _, p in letters))


def _terms(line: str, bodies: Bodies) -> Iterator[tuple[str, int, int]]:
    """What is kept of a line, piece by piece, each with where it begins and ends in the line."""
    named = _names(line, bodies)
    place = 0
    moved = ""  # the last word of direction of the sentence
    while place < len(line):
        if (found := next(((b, e, w) for b, e, w in named if b == place), None)) is not None:
            yield found[2], place, found[1]
            place = found[1]
            continue
        if place and (earlier := _FROM.match(line, place)) is not None:
            yield "，由上年的", place, earlier.end()
            place = earlier.end()
            continue
        if place and (spent := _SPENT_ON.match(line, place)) is not None:
            yield "用于", place, spent.end()
            place = spent.end()
            continue
        if place and (joined := _AND.match(line, place)) is not None:
            yield "，", place, joined.end()
            place = joined.end()
            continue
        if (amount := _amount_at(line, place)) is not None:
            yield from amount
            place = amount[-1][2]
            continue
        if moved and (by := _BY.match(line, place)) is not None:
            yield moved, place, by.end()
            place = by.end()
            continue
        term = _term_at(line, place)
        if term is not None:
            word, end = term
            moved = word if word in ("，增加", "，减少") else moved
            yield word, place, end
            place = end
            continue
        letter = line[place]
        if letter in "-–—":
            between = line[place - 1 : place].isdigit() and line[place + 1 : place + 2].isdigit()
            apart = letter != "-" or line[place - 1 : place] == " "
            if between or apart:
                yield ("-" if between else "，"), place, place + 1
        elif letter in ",;:()%\n：；，、":
            yield {",": "，", ";": "；", ":": "："}.get(letter, letter), place, place + 1
        elif letter in ".!?":
            moved = ""
            yield "。", place, place + 1
        elif "\u4e00" <= letter <= "\u9fff":  # the name as it is officially written
            yield letter, place, place + 1
        kept = re.match(r"[a-z]+", line[place:])
        if kept is not None and _says_something(kept[0]):
            yield UNKNOWN, place, place + kept.end()
        place += kept.end() if kept else 1


UNKNOWN = "某某"  # a word that means something and is in no list


def _says_something(word: str) -> bool:
    return len(word) > 3 and word not in _silent()


@cache
def _silent() -> frozenset[str]:
    return frozenset(_words()["silent"]["words"])


_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = dict(zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True))  # fmt: skip
_IN_WORDS = re.compile(
    rf"(?P<tens>{'|'.join(_TENS)})(?:[- ](?P<more>{'|'.join(_SMALL[:9])}))?|(?P<small>{'|'.join(reversed(_SMALL))})"
)
_IN_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BEFORE_IT = re.compile(r"(?<![a-z])(?:rmb|cny|yuan|¥)\s?(?=\d)")
_DOLLARS = re.compile(r"(?:us|hk)?\$\s?\d[\d,.]*\s?(?:billion|million|bn|m|mln)?(?![a-z])")
_SCALE = re.compile(r"[\s-]?(?P<scale>billion|bn|million|mln|mn|m|thousand|k)(?![a-z])")
_AFTER_IT = re.compile(r"[\s-]?(?:yuan|rmb|cny|renminbi)(?![a-z])")
_SCALES = {"b": "十亿元", "m": "百万元", "t": "千元", "k": "千元"}


def _amount_at(line: str, place: int) -> list[tuple[str, int, int]] | None:
    """RMB 1.5bn, 120m yuan, three vehicles: the number, then its unit or what is counted."""
    if place and (line[place - 1].isalnum() or line[place - 1] in "$."):
        return None
    if (dollars := _DOLLARS.match(line, place)) is not None:
        return [("", place, dollars.end())]
    before = _BEFORE_IT.match(line, place)
    start = before.end() if before else place
    number = _IN_DIGITS.match(line, start)
    said = number[0].rstrip(",") if number else ""
    end = start + len(said)
    if number is None:
        words = _IN_WORDS.match(line, place)
        if words is None or line[words.end() : words.end() + 1].isalpha():
            return None
        said, end = str(_in_digits(words)), words.end()
    scale = _SCALE.match(line, end)
    if scale and number and (many := _many(line, said, scale)) is not None:
        return [(many[0], place, end), (many[1], end, many[2])]
    after = _AFTER_IT.match(line, scale.end() if scale else end)
    unit_end = after.end() if after else scale.end() if scale else end
    if (before or after or scale) and not (scale and not (before or after) and not number):
        unit = _SCALES[scale["scale"][0]] if scale else "元"
        return [(said, place, end), (unit, end, max(unit_end, end))]
    for pattern, unit in _counted():
        if (counted := pattern.match(line, end)) is not None:
            counter, _, things = unit.partition("|")
            pieces = [(said, place, end), (counter, end, counted.end())]
            return [*pieces, *([(things, counted.end(), counted.end())] if things else [])]
    percent = re.compile(r"\s?(?:%|percent|per cent|times|percentage)").match(line, end)
    return [(said, place, end)] if number or percent else None


def _many(line: str, said: str, scale: re.Match[str]) -> tuple[str, str, int] | None:
    """1.06 million square metres → 106 万平方米: (the number, its unit, where it ends)."""
    tens = {"b": 5, "m": 2}.get(scale["scale"][0])
    for pattern, unit in _counted() if tens is not None else ():
        if (counted := pattern.match(line, scale.end())) is not None:
            number = Decimal(said.replace(",", "")).scaleb(tens or 0)
            return f"{number:f}", f"万{unit.partition('|')[0]}", counted.end()
    return None


def _in_digits(words: re.Match[str]) -> int:
    if words["small"]:
        return _SMALL.index(words["small"]) + 1
    return _TENS[words["tens"]] + (_SMALL.index(words["more"]) + 1 if words["more"] else 0)


@cache
def _counted() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\s(?:{said})(?![a-z])"), u) for said, u in _words()["counted"].items()]


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    terms = sorted(_words()["terms"].items(), key=lambda kv: -len(kv[0]))
    return [(re.compile(rf"(?:{said})(?![a-z])"), term) for said, term in terms]


def _term_at(line: str, place: int) -> tuple[str, int] | None:
    if place and line[place - 1].isalpha() and line[place].isalpha():
        return None
    best: tuple[str, int] | None = None
    for pattern, term in _patterns():
        match = pattern.match(line, place)
        if match is not None and match.end() > place and (best is None or match.end() > best[1]):
            best = (term, match.end())
    return best


# ---------------------------------------------------------------------- names


@cache
def _organs() -> list[tuple[re.Pattern[str], tuple[str, ...]]]:
    return [
        (re.compile(rf"(?<![a-z])(?:{o['says']})s?(?![a-z])"), tuple(o["means"]))
        for o in _words()["organ"]
    ]


def _names(line: str, bodies: Bodies) -> list[tuple[int, int, str]]:
    """(start, end, the Chinese name) of each body that a line names by its place and its field."""
    within = re.compile(rf"(?:{_words()['name']['within']})s?(?![a-z])")
    out: list[tuple[int, int, str]] = []
    for pinyin, place in _places(bodies).items():
        for match in re.finditer(rf"(?<![a-z]){pinyin}(?:s|tech)?(?![a-z])", line):
            start, end = _stretch(line, match.start(), match.end(), within)
            phrase = line[start:end]
            name = _body(phrase, place, bodies)
            if name and not any(a < end and start < b for a, b, _ in out):
                out.append((start, end, name))
    return sorted(out)


@cache
def _spelt(place: str) -> str:
    return "".join(sound(place))


def _places(bodies: Bodies) -> dict[str, str]:
    short = {short_place(p) for p in bodies.places}
    special = {"southwest university": "西南"}
    return {_spelt(p): p for p in sorted(short, key=len, reverse=True) if len(p) > 1} | {
        k: v for k, v in special.items() if any(v in e for e in bodies.aliases)
    }


def _stretch(line: str, start: int, end: int, within: re.Pattern[str]) -> tuple[int, int]:
    """The place with the words of a name on both sides of it."""
    while True:
        inside = re.search(r"(?:^|\s)in $", line[:start]) is not None  # In Chongqing, the … bureau
        gap = re.match(r"(?:,?\s+the\s+|\s|-)*" if inside else r"(?:\s|-)*", line[end:])
        at = end + (gap.end() if gap else 0)
        step = _longest(line, at, within)
        if not step:
            break
        end = at + step
    words = [(m.start(), m.end()) for m in re.finditer(r"[a-z-]+", line[:start])]
    for count in range(1, min(len(words), 9) + 1):
        begin = words[-count][0]
        if not _covered(line[begin:start], within):
            break
    else:
        count = min(len(words), 9) + 1
    if count > 1 and words:
        start = words[-(count - 1)][0]
    return start, end


def _longest(line: str, at: int, within: re.Pattern[str]) -> int:
    found = [m.end() - at for p, _ in _organs() if (m := p.match(line, at))]
    found += [m.end() - at for m in [within.match(line, at)] if m]
    return max(found, default=0)


def _covered(text: str, within: re.Pattern[str]) -> bool:
    place = 0
    while place < len(text):
        if text[place] in " -":
            place += 1
            continue
        step = _longest(text, place, within)
        if not step:
            return False
        place += step
    return True


def _body(phrase: str, place: str, bodies: Bodies) -> str:
    """The held body of a place whose name has all that a phrase says, with least besides."""
    found = [(m.span(), means) for p, means in _organs() for m in p.finditer(phrase)]
    asked = [  # information technology is none of the technology of a science bureau
        means for (a, b), means in found
        if not any(c <= a and b <= d and d - c > b - a for (c, d), _ in found)
    ]  # fmt: skip
    if not asked:
        return ""
    fits = []
    for entity, homes in bodies.home.items():
        name = fold(entity)
        if place not in homes and place not in name:
            continue
        if all(any(m in name for m in means) for means in asked):
            fits.append((len(name), entity))
    return min(fits)[1] if fits else ""
