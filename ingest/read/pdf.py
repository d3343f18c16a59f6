"""A PDF with a text layer → pages of lines and grids, as displayed."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from ingest.errors import Unreadable
from ingest.read.chunks import whole_amounts
from ingest.read.glyphs import (
    Frame,
    Glyph,
    frame_of,
    glyphs_to_lines,
    read_glyphs,
    shrunk,
    text_in,
    union,
)
from ingest.read.lattice import Lattice, rules_to_lattices
from ingest.read.rules import Rules, page_to_rules
from ingest.read.turned import as_displayed, upright_frame
from ingest.read.unruled import lines_to_lattices
from ingest.records import Box, Document, Grid, GridCell, Line, Page

DASHES = r"[-—–―－~·.]*"
PAGE_NUMBER = re.compile(
    rf"{DASHES}(?:\d{{1,4}}|第\d{{1,4}}页|共\d{{1,4}}页|第\d{{1,4}}页[,，]?共\d{{1,4}}页|"
    rf"共\d{{1,4}}页[,，]?第\d{{1,4}}页|\d{{1,4}}/\d{{1,4}})(?:页)?{DASHES}"
)
CUT = 2.5  # letters across the outermost rule, cut by the page, still belong to the cell
EDGE = 0.13  # page numbers stand in this share of the height


def read_pdf(path: Path) -> Document:
    """The whole file; `read_pages` gives the same page by page."""
    content = path.read_bytes()
    return document_of(path, content, tuple(_pages(content, 1, None)))


def document_of(path: Path, content: bytes, pages: tuple[Page, ...]) -> Document:
    """The file of these pages, which may have been read in several processes."""
    if not any(page.items for page in pages):
        raise Unreadable("没有文字层（可能是扫描件）")
    return Document(str(path), hashlib.sha256(content).hexdigest(), "pdf", pages)


def count_pages(path: Path) -> int:
    """How many pages the file has, 1 or more."""
    document = _open(path.read_bytes())
    try:
        return _counted(document)
    finally:
        document.close()


def read_pages(path: Path, first: int = 1, last: int | None = None) -> Iterator[Page]:
    """Pages `first` to `last` (1-based, both included; to the end where None), one at a time."""
    yield from _pages(path.read_bytes(), first, last)


def _pages(content: bytes, first: int, last: int | None) -> Iterator[Page]:
    document = _open(content)
    try:
        count = _counted(document)
        for number in range(max(first, 1), min(count if last is None else last, count) + 1):
            try:
                page = document[number - 1]
            except pdfium.PdfiumError:
                yield Page(number, 0.0, 0.0, ())  # one damaged page costs one page
                continue
            try:
                found = read_page(page, number)
            finally:
                page.close()
            yield found
    finally:
        document.close()


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
        glyphs = read_glyphs(text_page, frame)
        if 2 * len(glyphs) < text_page.count_chars():
            frame = upright_frame(text_page, shown)
            glyphs = glyphs if frame == shown else read_glyphs(text_page, frame)
        rules = page_to_rules(page, frame) if glyphs else Rules([], [])
        grids: list[Grid] = []
        for lattice in rules_to_lattices(rules):
            inside = [glyph for glyph in glyphs if _holds(lattice.box, glyph.box)]
            if inside:  # a frame without text is decoration
                grids.append(_grid(lattice, inside, number, text_page, frame))
                taken = set(map(id, inside))
                glyphs = [glyph for glyph in glyphs if id(glyph) not in taken]
        height = frame.size[1]
        printed = [line for line in glyphs_to_lines(glyphs) if not _is_page_number(line, height)]
        for lattice in lines_to_lattices(printed, rules.horizontal):
            inside = [glyph for line in printed for glyph in line if _holds(lattice.box, glyph.box)]
            grids.append(_grid(lattice, inside, number, text_page, frame))
            printed = [line for line in printed if not _holds(lattice.box, line[0].box)]
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


def _is_page_number(line: Sequence[Glyph], height: float) -> bool:
    top = min(glyph.box.top for glyph in line)
    bottom = max(glyph.box.bottom for glyph in line)
    at_edge = bottom < EDGE * height or top > (1 - EDGE) * height
    return at_edge and bool(PAGE_NUMBER.fullmatch("".join(glyph.text for glyph in line)))


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    if not box.x0 <= x <= box.x1:
        return False
    above = box.top - CUT <= y <= box.top and inner.bottom > box.top + 1
    below = box.bottom <= y <= box.bottom + CUT and inner.top < box.bottom - 1
    return box.top <= y <= box.bottom or above or below


def _grid(
    lattice: Lattice,
    glyphs: Sequence[Glyph],
    page: int,
    text_page: pdfium.PdfTextPage,
    frame: Frame,
) -> Grid:
    owner = {
        (row, column): index
        for index, region in enumerate(lattice.regions)
        for row in range(region.row, region.row + region.row_span)
        for column in range(region.column, region.column + region.column_span)
    }
    contents: dict[int, list[Glyph]] = defaultdict(list)
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    places: list[int] = []
    for glyph in glyphs:
        x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.top + glyph.box.bottom) / 2
        row = min(max(bisect_right(lattice.ys, y) - 1, 0), rows - 1)
        column = min(bisect_right(lattice.xs, x) - 1, columns - 1)
        places.append(owner[row, column])
    for glyph, place in zip(glyphs, whole_amounts(glyphs, places), strict=True):
        contents[place].append(glyph)
    cells = []
    for index, region in enumerate(lattice.regions):
        lines = glyphs_to_lines(contents[index])
        text = "".join(glyph.text for line in lines for glyph in line)
        ink = ink_of(lines, text, text_page, frame) if lines else None
        spans = (region.row, region.column, region.row_span, region.column_span)
        indent = indent_of(lines[0]) if lines else None
        cells.append(GridCell(*spans, text, ink, lattice.region_box(region), indent))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(page, lattice.box, rows, columns, tuple(cells))


OPENING = "“‘（《【〔「("  # their ink stands in the right half of their square


def indent_of(line: Sequence[Glyph]) -> float:
    """Where a line begins, the air inside an opening quote or bracket counted in."""
    first = line[0]
    if first.text not in OPENING or len(line) < 3:
        return first.box.x0
    advance = line[2].box.x0 - line[1].box.x0
    return min(first.box.x0, line[1].box.x0 - advance)


def ink_of(
    lines: Sequence[Sequence[Glyph]], text: str, text_page: pdfium.PdfTextPage, frame: Frame
) -> Box:
    """The box of the text; where a neighbour's ink reaches in, the waist of the letters only."""
    box = union(glyph.box for line in lines for glyph in line)
    if text_in(text_page, frame, box) == text:
        return box
    for share in (0.25, 0.45):
        waist = union(_waist(glyph.box, share) for line in lines for glyph in line)
        if text_in(text_page, frame, waist) == text:
            return waist
    touching = _touching([glyph.box for line in lines for glyph in line])
    return touching if text_in(text_page, frame, touching) == text else box


def _touching(boxes: Sequence[Box]) -> Box:
    """The smallest box that meets all of them: for text that runs over its neighbour's."""
    xs = (min(b.x1 for b in boxes) - 0.3, max(b.x0 for b in boxes) + 0.3)
    ys = (min(b.bottom for b in boxes) - 0.3, max(b.top for b in boxes) + 0.3)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _waist(box: Box, share: float) -> Box:
    dx, dy = share * (box.x1 - box.x0), share * (box.bottom - box.top)
    return shrunk(Box(box.x0 + dx, box.top + dy, box.x1 - dx, box.bottom - dy))
