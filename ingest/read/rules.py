"""The ruled lines of a page: stroked paths, and filled ones so thin that they look like strokes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.read.frame import Frame
from ingest.read.native import (
    Room,
    address_of,
    bounds_of,
    closes,
    fill_of,
    inner_object_of,
    kind_of,
    matrix_of,
    mode_of,
    object_of,
    point_of,
    segment_of,
    segments_of,
    stroke_of,
    type_of,
    width_of,
)

THIN = 3.0
DEPTH = 8  # forms within forms
LIMIT = 200_000  # strokes; a page with more is a drawing
WHITE = 250
PATH, FORM = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
OBLONG = 5  # segments of a rectangle at the most
MATRIX, PLACE, WIDTH, SIDES = (Room(ctypes.c_float, count) for count in (6, 2, 1, 4))
COLOUR, MODE = Room(ctypes.c_uint, 4), Room(ctypes.c_int, 2)
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class Rule(NamedTuple):
    """A horizontal (or vertical) line: at this y (or x), from start to end."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    horizontal: list[Rule]
    vertical: list[Rule]


def page_to_rules(page: pdfium.PdfPage, frame: Frame) -> Rules:
    rules = Rules([], [])
    handle = address_of(page.raw)
    count = raw.FPDFPage_CountObjects(page.raw)
    objects = list(map(object_of, repeat(handle), range(count)))
    for path, outer in _paths(objects, (1, 0, 0, 1, 0, 0), DEPTH):
        if len(rules.horizontal) + len(rules.vertical) > LIMIT:
            break
        _add_path(rules, path, outer, frame)
    return rules


def _paths(objects: Sequence[int], outer: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    for item, kind in zip(objects, map(type_of, objects), strict=True):
        if kind == PATH:
            yield item, outer
        elif kind == FORM and depth:
            count = raw.FPDFFormObj_CountObjects(ctypes.cast(item, raw.FPDF_PAGEOBJECT))
            inner = list(map(inner_object_of, repeat(item), range(count)))
            yield from _paths(inner, _times(_matrix(item), outer), depth - 1)


def _matrix(item: int) -> Matrix:
    if not matrix_of(item, MATRIX.at[0]):
        return (1, 0, 0, 1, 0, 0)
    a, b, c, d, e, f = MATRIX.values()
    return (a, b, c, d, e, f)


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _add_path(rules: Rules, path: int, outer: Matrix, frame: Frame) -> None:
    mode_of(path, *MODE.at)
    fill, stroke = MODE.values()
    stroked = bool(stroke) and _visible(path, stroke_of)
    filled = bool(fill) and _visible(path, fill_of)
    if not stroked and not filled:
        return
    if not stroked and segments_of(path) <= OBLONG:
        _add_filled(rules, _corners(path, outer, frame))
        return
    width_of(path, WIDTH.at[0])
    matrix = _times(_matrix(path), outer)
    (width,) = WIDTH.values()
    for points in _subpaths(path, matrix, frame):
        if stroked:
            for start, end in pairwise(points):
                _add_stroke(rules, start, end, width)
        if filled:
            _add_filled(rules, points)


def _corners(path: int, outer: Matrix, frame: Frame) -> list[Point]:
    """Two of them, without a look at every segment: most rules are filled rectangles."""
    a, b, c, d, e, f = outer
    if not bounds_of(path, *SIDES.at):
        return [(0.0, 0.0), (0.0, 0.0)]
    x0, y0, x1, y1 = SIDES.values()
    return [
        frame.displayed(a * x + c * y + e, b * x + d * y + f)
        for x, y in ((x0, y0), (x1, y1), (x0, y1), (x1, y0))
    ]


def _visible(path: int, colour_of: Callable[..., int]) -> bool:
    if not colour_of(path, *COLOUR.at):
        return True
    red, green, blue, alpha = COLOUR.values()
    return bool(alpha > 0 and min(red, green, blue) < WHITE)


def _subpaths(path: int, matrix: Matrix, frame: Frame) -> Iterator[list[Point]]:
    """Straight subpaths only: what curves is no rule."""
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    for index in range(segments_of(path)):
        segment = segment_of(path, index)
        kind = kind_of(segment)
        point_of(segment, *PLACE.at)
        x, y = PLACE.values()
        point = frame.displayed(a * x + c * y + e, b * x + d * y + f)
        if kind == raw.FPDF_SEGMENT_MOVETO or kind == raw.FPDF_SEGMENT_BEZIERTO:
            if len(points) > 1:
                yield points
            points = [point]
        else:
            points.append(point)
        if closes(segment) and len(points) > 1:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add_stroke(rules: Rules, start: Point, end: Point, width: float) -> None:
    (xa, ya), (xb, yb) = start, end
    dx, dy = abs(xb - xa), abs(yb - ya)
    if width > max(dx, dy, THIN):  # a short but very thick stroke is a line the other way
        if dx >= dy:
            rules.vertical.append(Rule((xa + xb) / 2, ya - width / 2, ya + width / 2))
        else:
            rules.horizontal.append(Rule((ya + yb) / 2, xa - width / 2, xa + width / 2))
    elif dy <= 0.5 + 0.01 * dx and dx > dy:
        rules.horizontal.append(Rule((ya + yb) / 2, min(xa, xb), max(xa, xb)))
    elif dx <= 0.5 + 0.01 * dy and dy > dx:
        rules.vertical.append(Rule((xa + xb) / 2, min(ya, yb), max(ya, yb)))


def _add_filled(rules: Rules, points: list[Point]) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= THIN and x1 - x0 > y1 - y0:
        rules.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= THIN and y1 - y0 > x1 - x0:
        rules.vertical.append(Rule((x0 + x1) / 2, y0, y1))
