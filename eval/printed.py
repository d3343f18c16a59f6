"""Amounts printed in tables, found with pypdfium2 alone: nothing here knows the reader's lattice."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.frame import Frame, frame_of
from ingest.records import Box

NUMERAL = re.compile(r"\d[\d,.]*\d|\d")
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,6}")
TAIL = re.compile(r"\d{1,5}|\.\d{1,6}")
WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{2}(?:\d{4})?|\d+\.(?:\d{2}|\d{6})")
PITCH = 1.8  # of the height of a digit: the lines of one cell stand closer than two rows
DIGITS = "0123456789,."
SLANTED = -1
THIN = 3.0  # points: what is no thicker is a rule
TOUCH = 3.0
ALIGNED = 2.0
SAME_LINE = 2.0
APART = 60.0  # points between the rows of one table
GAP = 0.1  # of the height of a digit: wider parts two numerals
CLEAR = 0.8  # of the height of a digit: what has so much room on both sides is no prose
ROWS = 3
PAPER = 0.95
LIMIT = 20_000


SIDES: tuple[Callable[[Box], float], ...] = (
    lambda box: box.x0,
    lambda box: box.x1,
    lambda box: (box.x0 + box.x1) / 2,
)


class Character(NamedTuple):
    """One printed character: its ink, and its ink with the room that the font gives it."""

    text: str
    box: Box
    wide: Box
    baseline: float


class Printed(NamedTuple):
    """An amount in a table, with its box as displayed.

    `wrapped` has what it would be with the digits in the line below: only the cell can tell.
    """

    text: str
    box: Box
    wrapped: tuple[str, ...] = ()


class Run(NamedTuple):
    """A numeral; `alone` where nothing is printed close to it on its line."""

    text: str
    box: Box
    alone: bool
    labelled: bool  # something is printed before it on its line


def printed_amounts(page: pdfium.PdfPage) -> list[Printed]:
    """The amounts in the table regions of a page, boxes as displayed."""
    text_page = page.get_textpage()
    try:
        shown = frame_of(page)
        upright = _upright_frame(text_page, shown)
        runs = list(_runs(_characters(text_page, upright)))
        amounts = [run for run in runs if AMOUNT.fullmatch(run.text)]
        regions = [*_ruled(page, upright), *_aligned(amounts)] if amounts else []
        return [
            Printed(
                run.text,
                shown.displayed_box(*upright.page_box(run.box)),
                _wrapped(run, runs),
            )
            for run in amounts
            if any(_inside(run.box, region) for region in regions)
        ]
    finally:
        text_page.close()


def _upright_frame(text_page: pdfium.PdfTextPage, shown: Frame) -> Frame:
    """The frame in which most characters stand upright: a landscape table on a portrait page."""
    angles: Counter[int] = Counter()
    for index in range(0, raw.FPDFText_CountChars(text_page.raw), 5):
        if raw.FPDFText_GetUnicode(text_page.raw, index) > 32:
            angles[_angle(text_page, index)] += 1
    del angles[SLANTED]
    return replace(shown, rotation=angles.most_common(1)[0][0]) if angles else shown


def _angle(text_page: pdfium.PdfTextPage, index: int) -> int:
    """0, 90, 180 or 270, or SLANTED: a watermark is no amount."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page.raw, index, matrix)
    degrees = math.degrees(math.atan2(matrix.b, matrix.a))
    quarter = round(degrees / 90) * 90
    return quarter % 360 if abs(degrees - quarter) < 3 else SLANTED


def _characters(text_page: pdfium.PdfTextPage, frame: Frame) -> Iterator[Character]:
    """Upright characters that can be seen: on the page, and inside their own clipping path."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    loose = raw.FS_RECTF()
    sheet = Box(0.0, 0.0, *frame.size)
    clips: dict[int, Box | None] = {}
    for index in range(raw.FPDFText_CountChars(text_page.raw)):
        code = raw.FPDFText_GetUnicode(text_page.raw, index)
        text = chr(code)
        if code <= 32 or not text.strip() or _angle(text_page, index) != frame.rotation:
            continue
        raw.FPDFText_GetCharBox(text_page.raw, index, left, right, bottom, top)
        box = frame.displayed_box(left.value, bottom.value, right.value, top.value)
        clip = _clip(raw.FPDFText_GetTextObject(text_page.raw, index), frame, clips)
        if not _inside(box, sheet) or (clip is not None and not _inside(box, clip)):
            continue
        raw.FPDFText_GetLooseCharBox(text_page.raw, index, loose)
        wide = frame.displayed_box(loose.left, loose.bottom, loose.right, loose.top)
        raw.FPDFText_GetCharOrigin(text_page.raw, index, x, y)
        baseline = frame.displayed(x.value, y.value)[1]
        yield Character(text, box, Box(wide.x0, box.top, wide.x1, box.bottom), baseline)


def _clip(item: raw.FPDF_PAGEOBJECT, frame: Frame, known: dict[int, Box | None]) -> Box | None:
    """The box of what an object may paint; what lies outside is not to be seen."""
    key = ctypes.cast(item, ctypes.c_void_p).value or 0
    if key not in known:
        known[key] = None
        path = raw.FPDFPageObj_GetClipPath(item)
        for number in range(max(0, raw.FPDFClipPath_CountPaths(path))):
            points = list(_clip_points(path, number, frame))
            if points:
                xs, ys = zip(*points, strict=True)
                held = known[key] or Box(-math.inf, -math.inf, math.inf, math.inf)
                known[key] = Box(
                    max(held.x0, min(xs)),
                    max(held.top, min(ys)),
                    min(held.x1, max(xs)),
                    min(held.bottom, max(ys)),
                )
    return known[key]


def _clip_points(
    path: raw.FPDF_CLIPPATH, number: int, frame: Frame
) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(max(0, raw.FPDFClipPath_CountPathSegments(path, number))):
        segment = raw.FPDFClipPath_GetPathSegment(path, number, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield frame.displayed(x.value, y.value)


def _lines(characters: Iterator[Character]) -> list[list[Character]]:
    lines: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: c.baseline):
        if lines and character.baseline - lines[-1][0].baseline <= SAME_LINE:
            lines[-1].append(character)
        else:
            lines.append([character])
    return [sorted(line, key=lambda c: c.box.x0) for line in lines]


def _runs(characters: Iterator[Character]) -> Iterator[Run]:
    """Numerals on one line: digits, commas and points without a gap between them."""
    for line in _lines(characters):
        start = 0
        for index in range(1, len(line) + 1):
            if index < len(line) and not _parts(line[index - 1], line[index]):
                continue
            yield from _numeral(line, start, index)
            start = index


def _wrapped(run: Run, runs: Sequence[Run]) -> tuple[str, ...]:
    """A long amount may go on in the line below: 1,264,602 and .38, or 18,536.8 and 8."""
    height = run.box.bottom - run.box.top
    return tuple(
        run.text + tail.text
        for tail in runs
        if abs(tail.box.top - run.box.bottom) <= PITCH * height
        and run.box.x0 - 1 < tail.box.x0
        and tail.box.x1 < run.box.x1 + 1
        and TAIL.fullmatch(tail.text)
        and WHOLE.fullmatch(run.text + tail.text)
    )


def _parts(before: Character, after: Character) -> bool:
    """Whether a numeral starts or ends between the two."""
    if (before.text in DIGITS) != (after.text in DIGITS):
        return True
    tall = max(before.box.bottom - before.box.top, after.box.bottom - after.box.top)
    return after.wide.x0 - before.wide.x1 > GAP * tall


def _numeral(line: Sequence[Character], start: int, end: int) -> Iterator[Run]:
    text = "".join(character.text for character in line[start:end]).rstrip(",.")
    if not any(character.isdigit() for character in text):
        return
    part = line[start:end]
    box = Box(
        min(c.box.x0 for c in part),
        min(c.box.top for c in part),
        max(c.box.x1 for c in part),
        max(c.box.bottom for c in part),
    )
    clear = CLEAR * (box.bottom - box.top)
    before = box.x0 - line[start - 1].box.x1 if start else math.inf
    after = line[end].box.x0 - box.x1 if end < len(line) else math.inf
    signed = start > 0 and line[start - 1].text in "-−－"
    yield Run(text, box, (signed or before > clear) and after > clear, start > 0)


def _ruled(page: pdfium.PdfPage, frame: Frame) -> Iterator[Box]:
    """The boxes round paths that touch and have two rules or more each way; a chart has curves."""
    paths = [path for path in _path_boxes(page, frame) if not _is_paper(path[0], frame)][:LIMIT]
    curves = [box for box, curved in paths if curved]
    for group in _touching([box for box, curved in paths if not curved]):
        flat = {round(b.top) for b in group if b.bottom - b.top <= THIN}
        flat |= {round(side) for b in group if _is_frame(b) for side in (b.top, b.bottom)}
        steep = {round(b.x0) for b in group if b.x1 - b.x0 <= THIN}
        steep |= {round(side) for b in group if _is_frame(b) for side in (b.x0, b.x1)}
        around = _around(group)
        drawn = any(_inside(curve, around) for curve in curves)
        if len(flat) >= ROWS and len(steep) >= ROWS and not drawn:
            yield around


def _is_paper(box: Box, frame: Frame) -> bool:
    """A rectangle as large as the page is its ground."""
    width, height = frame.size
    return box.x1 - box.x0 > PAPER * width and box.bottom - box.top > PAPER * height


def _is_frame(box: Box) -> bool:
    return box.x1 - box.x0 > THIN and box.bottom - box.top > THIN


def _path_boxes(page: pdfium.PdfPage, frame: Frame) -> Iterator[tuple[Box, bool]]:
    """Each path's box, and whether it has curves."""
    sides = tuple(ctypes.c_float() for _ in range(4))
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH and _painted(item):
            raw.FPDFPageObj_GetBounds(item, *sides)
            segments = range(raw.FPDFPath_CountSegments(item))
            kinds = (
                raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, n)) for n in segments
            )
            curved = any(kind == raw.FPDF_SEGMENT_BEZIERTO for kind in kinds)
            yield frame.displayed_box(*(side.value for side in sides)), curved


def _painted(path: raw.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _touching(boxes: list[Box]) -> list[list[Box]]:
    """Groups of boxes that hang together, by sweeping from the top."""
    groups: list[tuple[Box, list[Box]]] = []
    for box in sorted(boxes, key=lambda b: b.top):
        near = [g for g in groups if _meet(g[0], box)]
        groups = [g for g in groups if not _meet(g[0], box)]
        members = [box, *(member for g in near for member in g[1])]
        groups.append((_around([box, *(g[0] for g in near)]), members))
    return [members for _, members in groups]


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x0 - TOUCH <= other.x1
        and other.x0 - TOUCH <= one.x1
        and one.top - TOUCH <= other.bottom
        and other.top - TOUCH <= one.bottom
    )


def _aligned(amounts: Sequence[Run]) -> Iterator[Box]:
    """Three rows in a column, each with two amounts or with an amount after a label."""
    alone = [run for run in amounts if run.alone]
    rows: dict[int, list[Run]] = defaultdict(list)
    for run in alone:
        rows[round(run.box.bottom / SAME_LINE / 2)].append(run)
    full = [run for row in rows.values() for run in row if len(row) > 1 or run.labelled]
    for side in SIDES:
        columns: dict[int, list[Box]] = defaultdict(list)
        for run in full:
            columns[round(side(run.box) / ALIGNED)].append(run.box)
        for column in columns.values():
            column.sort(key=lambda box: box.top)
            for group in _close(column):
                if len(group) >= ROWS:
                    yield _around(group)


def _close(column: Sequence[Box]) -> Iterator[list[Box]]:
    """Amounts of a column with no more than a few lines between them."""
    group: list[Box] = []
    for box in column:
        if group and box.top - group[-1].bottom > APART:
            yield group
            group = []
        group.append(box)
    if group:
        yield group


def _around(boxes: Sequence[Box]) -> Box:
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return Box(min(x0s), min(tops), max(x1s), max(bottoms))


def _inside(box: Box, region: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return region.x0 <= x <= region.x1 and region.top <= y <= region.bottom
