"""One place of an office file, read again: read this first."""

from __future__ import annotations

import re
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from ingest.errors import Unreadable
from ingest.read.again.book import Book
from ingest.read.again.page import read_page
from ingest.read.again.word import Told, read_word
from ingest.read.office.document import as_docx
from ingest.read.office.kinds import Kind, kind_of
from ingest.records import Spot

NEIGHBOURS = 3  # paragraphs shown on each side
FOLLOWING = 40  # paragraphs that a passage may go on over
ITSELF = re.compile(r"^[（(]?[\d一二三四五六七八九十①-⑳]+[）)、.．]?")  # numbers that Word sets


class SpotRereader:
    """Keeps the last few files parsed: a warm read takes microseconds."""

    def __init__(self, keep: int = 8) -> None:
        self._files: OrderedDict[tuple[Path, str], Told | Book] = OrderedDict()
        self._keep = keep
        self._lock = Lock()

    def read(self, path: Path, media: str, spot: Spot, expected: str, *, whole: bool) -> str | None:
        """What stands there now, without white space; None where the file no longer has the place.

        `whole`: the text of the cell is to be all of it; else `expected` is returned where it
        stands in the paragraph or in those it goes on in.
        """
        with self._lock:
            try:
                held = self._file(path, media)
            except (Unreadable, ValueError, OSError):
                return None
            wanted = "".join(expected.split())
            found, near = _texts(held, spot)
        if whole or found == wanted:
            return found
        bare = ITSELF.sub("", wanted, count=1)
        return expected if wanted in near or (bare and bare in near) else None

    def around(self, path: Path, spot: Spot) -> list[tuple[str, str, bool]]:
        """Where, what, and whether it is the place itself: paragraphs, or rows of one column."""
        with self._lock:
            try:
                media = kind_of(path.suffix, path.read_bytes())
                held = self._file(path, str(media))
            except (Unreadable, ValueError, OSError):
                return []
            if isinstance(held, Book):
                return held.around(spot.sheet, spot.cell, NEIGHBOURS)
            return _neighbours(held, spot.paragraph or 0)

    def _file(self, path: Path, media: str) -> Told | Book:
        key = (path, media)
        if key not in self._files:
            self._files[key] = _parsed(path.read_bytes(), Kind(media))
            while len(self._files) > self._keep:
                self._files.popitem(last=False)
        self._files.move_to_end(key)
        return self._files[key]


def _parsed(content: bytes, kind: Kind) -> Told | Book:
    if kind in (Kind.XLSX, Kind.XLS, Kind.ODS):
        return Book(content, kind)
    return read_page(content) if kind is Kind.HTML else read_word(as_docx(content, kind))


def _neighbours(held: Told, number: int) -> list[tuple[str, str, bool]]:
    told = [(n, text) for n, text in enumerate(held.paragraphs, 1) if text]
    at = next((i for i, (n, _) in enumerate(told) if n >= number), len(told))
    near = told[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    return [(str(n), text, n == number) for n, text in near] if number > 0 else []


def _texts(held: Told | Book, spot: Spot) -> tuple[str | None, str]:
    """The text of the place itself, and with what follows it."""
    if isinstance(held, Book):
        text = held.text(spot.sheet, spot.cell)
        return text, held.below(spot.sheet, spot.cell) or text or ""
    if spot.table is not None and spot.row is not None and spot.column is not None:
        tables = held.tables
        cells = tables[spot.table - 1] if 0 < spot.table <= len(tables) else {}
        text = cells.get((spot.row, spot.column))
        return text, text or ""
    at = (spot.paragraph or 0) - 1
    if not 0 <= at < len(held.paragraphs):
        return None, ""
    return held.paragraphs[at], "".join(held.paragraphs[at : at + FOLLOWING])
