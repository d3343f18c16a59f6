"""Reads one box of a picture again, finer drawn: the last word before a number of a scan is shown."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pypdfium2 as pdfium

from ingest.read.scan.engine import Gray, is_installed, read_lines
from ingest.read.scan.ink import bands_in, pictures_of
from ingest.read.scan.paper import Paper, paper_of
from ingest.read.scan.sheet import cleared
from ingest.read.scan.words import as_printed
from ingest.records import Box

DPI = 260  # not what the page was first read at: another picture of the same ink
AIR_AROUND = 1.0  # points
AIR = 0.3  # of a line's height
KEPT = 3  # pages


class ScanRereader:
    """Keeps the last few pages straightened, so that a further cell of one costs little. Whoever
    calls it sees to it that one thread does at a time."""

    def __init__(self) -> None:
        self._papers: OrderedDict[tuple[Path, int], tuple[Gray, Paper]] = OrderedDict()

    def read(self, document: pdfium.PdfDocument, path: Path, page: int, box: Box) -> str | None:
        """What stands in the box, white space removed; None where nothing can read it here."""
        if not is_installed():
            return None
        gray, paper = self._paper(document, path, page)
        air = AIR_AROUND * paper.scale
        x0, y0, x1, y1 = paper.in_picture(box)
        rows = slice(max(0, round(y0 - air)), max(0, round(y1 + air)))
        part = gray[rows, max(0, round(x0 - air)) : max(0, round(x1 + air))]
        if not part.size:
            return ""
        bands = bands_in(part, paper.scale)
        lines = read_lines(pictures_of(part, bands, paper.scale, AIR))
        return as_printed("".join(line.text for line in lines))

    def _paper(self, document: pdfium.PdfDocument, path: Path, number: int) -> tuple[Gray, Paper]:
        key = (path, number)
        if key not in self._papers:
            page = document[number - 1]
            try:
                paper = paper_of(page, DPI)
            finally:
                page.close()
            self._papers[key] = (cleared(paper), paper)
            while len(self._papers) > KEPT:
                self._papers.popitem(last=False)
        self._papers.move_to_end(key)
        return self._papers[key]
