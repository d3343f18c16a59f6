"""Draws a citation: the page as a picture, the cell outlined, its row tinted.

What the page shows is drawn in a process of its own: see `assistant/drawing.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from assistant.answer import Citation
from ingest.errors import Unreadable
from ingest.read.native import ALONE
from ingest.records import Box, Cell, Table

SCALE = 2.0
MOST_PIXELS = 16_000_000  # a page the size of a wall must not eat the memory
OUTLINE = (217, 72, 15)
ALSO = (29, 78, 137)
ROW_TINT = (255, 233, 168)
HEAD_TINT = (196, 221, 240)
SEPARATOR = (150, 158, 168)
VIEW_WIDTH, VIEW_HEIGHT = 290.0, 170.0  # points shown around the cell, strips not counted
WIDEST_STRIP = 150.0
PROSE_WIDTH, PROSE_HEIGHT = 480.0, 130.0  # running text is shown nearly as wide as it is printed
ROOM = 2 << 30  # bytes a drawing child may use
REFUSED = 3  # the child's exit code when its stderr is a message for people


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a cited cell on its page; None where it is not on the page."""

    row: Box | None = None
    heads: tuple[Box, ...] = ()  # the header cells over the cell and the labels of its row
    header: Box | None = None  # all header rows
    labels: Box | None = None  # the label column


def surroundings(citation: Citation, table: Table | None) -> Surroundings:
    """Find the row, the header and the label column of a cited cell in its table."""
    if table is None or citation.bbox is None:
        return Surroundings()
    here = [c for c in table.cells if c.source and c.source.page == citation.page and c.source.box]
    cited = next((c for c in here if _box(c) == citation.bbox), None)
    if cited is None:
        return Surroundings()
    width = union([_box(c) for c in here])
    rows = range(cited.row, cited.row + cited.row_span)
    row = [c for c in here if c.row in rows and c.row_span <= cited.row_span]
    header = [c for c in here if c.row < table.header_rows]
    over = [c for c in header if _covers(c, cited.column) and c is not cited]
    labels = [c for c in row if c.text and c.text in citation.row and c.column < cited.column]
    label_columns = {c.column for c in labels}
    body = [c for c in here if c.row >= table.header_rows and c.column in label_columns]
    band = union([_box(c) for c in row])
    return Surroundings(
        row=Box(width.x0, band.top, width.x1, band.bottom),
        heads=tuple(_box(c) for c in over + labels),
        header=union([_box(c) for c in header]) if header else None,
        labels=union([_box(c) for c in body if c.column_span == 1] or [_box(c) for c in labels])
        if labels
        else None,
    )


def union(boxes: list[Box]) -> Box:
    return Box(
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )


def _box(cell: Cell) -> Box:
    assert cell.source is not None
    assert cell.source.box is not None
    return Box(*cell.source.box)


def _covers(cell: Cell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.column_span


def page_picture(path: Path, page: int, scale: float = SCALE) -> tuple[Image.Image, float]:
    """The upright page, and the scale it was drawn at (smaller for a giant page)."""
    with ALONE:
        try:
            with pdfium.PdfDocument(path) as document:
                opened = document[page - 1]
                width, height = opened.get_size()
                scale = min(scale, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
                picture = opened.render(scale=scale).to_pil().convert("RGB")
                opened.close()
        except (pdfium.PdfiumError, IndexError, OSError) as error:
            raise Unreadable(f"第 {page} 页无法绘制：原件不见了，或已损坏") from error
    return picture, scale


def draw_citation(
    path: Path,
    citation: Citation,
    table: Table | None = None,
    *,
    whole: bool = False,
    also: Sequence[Box] = (),
) -> bytes:
    """The cited page, or the part of it around the cell, as WEBP; `also` are other places on it
    that are outlined more lightly."""
    if citation.page is None or citation.bbox is None:
        raise Unreadable("这条引用没有页面位置")
    picture, scale = page_picture(path, citation.page)
    around = surroundings(citation, table)
    cell = Box(*citation.bbox)
    marked = mark(picture, cell, around, scale, also)
    if not whole:
        marked = crop(marked, cell, around, scale)
    out = BytesIO()
    marked.save(out, "WEBP", quality=86, method=2)  # method 4 takes three times as long for 5 %
    return out.getvalue()


def draw_page(path: Path, page: int, also: Sequence[Box] = ()) -> bytes:
    """A page with nothing cited on it, as WEBP; `also` are places on it that are outlined."""
    picture, scale = page_picture(path, page)
    pen = ImageDraw.Draw(picture)
    for box in also:
        pen.rectangle(_pixels(box, scale, 2.5), outline=ALSO, width=max(2, round(1.4 * scale)))
    out = BytesIO()
    picture.save(out, "WEBP", quality=86, method=2)
    return out.getvalue()


def mark(
    picture: Image.Image,
    cell: Box,
    around: Surroundings,
    scale: float,
    also: Sequence[Box] = (),
) -> Image.Image:
    """Tint the row and the heads as a marker pen would, then outline the cell."""
    tinted = picture.copy()
    pen = ImageDraw.Draw(tinted)
    if around.row is not None:
        pen.rectangle(_pixels(around.row, scale, 3), fill=ROW_TINT)
    for head in around.heads:
        pen.rectangle(_pixels(head, scale, 2), fill=HEAD_TINT)
    pen.rectangle(_pixels(cell, scale, 3), fill=(255, 243, 214))
    # multiply keeps the print black on the tint
    marked = _multiply(picture, tinted)
    thick = max(2, round(1.4 * scale))
    outlined = ImageDraw.Draw(marked)
    for other in also:
        outlined.rectangle(_pixels(other, scale, 2.5), outline=ALSO, width=max(1, thick // 2))
    outlined.rounded_rectangle(
        _pixels(cell, scale, 4), radius=round(2 * scale), outline=OUTLINE, width=thick
    )
    return marked


def _multiply(picture: Image.Image, tinted: Image.Image) -> Image.Image:
    """Where the tint was painted, paper takes the tint and ink stays dark."""
    changed = ImageChops.difference(picture, tinted).convert("L").point(lambda v: 255 if v else 0)
    return Image.composite(ImageChops.multiply(picture, tinted), picture, changed)


def _pixels(box: Box, scale: float, pad: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box
    return (
        (x0 - pad) * scale,
        (top - pad) * scale,
        (x1 + pad) * scale,
        (bottom + pad) * scale,
    )


def crop(picture: Image.Image, cell: Box, around: Surroundings, scale: float) -> Image.Image:
    """The neighbourhood of the cell; header rows and label column are kept in view, frozen."""
    width, height = picture.width / scale, picture.height / scale
    prose = around.row is None
    view = (PROSE_WIDTH, PROSE_HEIGHT) if prose else (VIEW_WIDTH, VIEW_HEIGHT)
    xs = spans(cell.x0, cell.x1, view[0], width, around.labels and (*around.labels[::2],))
    ys = spans(cell.top, cell.bottom, view[1], height, around.header and around.header[1::2])
    middle = spans(width / 2, width / 2, view[0], width, None)
    if prose and middle[0][0] + 12 < cell.x0 and cell.x1 < middle[0][1] - 12:
        xs = middle  # margins alike on both sides, so that whole lines are seen
    gap = round(1.5 * scale)
    columns = [(round(a * scale), round(b * scale)) for a, b in xs]
    rows = [(round(a * scale), round(b * scale)) for a, b in ys]
    size = (
        sum(b - a for a, b in columns) + gap * (len(columns) - 1),
        sum(b - a for a, b in rows) + gap * (len(rows) - 1),
    )
    shown = Image.new("RGB", size, SEPARATOR)
    y = 0
    for top, bottom in rows:
        x = 0
        for left, right in columns:
            shown.paste(picture.crop((left, top, right, bottom)), (x, y))
            x += right - left + gap
        y += bottom - top + gap
    return shown


def spans(
    start: float, end: float, view: float, limit: float, frozen: tuple[float, ...] | None
) -> list[tuple[float, float]]:
    """The stretches of one axis to show: perhaps a frozen strip, then the view on the cell."""
    middle, half = (start + end) / 2, max(view, end - start + 24) / 2
    low = max(0.0, min(middle - half, limit - 2 * half))
    high = min(limit, low + 2 * half)
    if frozen is None or frozen[0] - 6 >= low:
        return [(low, high)]
    strip = (max(0.0, frozen[0] - 8), min(frozen[1] + 5, frozen[0] + WIDEST_STRIP))
    if strip[1] >= low - 24:  # near enough to show without a seam
        return [(strip[0], max(high, min(limit, end + 12)))]
    return [strip, (low, high)]
