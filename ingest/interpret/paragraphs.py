"""Paragraphs cut in mid-sentence (by a page break, by a wide blank), joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.records import Paragraph

ENDED = "。！？；;：:、）)"
CAPTION = re.compile(r"(?:说明|情况|表|目录|概况)$")
NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]+[）)、]|第.部分|\d+[．.、](?!\d)")
SHORTEST = 25  # a shorter unfinished line is a caption or a heading, not a cut sentence


def rejoined(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """A sentence that stops in mid-air goes on in the next paragraph."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and _goes_on(joined[-1], paragraph):
            joined[-1] = _joined(joined[-1], paragraph)
        else:
            joined.append(paragraph)
    return tuple(joined)


def _goes_on(one: Paragraph, other: Paragraph) -> bool:
    if one.headings != other.headings or not (one.lines and other.lines):
        return False
    if len(one.text) < SHORTEST or one.text[-1] in ENDED:
        return False
    return not (CAPTION.search(one.text) or NUMBERED.match(other.text))


def _joined(one: Paragraph, other: Paragraph) -> Paragraph:
    moved = tuple(len(one.text) + offset for offset in other.offsets)
    return Paragraph(
        one.headings, one.text + other.text, one.lines + other.lines, one.offsets + moved
    )
