"""甲、乙和丙分别为 1、2、3: which name belongs to which number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.prose.figure import Figure

# what may stand between the names of a list
LIST = re.compile(r"(?:支出|费用|经费|预算|收入|费|款|[、和与及以加]|[（(]含[^（）()]*[）)])*")
_EACH = re.compile("分别|依次|各为|各占|各自")
_APART = re.compile(r"[。；;]")


@dataclass(frozen=True, slots=True)
class Paired:
    """`listed` where the number is one of several after 分别; `name` is the place of its name among
    the names, None where they are not as many as the numbers."""

    listed: bool = False
    name: int | None = None


def paired(
    sentence: str,
    figure: Figure,
    own: Sequence[Figure],
    start: int,
    spans: Sequence[tuple[int, int]],
) -> Paired:
    """`figure` is placed in its sentence, `own` are all its numbers, placed in the draft, where the
    sentence begins at `start`; `spans` are where its names stand, in order."""
    word = _EACH.search(sentence[: figure.start])
    if word is None:
        return Paired()
    numbers = _numbers_after(sentence, figure, own, start, word.end())
    if figure.start not in numbers or len(numbers) < 2:
        return Paired()
    bare = _without_numbers(sentence, own, start)
    before = [n for n, s in enumerate(spans) if s[1] <= word.start()]
    after = [n for n, s in enumerate(spans) if s[0] >= numbers[-1]]
    names = _run(bare, spans, before[::-1])[::-1]
    if len(names) != len(numbers):
        names = _run(bare, spans, after)
    if len(names) != len(numbers):
        return Paired(listed=True)
    return Paired(listed=True, name=names[numbers.index(figure.start)])


def _numbers_after(
    sentence: str, figure: Figure, own: Sequence[Figure], start: int, since: int
) -> list[int]:
    """Where the numbers of the list after the word begin."""
    stop = _APART.search(sentence, since)
    end = stop.start() if stop else len(sentence)
    found: list[int] = []
    last = since
    for f in (f for f in own if since <= f.start - start < end):
        between = sentence[last : f.start - start].strip("约近")
        if found and (f.kind is not figure.kind or not LIST.fullmatch(between)):
            break
        found.append(f.start - start)
        last = f.end - start
    return found


def _without_numbers(sentence: str, own: Sequence[Figure], start: int) -> str:
    """The sentence with its numbers blanked: 公积金 160 万元、补贴 361 万元，分别增 …"""
    out = list(sentence)
    for f in own:
        out[f.start - start : f.end - start] = " " * (f.end - f.start)
    return "".join(out)


def _run(bare: str, spans: Sequence[tuple[int, int]], places: Sequence[int]) -> list[int]:
    """The first of some names and those that follow on it in a list, in either direction."""
    run: list[int] = []
    for n in places:
        if run:
            first, second = sorted((spans[run[-1]], spans[n]))
            between = bare[first[1] : second[0]]
            if " " in between:  # a number stands there, too
                between = re.sub("[ ，给拨为是达约近有]", "", between)
            if not LIST.fullmatch(between):
                break
        run.append(n)
    return run
