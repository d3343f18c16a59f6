"""Which pages must be read from their picture: no characters, none with a meaning, or hidden ones.

Asked of every page, so it imports nothing heavy and looks at a page's objects only in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

FEW = 100  # characters: a running head or a stamp over a page that is a picture
WHOLE, PART = 0.6, 0.2  # of the page covered by pictures
OUTLINES = 300  # shapes on a page without characters: letters drawn as curves
SHARP = 300  # dpi of what is drawn, not scanned
LEAST_ODD, SOME_ODD, MOST_ODD = 4, 0.05, 0.12
SAMPLED = 12  # runs of text whose way of painting is looked at
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
    covered = max((share for share, _ in images), default=0.0)
    if text and not is_meaningless(text) and covered < WHOLE:  # hidden text without a picture, too
        return None
    if not text and covered < PART and len(images) + _outlines(page) < OUTLINES:
        return None
    large = [dpi for share, dpi in images if share >= PART]
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


def _unseen(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> bool:
    """Whether the characters are painted invisibly, as programs put them over a scan."""
    count = text_page.count_chars()
    modes = []
    for index in range(0, count, max(1, count // SAMPLED)):
        run = raw.FPDFText_GetTextObject(text_page.raw, index)
        if run:
            modes.append(raw.FPDFTextObj_GetTextRenderMode(run) in UNSEEN)
    return bool(modes) and 2 * sum(modes) > len(modes)


def _images(page: pdfium.PdfPage) -> Iterator[tuple[float, int]]:
    """(share of the page, dots per inch) of each picture."""
    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        across, up = item.get_px_size()
        area = (right - left) * (top - bottom)
        if area > 0:
            dpi = 72 * (across * up / area) ** 0.5
            yield area / (width * height), round(dpi)


def _outlines(page: pdfium.PdfPage) -> int:
    return sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2))
