"""Stretches of a draft put into other words, every letter still knowing its place."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.prose.plain import Plain


def rewritten(text: Plain, changes: Iterable[tuple[int, int, str]]) -> Plain:
    """The text with text[start:end] said otherwise, for each (start, end, words); of stretches
    that overlap the first counts."""
    letters: list[str] = []
    places: list[int] = []
    done = 0
    for start, end, words in sorted(changes, key=lambda c: (c[0], -c[1])):
        if start < done or not words:
            continue
        letters += text.text[done:start]
        places += text.at[done:start]
        letters += words
        places += [text.at[start]] * (len(words) - 1) + [text.at[end - 1]]
        done = end
    letters += text.text[done:]
    places += text.at[done:]
    return Plain("".join(letters), tuple(places))
