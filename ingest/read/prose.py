"""Running text of a transcription: paragraphs cut by a line or page end become whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.records import Line

LEAST = 20  # characters; a shorter line is a heading or the end of a paragraph
ENDS = re.compile(r"[。；：！？.;:!?”）)】》]$")
STARTS = re.compile(
    r"^([（(]?[一二三四五六七八九十百]+[）)、.．]|第[一二三四五六七八九十]+[部章节]|[（(]?\d+[）)、.．](?!\d)|"
    r"附件|附表|备注|注[:：]|目录|单位[:：]|(金额)?单位[:：]|部门名称|\d{4}年(度)?$)"
)
HEADING_END = re.compile(
    r"(说明|情况|表|公开|概况|职责|解释|预算|决算|报告|目录|构成|设置|方案|目标)$"
)
INNER = re.compile(r"[，。；：,]")
UNIT_HEAD = re.compile(r"单位[:：](人民币)?[百千万亿]?$")
UNIT_TAIL = re.compile(r"^[百千万亿]?元$")
LATIN = re.compile(r"[A-Za-z]$")


def heal_units(lines: Iterable[Line]) -> list[Line]:
    """单位：万 / 元 → 单位：万元."""
    result: list[Line] = []
    for line in lines:
        text = plain(line.text)
        if result and UNIT_TAIL.match(text) and UNIT_HEAD.search(plain(result[-1].text)):
            result[-1] = replace(result[-1], text=result[-1].text + text)
        else:
            result.append(line)
    return result


def heal_prose(lines: Sequence[Line]) -> list[Line]:
    result: list[Line] = []
    previous: Line | None = None  # the last printed line, which a joined line ends with
    for line in lines:
        if previous is not None and _continues(previous, line, result[-1]):
            gap = " " if LATIN.search(result[-1].text) and line.text[:1].isascii() else ""
            result[-1] = replace(result[-1], text=result[-1].text + gap + line.text)
        else:
            result.append(line)
        previous = line
    return result


def plain(text: str) -> str:
    return "".join(text.split())


def _continues(cut: Line, line: Line, whole: Line) -> bool:
    above, below = plain(cut.text), plain(line.text)
    if len(above) < LEAST or ENDS.search(above) or STARTS.match(below):
        return False
    if _is_heading(plain(whole.text)):
        return False
    is_next = (line.number or 0) - (cut.number or 0) == 1
    return "。" in below or "；" in below or (is_next and len(below) >= LEAST)


def _is_heading(text: str) -> bool:
    if INNER.search(text):
        return False
    return STARTS.match(text) is not None or HEADING_END.search(text) is not None
