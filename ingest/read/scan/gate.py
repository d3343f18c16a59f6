"""Which pages must be read from their picture: no characters, none with a meaning, or hidden ones.

Asked of every page, so it imports nothing heavy and looks at a page's objects only in doubt.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ingest.read.frame import frame_of
from ingest.read.native import address_of, inner_object_of, object_of, type_of
from ingest.records import Box

FEW = 100  # characters: a running head or a stamp over a page that is a picture
WHOLE, PART = 0.6, 0.2  # of the page covered by pictures
OUTLINES = 300  # shapes on a page without characters: letters drawn as curves
SHARP = 300  # dpi of what is drawn, not scanned
LEAST_ODD, SOME_ODD, MOST_ODD = 4, 0.05, 0.12
SAMPLED = 12  # runs of text whose way of painting is looked at
PASTED, FEW_WORDS = 0.08, 3  # of the page; pieces of text over a picture
COARSE, LEAST_SIZE = 1.5, 2000  # pixels to the point, and in all, for a look at its rules
PALE, DARKEST = 170, 0.35  # of 255; the share of ink: a photograph has more
SPANNING, THICKEST = 0.45, 4  # of the picture's width or height; pixels
DEEPEST = 2  # forms within forms
ACROSS, UPRIGHT = 4, 2  # rules of a table at the least
UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u2e80-\u2fdf]")
BROKEN = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]|\(cid:\d+\)")
ODD = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\u02ff\ufffd`$^~|\\<>=@#&*{}+]")


@dataclass(frozen=True, slots=True)
class Picture:
    """`dpi` is that of the picture itself, `letters` how many characters lie over it."""

    dpi: int
    letters: int


def picture_in(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Picture | None:
    """None where the characters of the page can be read, or nothing is printed on it."""
    count = text_page.count_chars()
    text = "".join(text_page.get_text_range().split()) if count else ""
    if not is_meaningless(text) and len(text) >= FEW and not _unseen(page, text_page):
        return None
    images = list(_images(page))
    covered = max((share for share, *_ in images), default=0.0)
    if text and not is_meaningless(text) and covered < WHOLE:  # hidden text without a picture, too
        return None
    if not text and covered < PART and len(images) + _outlines(page) < OUTLINES:
        return None
    large = [dpi for share, dpi, _ in images if share >= PART]
    useless = is_meaningless(text) or (bool(text) and _unseen(page, text_page))
    return Picture(max(large, default=SHARP), 0 if useless else len(text))


def is_meaningless(text: str) -> bool:
    """Characters of a font that does not say what they are: control characters, accents, marks."""
    if not text:
        return False
    broken = len(BROKEN.findall(text))
    if broken >= LEAST_ODD and broken > SOME_ODD * len(text):
        return True
    chinese, odd = len(CHINESE.findall(text)), len(ODD.findall(text))
    return 20 * chinese < len(text) and odd >= LEAST_ODD and odd > MOST_ODD * len(text)


def pasted_in(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> list[tuple[Box, int]]:
    """Tables put as a picture into a page of text, as displayed, each with its dots per inch: large
    pictures without characters over them that have rules across and upright ones. Charts and
    photographs have not."""
    if not _has_images(page):
        return []
    frame, found = frame_of(page), []
    for share, dpi, bounds in _images(page):
        box = frame.displayed_box(*bounds)
        if share < PASTED or len(text_page.get_text_bounded(*bounds).split()) > FEW_WORDS:
            continue
        if _is_ruled(page, box):
            found.append((box, dpi))
    return found


def _has_images(page: pdfium.PdfPage) -> bool:
    """Asked of every page, so by plain addresses: a page may have thousands of objects."""
    handle = address_of(page.raw)
    count = raw.FPDFPage_CountObjects(page.raw)
    return _holds_image(list(map(object_of, repeat(handle), range(count))), DEEPEST)


def _holds_image(objects: Sequence[int], depth: int) -> bool:
    kinds = list(map(type_of, objects))
    if raw.FPDF_PAGEOBJ_IMAGE in kinds:
        return True
    forms = [o for o, kind in zip(objects, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_FORM]
    return depth > 0 and any(
        _holds_image(list(map(inner_object_of, repeat(form), range(_inside(form)))), depth - 1)
        for form in forms
    )


def _inside(form: int) -> int:
    return int(raw.FPDFFormObj_CountObjects(ctypes.cast(form, raw.FPDF_PAGEOBJECT)))


def _is_ruled(page: pdfium.PdfPage, box: Box) -> bool:
    shades = page.render(scale=COARSE, grayscale=True).to_numpy()
    shades = shades[..., 0] if shades.ndim == 3 else shades
    rows = slice(max(0, round(box.top * COARSE)), max(0, round(box.bottom * COARSE)))
    part = shades[rows, max(0, round(box.x0 * COARSE)) : max(0, round(box.x1 * COARSE))]
    if part.size < LEAST_SIZE:
        return False
    dark = part < PALE
    if dark.mean() > DARKEST:
        return False
    return _lines(dark.mean(axis=1)) >= ACROSS and _lines(dark.mean(axis=0)) >= UPRIGHT


def _lines(share: NDArray[np.float64]) -> int:
    """How many thin lines run over most of a picture, from the share of ink in each row of it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], share > SPANNING, [0]]).astype(np.int8)))
    return int(sum(end - start <= THICKEST for start, end in edges.reshape(-1, 2)))


def _unseen(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> bool:
    """Whether the characters are painted invisibly, as programs put them over a scan."""
    count = text_page.count_chars()
    modes = []
    for index in range(0, count, max(1, count // SAMPLED)):
        run = raw.FPDFText_GetTextObject(text_page.raw, index)
        if run:
            modes.append(raw.FPDFTextObj_GetTextRenderMode(run) in UNSEEN)
    return bool(modes) and 2 * sum(modes) > len(modes)


def _images(page: pdfium.PdfPage) -> Iterator[tuple[float, int, tuple[float, ...]]]:
    """(share of the page, dots per inch, left, bottom, right, top) of each picture."""
    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        across, up = item.get_px_size()
        area = (right - left) * (top - bottom)
        if area > 0:
            dpi = 72 * (across * up / area) ** 0.5
            yield area / (width * height), round(dpi), (left, bottom, right, top)


def _outlines(page: pdfium.PdfPage) -> int:
    return sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2))
