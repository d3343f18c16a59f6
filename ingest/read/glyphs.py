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

BLANK, HYPHEN = 0x20, 0x02
NEXT = 6.0  # points between two characters of one text
SLIVER = 0.3  # of a line's height: where less can be seen, nothing can be read

# The address of the run of text that a character belongs to: 0 for one that pdfium made up.
run_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


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
    """Upright characters with ink that can be seen, in the order of the file.

    One long loop: it takes most of the time of reading, and what a run of text shares
    (its angle, its colour, what it is clipped to) is asked once a run. Some programs make a
    run of every character: one that stands right after another in its line goes with it.
    """
    handle = text_page.raw
    get_unicode, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharBox
    get_origin, is_generated = raw.FPDFText_GetCharOrigin, raw.FPDFText_IsGenerated
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    width, height = frame.size
    plain, x_from, y_from = frame.rotation == 0, frame.left, frame.top
    last_run, shown, last_x, last_y = 0, False, 0.0, 0.0
    found: list[Glyph] = []
    for index in range(raw.FPDFText_CountChars(handle)):
        code = get_unicode(handle, index)
        if (code <= BLANK and code != HYPHEN) or code == 0xFFFF:
            continue
        run = run_of(handle, index)
        if not run and is_generated(handle, index) == 1:
            continue
        text = FOLD.get(code) or chr(code)
        if 0xD800 <= code < 0xE000:
            text = whole_character(code, get_unicode(handle, index + 1))
        if code > 127 and (text.isspace() or not text):
            continue
        get_box(handle, index, left, right, bottom, top)
        get_origin(handle, index, x, y)
        if plain:
            x0, x1 = left.value - x_from, right.value - x_from
            above, below = y_from - top.value, y_from - bottom.value
            baseline = y_from - y.value
        else:
            x0, above, x1, below = frame.displayed_box(
                left.value, bottom.value, right.value, top.value
            )
            baseline = frame.displayed(x.value, y.value)[1]
        goes_on = baseline == last_y and 0 <= x0 - last_x < NEXT
        if not goes_on and (not run or run != last_run):
            shown = _shown(handle, index, run, frame)
        last_run, last_x, last_y = run, x1, baseline
        if not shown or x1 <= 0 or below <= 0 or x0 >= width or above >= height:
            continue
        found.append(Glyph(text, shrunk(Box(x0, above, x1, below)), baseline))
    return found


def whole_character(half: int, after: int) -> str:
    """A character beyond the first plane comes in two halves: both at the first, none after."""
    if 0xD800 <= half < 0xDC00 <= after < 0xE000:
        return chr(0x10000 + ((half - 0xD800) << 10) + after - 0xDC00)
    return ""


def _shown(handle: raw.FPDF_TEXTPAGE, index: int, run: int, frame: Frame) -> bool:
    """Whether the run of text of this character is upright, solid and not clipped away."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    if not _upright(matrix, frame) or _faint(handle, index):
        return False
    return not run or not _clipped(ctypes.cast(run, raw.FPDF_PAGEOBJECT))


def _upright(matrix: raw.FS_MATRIX, frame: Frame) -> bool:
    """Watermarks and stamps are set at an angle; a slanted font is not."""
    ax, ay = frame.displayed(matrix.a, matrix.b)
    ox, oy = frame.displayed(0, 0)
    return abs(ay - oy) <= 0.05 * abs(ax - ox) and ax > ox


def _faint(handle: raw.FPDF_TEXTPAGE, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha)
    return bool(known) and 0 < alpha.value < SOLID


def _clipped(item: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a run of text lies outside what it may paint: a cell cut by the page is printed
    whole on both pages, and only a part of it can be seen on each."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    count = raw.FPDFClipPath_CountPaths(clip)
    if count <= 0:
        return False
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *sides):
        return False
    left, bottom, right, top = (side.value for side in sides)
    sliver = SLIVER * (top - bottom)
    for number in range(count):
        corners = raw.FPDFClipPath_CountPathSegments(clip, number)
        points = [  # three corners tell a rectangle
            raw.FPDFClipPath_GetPathSegment(clip, number, n)
            for n in range(3 if corners in (4, 5) else corners)
        ]
        if len(points) < 3:
            continue
        xs, ys = zip(*map(_point, points), strict=True)
        if min(top, max(ys)) - max(bottom, min(ys)) < sliver or left > max(xs) or right < min(xs):
            return True
    return False


def _point(segment: raw.FPDF_PATHSEGMENT) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def shrunk(box: Box) -> Box:
    x0, top, x1, bottom = box
    dx, dy = min(HAIR, (x1 - x0) / 4), min(HAIR, (bottom - top) / 4)
    return Box(x0 + dx, top + dy, x1 - dx, bottom - dy)


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
