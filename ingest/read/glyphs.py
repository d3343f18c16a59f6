"""The printed characters of a page, upright ones only, where they are displayed."""

from __future__ import annotations

import ctypes
import statistics
import unicodedata
from collections import deque
from collections.abc import Iterable, Sequence
from ctypes import c_float, c_uint
from dataclasses import dataclass
from itertools import compress, repeat
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ingest.read.frame import Frame
from ingest.read.native import (
    Room,
    address_of,
    bounds_of,
    box_of,
    clip_of,
    fill_of_char,
    is_generated,
    matrix_of_char,
    origin_of,
    paths_of_clip,
    point_of,
    run_of,
    segment_of_clip,
    segments_of_clip,
    text_of,
    unicode_of,
)
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
RECTANGLE = (4, 5)  # corners, with the first one again or without
LEVEL = 1.2  # points between the baselines of one line at the least
HAIR = 0.05  # so that two boxes that only touch do not intersect

BLANK, HYPHEN, MINUS = 0x20, 0x02, 0x2D
LOW, AFTER_LOW = 0xDC00, 0xE000  # second halves of characters beyond the first plane
BLANKS = [0xFFFF, *(code for code in range(0x7F, 0x3001) if chr(code).isspace())]
NEXT = 6.0  # points between two characters of one text
MATRIX, SIDES, POINT = Room(c_float, 6), Room(c_float, 4), Room(c_float, 2)
COLOUR = Room(c_uint, 4)
SLIVER = 0.3  # of a line's height: where less can be seen, nothing can be read


class Glyph(NamedTuple):
    text: str
    box: Box
    baseline: float


@dataclass(frozen=True, slots=True)
class Letters:
    """What can be read on a page. `sides` is (glyphs, 4): x0, top, x1, bottom, as in the glyphs;
    `hidden` says that there are also letters that cannot be seen, but that other programs read."""

    glyphs: list[Glyph]
    sides: NDArray[np.float64]
    hidden: bool

    def parted(self, inside: NDArray[np.bool_]) -> tuple[Letters, Letters]:
        """Those of a mask, and the others."""
        return self._only(inside), self._only(~inside)

    def _only(self, mask: NDArray[np.bool_]) -> Letters:
        return Letters(list(compress(self.glyphs, mask.tolist())), self.sides[mask], self.hidden)


def letters_of(glyphs: Sequence[Glyph], *, hidden: bool) -> Letters:
    return Letters(list(glyphs), np.array([g.box for g in glyphs]).reshape(-1, 4), hidden)


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
        for glyph in read_glyphs(text_page, frame).glyphs
        if glyph.box.x0 < box.x1
        and glyph.box.x1 > box.x0
        and glyph.box.top < box.bottom
        and glyph.box.bottom > box.top
    ]
    return "".join(glyph.text for line in glyphs_to_lines(touched) for glyph in line)


def read_glyphs(text_page: pdfium.PdfTextPage, frame: Frame) -> Letters:
    """Upright characters with ink that can be seen, in the order of the file.

    It takes most of the time of reading: each character is asked for its place only, into one
    array; what a run of text shares (its angle, its colour, what it is clipped to) is asked once
    a run. Some programs make a run of every character: one that stands right after another in
    its line goes with it.
    """
    handle = address_of(text_page.raw)
    indices, texts = _inked(handle, text_page.count_chars())
    if not indices:
        return Letters([], np.empty((0, 4)), hidden=False)
    left, right, bottom, top, x, y = _places(handle, indices)
    xa, ya = frame.displayed(left, bottom)
    xb, yb = frame.displayed(right, top)
    x0, x1, above, below = *_sorted(xa, xb), *_sorted(ya, yb)
    baseline = frame.displayed(x, y)[1]
    gap = x0[1:] - x1[:-1]
    goes_on = [False, *((baseline[1:] == baseline[:-1]) & (gap >= 0) & (gap < NEXT)).tolist()]
    shown = np.array(_shown_of(handle, frame, indices, goes_on))
    width, height = frame.size
    shown &= (x1 > 0) & (below > 0) & (x0 < width) & (above < height)
    dx, dy = np.minimum(HAIR, (x1 - x0) / 4), np.minimum(HAIR, (below - above) / 4)
    sides = np.stack([x0 + dx, above + dy, x1 - dx, below - dy], axis=1)[shown]
    places = zip(sides.tolist(), baseline[shown].tolist(), strict=True)
    new = tuple.__new__  # half the cost of Box(…), which counts: a page has thousands of letters
    glyphs = [
        new(Glyph, (text, new(Box, box), at))
        for text, (box, at) in zip(compress(texts, shown.tolist()), places, strict=True)
    ]
    return Letters(glyphs, sides, hidden=len(glyphs) < len(texts))


def _inked(handle: int, count: int) -> tuple[list[int], list[str]]:
    """Where the characters with ink are, and what they are."""
    codes = _codes(handle, count)
    inked = ((codes > BLANK) | (codes == HYPHEN)) & ~np.isin(codes, BLANKS)
    indices: list[int] = np.flatnonzero(inked & ~((codes >= LOW) & (codes < AFTER_LOW))).tolist()
    texts = [FOLD.get(code) or chr(code) for code in codes[indices].tolist()]
    odd = [n for n, text in enumerate(texts) if text == "-" or "\ud800" <= text < "\udc00"]
    own = []
    for n in odd:
        code, after = (int(codes[i]) if i < count else 0 for i in (indices[n], indices[n] + 1))
        if texts[n] != "-":
            texts[n] = whole_character(code, after)
        elif code != MINUS and not run_of(handle, indices[n]):
            own.append(n)  # a hyphen of pdfium's own making
        if not texts[n]:
            own.append(n)
    for n in reversed(own):
        del indices[n], texts[n]
    return indices, texts


def _codes(handle: int, count: int) -> NDArray[np.int64]:
    """At one go, where pdfium's text has one code for each character; else one by one."""
    text = (ctypes.c_ushort * (count + 1))()
    if text_of(handle, 0, count, ctypes.addressof(text)) == count + 1:
        return np.array(text[:count], dtype=np.int64)
    return np.array([unicode_of(handle, index) for index in range(count)], dtype=np.int64)


def _places(handle: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """(6, characters): left, right, bottom, top of the ink, x and y of the origin."""
    places = np.zeros((len(indices), 6))
    first, end = places.ctypes.data, places.ctypes.data + places.nbytes
    left, right, bottom, top, x, y = (range(first + 8 * n, end, 48) for n in range(6))
    consume = deque[int](maxlen=0).extend  # the loop without a step of ours for each character
    consume(map(box_of, repeat(handle), indices, left, right, bottom, top))
    consume(map(origin_of, repeat(handle), indices, x, y))
    return places.T


def _sorted(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.minimum(a, b), np.maximum(a, b)


def _shown_of(
    handle: int, frame: Frame, indices: Sequence[int], goes_on: Sequence[bool]
) -> list[bool]:
    """Whether each can be seen; what pdfium made up itself cannot."""
    last_run, shown = 0, False
    seen = []
    for index, same in zip(indices, goes_on, strict=True):
        if not same:
            run = run_of(handle, index)
            if not run and is_generated(handle, index) == 1:
                seen.append(False)
                continue
            if not run or run != last_run:
                shown = _shown(handle, index, run, frame)
            last_run = run
        seen.append(shown)
    return seen


def whole_character(half: int, after: int) -> str:
    """A character beyond the first plane comes in two halves: both at the first, none after."""
    if 0xD800 <= half < 0xDC00 <= after < 0xE000:
        return chr(0x10000 + ((half - 0xD800) << 10) + after - 0xDC00)
    return ""


def _shown(handle: int, index: int, run: int | None, frame: Frame) -> bool:
    """Whether the run of text of this character is upright, solid and not clipped away."""
    matrix_of_char(handle, index, MATRIX.at[0])
    if not _upright(MATRIX.values(), frame) or _faint(handle, index):
        return False
    return not run or not _clipped(run)


def _upright(matrix: Sequence[float], frame: Frame) -> bool:
    """Watermarks and stamps are set at an angle; a slanted font is not."""
    ax, ay = frame.displayed(matrix[0], matrix[1])
    ox, oy = frame.displayed(0.0, 0.0)
    return abs(ay - oy) <= 0.05 * abs(ax - ox) and ax > ox


def _faint(handle: int, index: int) -> bool:
    known = fill_of_char(handle, index, *COLOUR.at)
    return bool(known) and 0 < COLOUR.values()[3] < SOLID


def _clipped(item: int) -> bool:
    """Whether a run of text lies outside what it may paint: a cell cut by the page is printed
    whole on both pages, and only a part of it can be seen on each."""
    clip = clip_of(item)
    count = paths_of_clip(clip)
    if count <= 0 or not bounds_of(item, *SIDES.at):
        return False
    left, bottom, right, top = SIDES.values()
    sliver = SLIVER * (top - bottom)
    for number in range(count):
        corners = segments_of_clip(clip, number)
        if corners < 3:
            continue
        points = [  # two corners tell a rectangle
            _point(segment_of_clip(clip, number, n))
            for n in ((0, 2) if corners in RECTANGLE else range(corners))
        ]
        xs, ys = zip(*points, strict=True)
        if min(top, max(ys)) - max(bottom, min(ys)) < sliver or left > max(xs) or right < min(xs):
            return True
    return False


def _point(segment: int) -> list[float]:
    point_of(segment, *POINT.at)
    return POINT.values()


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
    if len(glyphs) == 1:
        return [list(glyphs)]
    baselines = [glyph.baseline for glyph in glyphs]
    if max(baselines) - min(baselines) <= LEVEL:
        return [sorted(glyphs, key=lambda g: g.box.x0)]
    tall = [max(g.box.bottom - g.box.top, g.box.x1 - g.box.x0) for g in glyphs]
    slack = max(LEVEL, 0.35 * statistics.median(tall))
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline <= slack:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda g: g.box.x0) for line in lines]
