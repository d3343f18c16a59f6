"""Paragraphs cut in mid-sentence (by a page break, by a wide blank), joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.records import Paragraph

ENDED = "。！？；;：:、）)"
CAPTION = re.compile(r"(?:说明|情况|表|目录|概况)$")
NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]+[）)、]|第.部分|\d+[．.、](?!\d)")
CHART = re.compile(  # 上年结转 16.84% beside a pie
    r"(?!.*[占增减降升完达])[^，。；：]{0,20}[，,；;：]?-?[\d,.]+(?:万元|元)?(?:[，,；;][\d,.]+)*[%％]"
)
LABEL = 25  # the longest word beside a chart
SHORTEST = 25  # a shorter unfinished line is a caption or a heading, not a cut sentence


def rejoined(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """A sentence that stops in mid-air goes on in the next paragraph; charts are left out."""
    joined: list[Paragraph] = []
    for paragraph in without_charts(paragraphs):
        if joined and _goes_on(joined[-1], paragraph):
            joined[-1] = _joined(joined[-1], paragraph)
        else:
            joined.append(paragraph)
    return tuple(joined)


def is_chart_label(paragraph: Paragraph) -> bool:
    return CHART.fullmatch(paragraph.text) is not None


def without_charts(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Runs of short words without an end, with percentages among them, are a chart."""
    kept: list[Paragraph] = []
    for short, run in groupby(paragraphs, key=_is_short):
        words = list(run)
        if not (short and any(is_chart_label(word) for word in words)):
            kept += words
    return kept


def _is_short(paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= LABEL and not paragraph.text.endswith(tuple(ENDED[:-2]))


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
