"""Reads one box of one page again, straight from the file: the last word before a number is shown."""

from __future__ import annotations

import atexit
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

import pypdfium2 as pdfium

from ingest.errors import Unreadable
from ingest.read.frame import Frame, frame_of
from ingest.read.glyphs import text_in, upright_text_in
from ingest.read.native import ALONE
from ingest.read.scan.again import ScanRereader
from ingest.records import Box

Opened = tuple[pdfium.PdfPage, pdfium.PdfTextPage, Frame]


class Rereader:
    """Keeps the last few pages open, so that a warm read takes under a millisecond. Unreadable
    where the file is gone or damaged."""

    def __init__(self, keep: int = 24) -> None:
        self._documents: OrderedDict[Path, pdfium.PdfDocument] = OrderedDict()
        self._pages: OrderedDict[tuple[Path, int], Opened] = OrderedDict()
        self._keep = keep
        self._scans = ScanRereader()
        _rereaders.add(self)

    def read(self, path: Path, page: int, box: Box, expected: str = "") -> str:
        """What is printed in `box` (points from the top left, as displayed) on a 1-based page.

        Where that is not `expected`, characters of a watermark across the box are left out.
        """
        with ALONE, _telling():
            _, text_page, frame = self._page(path, page)
            found = text_in(text_page, frame, box)
            if expected and found != expected:
                found = upright_text_in(text_page, frame, box)
            return found

    def read_scan(self, path: Path, page: int, box: Box) -> str | None:
        """The same of a page that is a picture; None where no recogniser is installed."""
        with ALONE, _telling():
            return self._scans.read(self._document(path), path, page, box)

    def _page(self, path: Path, number: int) -> Opened:
        key = (path, number)
        if key not in self._pages:
            page = self._document(path)[number - 1]
            self._pages[key] = (page, page.get_textpage(), frame_of(page))
            while len(self._pages) > self._keep:
                _close(self._pages.popitem(last=False)[1])
        self._pages.move_to_end(key)
        return self._pages[key]

    def _document(self, path: Path) -> pdfium.PdfDocument:
        if path not in self._documents:
            self._documents[path] = pdfium.PdfDocument(path)
            while len(self._documents) > self._keep:
                old, document = self._documents.popitem(last=False)
                for key in [k for k in self._pages if k[0] == old]:
                    _close(self._pages.pop(key))
                document.close()
        self._documents.move_to_end(path)
        return self._documents[path]

    def close(self) -> None:
        """Let go of every page and file."""
        with ALONE:
            for opened in self._pages.values():
                _close(opened)
            self._pages.clear()
            for document in self._documents.values():
                document.close()
            self._documents.clear()

    def __del__(self) -> None:
        with suppress(Exception):  # at the very end of the program there may be nothing to close
            self.close()


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except (pdfium.PdfiumError, OSError, IndexError) as error:
        raise Unreadable("原件不见了，或已损坏") from error


_rereaders: WeakSet[Rereader] = WeakSet()  # a corpus opened anew has one of its own; the old goes


@atexit.register
def _close_all() -> None:
    """Before pdfium's own library is gone."""
    for one in tuple(_rereaders):
        one.close()


def _close(opened: Opened) -> None:
    page, text_page, _ = opened
    text_page.close()
    page.close()
