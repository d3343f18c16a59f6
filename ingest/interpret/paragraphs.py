"""Paragraphs cut by a page break, joined again."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import Paragraph

ENDED = "。！？；;：:、）)"
SHORTEST = 25  # a shorter unfinished line is a caption or a heading, not a cut sentence


def rejoined(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """A sentence that stops in mid-air goes on in the next paragraph, if that is on a new page."""
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
    turned = one.lines[-1].page != other.lines[0].page
    return turned and len(one.text) >= SHORTEST and one.text[-1] not in ENDED


def _joined(one: Paragraph, other: Paragraph) -> Paragraph:
    moved = tuple(len(one.text) + offset for offset in other.offsets)
    return Paragraph(
        one.headings, one.text + other.text, one.lines + other.lines, one.offsets + moved
    )
