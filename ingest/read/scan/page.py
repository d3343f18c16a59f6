"""One page of a PDF that is a picture → a Page, or why it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from ingest.errors import ChazhangError
from ingest.pace import still_in_time
from ingest.read.scan.engine import MISSING, is_installed
from ingest.read.scan.gate import Picture
from ingest.records import Box, Grid, Line, Page, Scan

MANY = 3  # times as many letters in the picture as over it: the page is the picture


def read_picture(
    page: pdfium.PdfPage, number: int, picture: Picture, only: Sequence[Box] = ()
) -> Page:
    """A page that takes too long or breaks the reader has no items and says so. `only`: nothing
    but these parts of it."""
    width, height = page.get_size()
    if not is_installed():
        return Page(number, width, height, (), Scan(picture.dpi, MISSING))
    from ingest.read.scan.paper import paper_of
    from ingest.read.scan.sheet import read_paper

    try:
        still_in_time()
        paper = paper_of(page)
        items = read_paper(paper.only(only) if only else paper, number, picture.dpi)
    except ChazhangError as error:
        return Page(number, width, height, (), Scan(picture.dpi, str(error)))
    return Page(number, width, height, items, Scan(picture.dpi))


def with_pasted(read: Page, page: pdfium.PdfPage, pasted: Sequence[tuple[Box, int]]) -> Page:
    """A page of text with the tables that were put into it as pictures."""
    picture = Picture(min(dpi for _, dpi in pasted), 0)
    scanned = read_picture(page, read.number, picture, [box for box, _ in pasted])
    items = sorted([*read.items, *scanned.items], key=lambda i: i.box.top if i.box else 0.0)
    return replace(read, items=tuple(items), scan=scanned.scan)


def is_richer(page: Page, letters: int) -> bool:
    """Whether the picture says much more than the characters over it do."""
    return _letters(page) >= max(1, MANY * letters)


def _letters(page: Page) -> int:
    return sum(
        len(item.text) if isinstance(item, Line) else sum(len(c.text) for c in item.cells)
        for item in page.items
        if isinstance(item, Line | Grid)
    )
