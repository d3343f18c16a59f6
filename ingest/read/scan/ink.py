"""Ink on paper: where the lines of a cell are, by a threshold taken from the cell itself."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.read.scan.engine import Gray

FAINT = 34  # of 255: what differs less from its paper is no ink
SHARE = 0.45  # of the way from paper to the darkest ink
SPECK = 0.16  # of a letter's height: less is dust
LEAST = 6  # pixels, of a 1 that stands alone in a large cell
ENOUGH = 400  # pixels of ink that tell how dark it is: a title may be all there is on a page
LETTER = 8.5  # points, for a cell that does not tell
AIR = 0.22  # of a line's height, left around it when it is read


class Band(NamedTuple):
    """The ink of one line, in pixels of the picture it was found in."""

    x0: int
    y0: int
    x1: int
    y1: int


def ink_in(gray: Gray) -> NDArray[np.bool_]:
    """Where the ink is, whatever the shade of the paper."""
    if not gray.size:
        return np.zeros(gray.shape, bool)
    paper, dark = shades_of(gray)
    if paper - dark < FAINT:
        return np.zeros(gray.shape, bool)
    found: NDArray[np.bool_] = gray < paper - SHARE * (paper - dark)
    return found


def shades_of(gray: Gray) -> tuple[int, int]:
    """The shade of the paper, and of its darkest ink: by counting, which is fast for small cells."""
    counts = np.bincount(gray.ravel(), minlength=256).cumsum()
    paper = int(np.searchsorted(counts, counts[-1] / 2))
    dark = int(np.searchsorted(counts, max(LEAST, min(counts[-1] // 1000, ENOUGH))))
    return paper, dark


def bands_in(gray: Gray, scale: float) -> list[Band]:
    """The lines of text from the top down; none where there is only dust."""
    import cv2

    ink = ink_in(gray).astype(np.uint8)
    if not ink.any():
        return []
    letter = LETTER * scale
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    dust = np.maximum(stats[:, 2], stats[:, 3]) < max(2, SPECK * letter)
    solid = [n for n in range(1, len(stats)) if not dust[n]]
    if not solid:
        return []
    kept = np.zeros(len(stats), bool)
    kept[solid] = True
    lettered = kept[labels]
    rows = lettered.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    spans = _joined([(int(a), int(b)) for a, b in edges.reshape(-1, 2)], letter)
    found = []
    for y0, y1 in spans:
        columns = np.flatnonzero(lettered[y0:y1].any(axis=0))
        found.append(Band(int(columns[0]), y0, int(columns[-1]) + 1, y1))
    return found


def _joined(spans: list[tuple[int, int]], letter: float) -> list[tuple[int, int]]:
    """The strokes of 三 or ： are one line, and so are its low comma and high quote."""
    found: list[tuple[int, int]] = []
    for y0, y1 in spans:
        if found:
            above = found[-1]
            low = min(y1 - y0, above[1] - above[0]) < 0.55 * letter
            if low and y1 - above[0] <= 1.45 * letter and y0 - above[1] <= 0.5 * letter:
                found[-1] = (above[0], y1)
                continue
        found.append((y0, y1))
    return found


def line_picture(
    gray: Gray, band: Band, scale: float, room: tuple[int, int], air: float = AIR
) -> tuple[Gray, int]:
    """The line with paper around it, and where it begins, in pixels of `gray`; `room` is from the
    line above to the line below."""
    letter = LETTER * scale
    middle, height = (band.y0 + band.y1) / 2, max(band.y1 - band.y0, 0.8 * letter)
    margin = round(air * height)
    y0, y1 = round(middle - height / 2) - margin, round(middle + height / 2) + margin
    x0, x1 = band.x0 - 2 * margin, band.x1 + 2 * margin
    paper, _ = shades_of(gray)
    out = np.full((y1 - y0, x1 - x0), paper, np.uint8)
    top, left = max(room[0], y0, 0), max(0, x0)
    part = gray[top : max(top, min(y1, room[1])), left : max(left, x1)]
    out[top - y0 : top - y0 + part.shape[0], left - x0 : left - x0 + part.shape[1]] = part
    return out, x0


def pictures_of(gray: Gray, bands: list[Band], scale: float, air: float = AIR) -> list[Gray]:
    if not bands:
        return []
    edges = [0, *((a.y1 + b.y0) // 2 for a, b in pairwise(bands)), gray.shape[0]]
    return [
        line_picture(gray, band, scale, room, air)[0]
        for band, room in zip(bands, pairwise(edges), strict=True)
    ]
