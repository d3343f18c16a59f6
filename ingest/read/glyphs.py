"""The printed characters of a page, upright ones only, where they are displayed."""

from __future__ import annotations

import ctypes
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.records import Box

# Radicals that NFKC leaves alone, with the characters that fonts confuse them with.
RADICALS = dict(
    zip(
        "⺁⺄⺇⺈⺊⺌⺎⺐⺒⺓⺕⺗⺛⺜⺝⺞⺟⺠⺢⺤⺥⺧⺩⺪⺬⺮⺯⺱⺶⺷⺸⺹⺺⺼⺽⺿⻁⻂⻄⻅⻆⻉⻊⻋⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻞⻢⻣⻤⻥⻦⻨⻩⻬⻮⻯⻰⻲⻳",
        "厂乙几刀卜小兀尢巳幺彐心旡日月歹母民水爪爪牛王疋示竹糸网羊羊羊老聿肉臼艹虎衣西见角贝足车长长门阜雨青韦页风飞食食马骨鬼鱼鸟麦黄齐齿龙龙龟龟",
        strict=True,
    )
)
FOLD = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
FOLD |= {ord(radical): plain for radical, plain in RADICALS.items()}
FOLD |= {0x02: "-", 0xFFFE: "-", 0xAD: "-"}  # pdfium's mark for a hyphen that ends a line
SOLID = 200  # of 255: letters fainter than this are a watermark or a stamp
HAIR = 0.05  # so that two boxes that only touch do not intersect


class Glyph(NamedTuple):
    text: str
    box: Box
    baseline: float


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page's own space is turned and moved to be displayed from the top left."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def displayed(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y

    def displayed_box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (xa, ya), (xb, yb) = self.displayed(left, bottom), self.displayed(right, top)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def in_page(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                return self.left + y, self.bottom + x
            case 180:
                return self.right - x, self.bottom + y
            case 270:
                return self.right - y, self.top - x
            case _:
                return self.left + x, self.top - y

    def page_box(self, box: Box) -> tuple[float, float, float, float]:
        """(left, bottom, right, top) in the page's own space."""
        xa, ya = self.in_page(box.x0, box.top)
        xb, yb = self.in_page(box.x1, box.bottom)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def frame_of(page: pdfium.PdfPage) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() % 360)


def fold_radicals(text: str) -> str:
    """Some fonts name 金 as U+2FA6; only such characters are changed, never （ or ：."""
    return text.translate(FOLD)


def text_in(text_page: pdfium.PdfTextPage, frame: Frame, box: Box) -> str:
    """What another program reads in the box, white space removed."""
    found = text_page.get_text_bounded(*frame.page_box(box))
    return fold_radicals("".join(found.split()))


def upright_text_in(text_page: pdfium.PdfTextPage, frame: Frame, box: Box) -> str:
    """As text_in, without a watermark that lies across the box."""
    touched = [
        glyph
        for glyph in read_glyphs(text_page, frame)
        if glyph.box.x0 < box.x1
        and glyph.box.x1 > box.x0
        and glyph.box.top < box.bottom
        and glyph.box.bottom > box.top
    ]
    return "".join(glyph.text for line in glyphs_to_lines(touched) for glyph in line)


def read_glyphs(text_page: pdfium.PdfTextPage, frame: Frame) -> list[Glyph]:
    """Upright characters with ink, in the order of the file."""
    handle = text_page.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = raw.FS_MATRIX()
    width, height = frame.size
    found: list[Glyph] = []
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code in (0, 0xFFFF) or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        text = fold_radicals(chr(code))
        if not text.strip():
            continue
        raw.FPDFText_GetMatrix(handle, index, matrix)
        if not _upright(matrix, frame) or _faint(handle, index):
            continue
        raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
        box = frame.displayed_box(left.value, bottom.value, right.value, top.value)
        if box.x1 <= 0 or box.bottom <= 0 or box.x0 >= width or box.top >= height:
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        found.append(Glyph(text, shrunk(box), frame.displayed(x.value, y.value)[1]))
    return found


def _upright(matrix: raw.FS_MATRIX, frame: Frame) -> bool:
    """Watermarks and stamps are set at an angle; a slanted font is not."""
    ax, ay = frame.displayed(matrix.a, matrix.b)
    ox, oy = frame.displayed(0, 0)
    return abs(ay - oy) <= 0.05 * abs(ax - ox) and ax > ox


def _faint(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
    return bool(known) and 0 < alpha.value < SOLID


def shrunk(box: Box) -> Box:
    dx, dy = min(HAIR, (box.x1 - box.x0) / 4), min(HAIR, (box.bottom - box.top) / 4)
    return Box(box.x0 + dx, box.top + dy, box.x1 - dx, box.bottom - dy)


def union(boxes: Iterable[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return Box(min(x0s), min(tops), max(x1s), max(bottoms))


def glyphs_to_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """By baseline, not by box: quotes and dashes float high above it."""
    if not glyphs:
        return []
    tall = [max(g.box.bottom - g.box.top, g.box.x1 - g.box.x0) for g in glyphs]
    slack = max(1.2, 0.35 * statistics.median(tall))
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline <= slack:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda g: g.box.x0) for line in lines]
