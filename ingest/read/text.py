"""A transcription as plain text, tables separated by tabs, becomes lines and grids."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from ingest.errors import Unreadable
from ingest.read.layout import rows_to_grid
from ingest.read.prose import heal_prose, heal_units
from ingest.read.repair import Row
from ingest.read.transcript import plain, words
from ingest.records import Document, Grid, Line, Page

LARGEST = 20_000_000  # bytes; the longest disclosures known are under one million
MOST_FIELDS = 300  # a line with more tabs is no row of a table
LONGEST_LABEL = 40  # characters
LEAST_READABLE = 0.7  # of the characters, else it is no Chinese text
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
READABLE = re.compile(r"[\x20-\x7e\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2000-\u22ff]")
CJK = r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]"
WRAP = re.compile(rf"(?<={CJK})[ \u00a0\u3000]+(?={CJK})")
ALIGNED = re.compile(r"^(.)[ \u3000]+(.)$")  # 项 目: set wide on purpose, kept


def read_text(path: Path) -> Document:
    content = path.read_bytes()
    lines = _split(decode(content))
    items = tuple(_items(lines))
    if not items:
        raise Unreadable("文件里没有文字")
    page = Page(1, 0.0, 0.0, items)
    return Document(str(path), hashlib.sha256(content).hexdigest(), "text", (page,))


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines as they are in the file; Line.number and Grid.line_numbers count in them."""
    return _split(decode(path.read_bytes()))


def decode(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8, else GB 18030 (which GBK is part of)."""
    if not content.strip():
        raise Unreadable("文件是空的")
    if len(content) > LARGEST:
        raise Unreadable("文件太大，不像一份公开文本")
    marked = next((name for mark, name in MARKS if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise Unreadable("文件是空的")
        readable = len(READABLE.findall(text))
        if not CONTROL.search(text) and readable >= LEAST_READABLE * len(text):
            return text
    raise Unreadable("不是文本文件，或编码无法识别")


def _split(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"\r\n|\n|\r", text))


def _items(lines: Sequence[str]) -> Iterator[Line | Grid]:
    """Stretches of rows and of prose in turn; blank lines alone do not end a table."""
    numbered = [(n, text.strip("\f")) for n, text in enumerate(lines, 1) if text.strip()]
    in_table = _rows_of(lines)
    stretch = 0
    last = 0
    for is_table, group in groupby(numbered, key=lambda item: item[0] in in_table):
        if not is_table:
            prose = heal_prose(heal_units([Line(t.strip(), 1, None, (), n) for n, t in group]))
            yield from prose
            continue
        rows = []
        for number, text in group:
            stretch += number != last + 1
            last = number
            rows.append(Row(number, stretch, tuple(unwrapped(f) for f in text.split("\t"))))
        yield from _captions_and_grid(rows)


def _rows_of(lines: Sequence[str]) -> frozenset[int]:
    """Lines with tabs, and a label between two of them whose blank fields were cut off."""
    tabbed = {n for n, text in enumerate(lines, 1) if text.strip() and _is_row(text.strip("\f"))}
    labels = {
        n
        for n, text in enumerate(lines, 1)
        if n - 1 in tabbed and n + 1 in tabbed and 0 < len(text.strip()) <= LONGEST_LABEL
    }
    return frozenset(tabbed | labels)


def _is_row(text: str) -> bool:
    return 0 < text.count("\t") < MOST_FIELDS


def unwrapped(text: str) -> str:
    """A cell without the blanks where its lines were wrapped."""
    text = text.strip()
    return text if ALIGNED.match(text) else WRAP.sub("", text)


def _captions_and_grid(rows: Sequence[Row]) -> Iterator[Line | Grid]:
    """单位：万元 caught by the first rows is a line, unless a form begins with it."""
    start = 0
    for row in rows[:3]:
        filled = [text for text in row.fields if text]
        is_form = len(filled) == 1 and row.fields[0] and len(row.fields) > 2
        if is_form or not all(words().caption.search(plain(text)) for text in filled):
            break
        yield from (Line(text, 1, None, (), row.number) for text in filled)
        start += 1
    if start < len(rows):
        yield rows_to_grid(rows[start:])
