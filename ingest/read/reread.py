"""Reads one box of one page again, straight from the file: the last word before a number is shown."""

from __future__ import annotations

import atexit
from collections import OrderedDict
from pathlib import Path
from threading import Lock

import pypdfium2 as pdfium

from ingest.read.glyphs import fold_radicals
from ingest.records import Box


class Rereader:
    """Keeps the text of the last few pages open, so that a warm read takes under a millisecond."""

    def __init__(self, keep: int = 24) -> None:
        self._documents: OrderedDict[Path, pdfium.PdfDocument] = OrderedDict()
        self._pages: OrderedDict[tuple[Path, int], tuple[pdfium.PdfPage, pdfium.PdfTextPage]]
        self._pages = OrderedDict()
        self._keep = keep
        self._lock = Lock()  # pdfium is not thread-safe
        atexit.register(self.close)  # before pdfium's own library is gone

    def close(self) -> None:
        """Let go of every page and file."""
        with self._lock:
            for page, text_page in self._pages.values():
                text_page.close()
                page.close()
            self._pages.clear()
            for document in self._documents.values():
                document.close()
            self._documents.clear()

    def read(self, path: Path, page: int, box: Box) -> str:
        """What is printed in `box` (points from the top left, as displayed) on a 1-based page."""
        with self._lock:
            opened, text_page = self._page(path, page)
            left, bottom, right, top = to_pdf_box(opened, box)
            found = text_page.get_text_bounded(left, bottom, right, top)
        return fold_radicals("".join(found.split()))

    def _page(self, path: Path, number: int) -> tuple[pdfium.PdfPage, pdfium.PdfTextPage]:
        key = (path, number)
        if key not in self._pages:
            if path not in self._documents:
                self._documents[path] = pdfium.PdfDocument(path)
            page = self._documents[path][number - 1]
            self._pages[key] = (page, page.get_textpage())
            while len(self._pages) > self._keep:
                _, (old, old_text) = self._pages.popitem(last=False)
                old_text.close()
                old.close()
        self._pages.move_to_end(key)
        return self._pages[key]


def to_pdf_box(page: pdfium.PdfPage, box: Box) -> tuple[float, float, float, float]:
    """Displayed points from the top left → (left, bottom, right, top) in the page's own space."""
    x0, y0, x1, y1 = page.get_cropbox()
    rotation = page.get_rotation() % 360
    corners = [(box.x0, box.top), (box.x1, box.bottom)]
    if rotation == 90:
        points = [(x0 + y, y0 + x) for x, y in corners]
    elif rotation == 180:
        points = [(x1 - x, y0 + y) for x, y in corners]
    elif rotation == 270:
        points = [(x1 - y, y1 - x) for x, y in corners]
    else:
        points = [(x0 + x, y1 - y) for x, y in corners]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)
