"""A PDF → pages of lines and grids, as displayed: from its characters, or from its pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from ingest.errors import Unreadable
from ingest.pace import one_page
from ingest.read.cells import Leaf, grid_of, parted
from ingest.read.frame import frame_of
from ingest.read.glyphs import (
    Glyph,
    glyphs_to_lines,
    letters_of,
    read_glyphs,
    union,
)
from ingest.read.lattice import rules_to_lattices
from ingest.read.native import ALONE
from ingest.read.numbering import is_page_number
from ingest.read.rules import Rules, page_to_rules
from ingest.read.scan.gate import pasted_in, picture_in
from ingest.read.scan.page import is_richer, read_picture, with_pasted
from ingest.read.stacked import unstacked
from ingest.read.turned import as_displayed, upright_frame
from ingest.read.unruled import lines_to_lattices
from ingest.records import Document, Grid, Line, Page, Reading, Scan


def read_pdf(path: Path) -> Document:
    """The whole file; `read_pages` gives the same page by page."""
    content = path.read_bytes()
    return document_of(path, content, tuple(_pages(content, 1, None)))


def document_of(path: Path, content: bytes, pages: tuple[Page, ...]) -> Document:
    """The file of these pages, which may have been read in several processes."""
    if not any(page.items for page in pages):
        fault = next((page.scan.fault for page in pages if page.scan), "")
        raise Unreadable(fault or "没有文字，也没有能识别的图像")
    return Document(str(path), hashlib.sha256(content).hexdigest(), "pdf", pages)


def count_pages(path: Path) -> int:
    """How many pages the file has, 1 or more."""
    content = path.read_bytes()
    with ALONE:
        document = _open(content)
        try:
            return _counted(document)
        finally:
            document.close()


def read_pages(path: Path, first: int = 1, last: int | None = None) -> Iterator[Page]:
    """Pages `first` to `last` (1-based, both included; to the end where None), one at a time."""
    yield from _pages(path.read_bytes(), first, last)


def _pages(content: bytes, first: int, last: int | None) -> Iterator[Page]:
    with ALONE:
        document = _open(content)
    try:
        with ALONE:
            count = _counted(document)
        for number in range(max(first, 1), min(count if last is None else last, count) + 1):
            with ALONE:  # page by page: threads take turns, whoever asks for the next meanwhile
                found = _page(document, number, count)
            yield found
    finally:
        with ALONE:
            document.close()


def _page(document: pdfium.PdfDocument, number: int, count: int) -> Page:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return Page(number, 0.0, 0.0, ())  # one damaged page costs one page
    try:
        return _read(page, number, count)
    finally:
        page.close()


def _read(page: pdfium.PdfPage, number: int, count: int) -> Page:
    """From its characters, or from its picture where they say nothing."""
    text_page = page.get_textpage()
    try:
        picture = picture_in(page, text_page)
        if picture is None:
            return _with_pictures(read_page(page, number), page, text_page, count)
    finally:
        text_page.close()
    with one_page(number, count):
        scanned = read_picture(page, number, picture)
    if picture.letters and not is_richer(scanned, picture.letters):
        return replace(read_page(page, number), scan=_fault_of(scanned))
    return scanned


def _fault_of(scanned: Page) -> Scan | None:
    """What the picture under a few letters says may be all that the page has to say."""
    return scanned.scan if scanned.scan and scanned.scan.fault else None


def _with_pictures(
    read: Page, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, count: int
) -> Page:
    """A page of text without a table may have one as a picture."""
    if any(isinstance(item, Grid) for item in read.items):
        return read
    pasted = pasted_in(page, text_page)
    if not pasted:
        return read
    with one_page(read.number, count):
        return with_pasted(read, page, pasted)


def _counted(document: pdfium.PdfDocument) -> int:
    if len(document) == 0:
        raise Unreadable("文件里没有页面")
    return len(document)


def _open(content: bytes) -> pdfium.PdfDocument:
    if not content:
        raise Unreadable("文件是空的")
    if b"%PDF-" not in content[:1024]:
        raise Unreadable("不是 PDF 文件")
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("文件已加密，需要密码才能打开") from error
        raise Unreadable("PDF 文件已损坏，无法打开") from error


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    shown = frame = frame_of(page)
    text_page = page.get_textpage()
    try:
        letters = read_glyphs(text_page, frame)
        if 2 * len(letters.glyphs) < text_page.count_chars():
            frame = upright_frame(text_page, shown)
            if frame != shown:
                letters = read_glyphs(text_page, frame)
        rules = page_to_rules(page, frame) if letters.glyphs else Rules([], [])
        leaf = Leaf(number, text_page, frame)
        grids: list[Grid] = []
        for lattice in rules_to_lattices(rules):
            inside, others = parted(lattice.box, letters)
            if inside.glyphs:  # a frame without text is decoration
                parts = unstacked(lattice, inside.glyphs)
                how = Reading.ALIGNED if parts else Reading.PRINTED
                grids.append(grid_of(parts or lattice, inside, others, leaf, how))
                letters = others
        height = frame.size[1]
        lines = glyphs_to_lines(letters.glyphs)
        printed = [line for line in lines if not _numbers_page(line, height)]
        for lattice in lines_to_lattices(printed, rules.horizontal):
            left = letters_of([g for line in printed for g in line], hidden=letters.hidden)
            inside, others = parted(lattice.box, left)
            grids.append(grid_of(lattice, inside, others, leaf, Reading.ALIGNED))
            taken = set(map(id, inside.glyphs))
            printed = [line for line in printed if id(line[0]) not in taken]
        items: list[Line | Grid] = [*(glyphs_to_line(line, number) for line in printed), *grids]
        items.sort(key=lambda item: item.box.top if item.box else 0.0)
        if frame != shown:
            items = [as_displayed(item, frame, shown) for item in items]
        return Page(number, *shown.size, tuple(items))
    finally:
        text_page.close()


def glyphs_to_line(glyphs: Sequence[Glyph], page: int) -> Line:
    boxes = tuple(glyph.box for glyph in glyphs for _ in glyph.text)
    return Line("".join(glyph.text for glyph in glyphs), page, union(boxes), boxes)


def _numbers_page(line: Sequence[Glyph], height: float) -> bool:
    top = min(glyph.box.top for glyph in line)
    bottom = max(glyph.box.bottom for glyph in line)
    return is_page_number("".join(glyph.text for glyph in line), top, bottom, height)
