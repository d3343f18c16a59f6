"""Landscape tables printed sideways on upright pages: read as they are meant, boxes as displayed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.frame import Frame
from ingest.records import Box, Grid, Line

SAMPLE = 200  # characters looked at
MOST = 0.8


def upright_frame(text_page: pdfium.PdfTextPage, frame: Frame) -> Frame:
    """The frame in which nearly all text stands upright, else the page's own."""
    count = raw.FPDFText_CountChars(text_page.raw)
    matrix = raw.FS_MATRIX()
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // SAMPLE)):
        if raw.FPDFText_GetUnicode(text_page.raw, index) > 0x20:
            raw.FPDFText_GetMatrix(text_page.raw, index, matrix)
            turns[round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360] += 1
    if not turns:
        return frame
    rotation, most = turns.most_common(1)[0]
    return replace(frame, rotation=rotation) if most >= MOST * turns.total() else frame


def as_displayed(item: Line | Grid, upright: Frame, shown: Frame) -> Line | Grid:
    """The same with every box where it stands on the displayed page."""

    def moved(box: Box | None) -> Box | None:
        return box and shown.displayed_box(*upright.page_box(box))

    if isinstance(item, Line):
        boxes = tuple(shown.displayed_box(*upright.page_box(box)) for box in item.boxes)
        return replace(item, box=moved(item.box), boxes=boxes)
    cells = (replace(cell, ink=moved(cell.ink), region=moved(cell.region)) for cell in item.cells)
    return replace(item, box=moved(item.box), cells=tuple(cells))
