"""Where ink stands on a page that is a picture: in the cells of its tables, and in lines outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ingest.read.scan.engine import Gray, Words, find_lines
from ingest.read.scan.ink import Band, bands_in, ink_in, shades_of
from ingest.read.scan.words import as_printed
from ingest.records import Box, Reading

SEEN = 1150  # pixels of the longer side of a page as the detector is shown it
EDGE = 0.4  # points of a cell next to its rules
COLOUR, STAIN = 30, 0.005  # of 255; of the area of a cell
APART = 24.0  # points of blank paper between two stretches that are searched apart
ROOM = 0.2  # of a line's height, around where the detector sees it


@dataclass(slots=True)
class Piece:
    """One cell, or one line outside the tables, while it is read."""

    gray: Gray
    at: tuple[int, int]  # left, top in pixels of the paper
    bands: list[Band]
    coloured: bool = False  # nothing but colour is printed there
    stained: bool = False  # colour lies over it: a seal
    words: list[Words] = field(default_factory=list)
    reading: Reading = Reading.DOUBTFUL

    @property
    def text(self) -> str:
        return as_printed("".join(words.text for words in self.words))

    @property
    def sure(self) -> float:
        return min((words.sure for words in self.words), default=0.0)


def cell_piece(gray: Gray, full: Gray, box: Box, scale: float) -> Piece:
    x0, y0, x1, y1 = (round(side * scale) for side in box)
    edge = round(EDGE * scale) + 1
    window = (slice(max(0, y0 + edge), max(0, y1 - edge)), slice(max(0, x0 + edge), max(0, x1 - edge)))  # fmt: skip
    at = (window[1].start, window[0].start)
    plain = _dark_on_light(gray[window])
    bands = bands_in(plain, scale) if plain.size else []
    if bands or not plain.size:
        return Piece(plain, at, bands, stained=_is_stained(gray[window], full[window]))
    coloured = full[window]
    bands = bands_in(coloured, scale)
    return Piece(coloured, at, bands, coloured=bool(bands))


def _is_stained(gray: Gray, full: Gray) -> bool:
    """Whether there is colour: it is light in the strongest of its three parts, dark in all."""
    colour = gray.astype(np.int16) - full
    return float((colour > COLOUR).mean()) > STAIN


def _dark_on_light(gray: Gray) -> Gray:
    """White words on a dark ground are turned round."""
    if gray.size and shades_of(gray)[0] < 128:
        return (255 - gray).astype(np.uint8)
    return gray


def free_lines(gray: Gray, full: Gray, tables: Sequence[Box], scale: float) -> list[Piece]:
    """Where words stand outside the tables."""
    rest = gray.copy()
    for box in tables:
        x0, y0, x1, y1 = (round(side * scale) for side in box)
        rest[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = 255
    found = [
        piece
        for top, left, part in _strips(rest, scale)
        for piece in _lines_of(part, (left, top), (gray, full), scale)
    ]
    return sorted(found, key=lambda piece: (piece.at[1] + piece.bands[0].y0, piece.at[0]))


def _strips(rest: Gray, scale: float) -> Iterator[tuple[int, int, Gray]]:
    """(top, left, picture) of each stretch of the page with words, apart from the next by blank
    paper: what is blank need not be searched."""
    ink = ink_in(rest)
    rows = np.flatnonzero(ink.sum(axis=1) > 2)
    if not len(rows):
        return
    for part in np.split(rows, np.flatnonzero(np.diff(rows) > APART * scale) + 1):
        top, bottom = max(0, int(part[0]) - 30), int(part[-1]) + 30
        columns = np.flatnonzero(ink[part[0] : part[-1] + 1].sum(axis=0) > 0)
        left, right = max(0, int(columns[0]) - 30), int(columns[-1]) + 30
        yield top, left, np.ascontiguousarray(rest[top:bottom, left:right])


def _lines_of(
    part: Gray, corner: tuple[int, int], page: tuple[Gray, Gray], scale: float
) -> Iterator[Piece]:
    """The lines of a stretch of the page whose upper left is `corner`."""
    import cv2

    left, top = corner
    gray, full = page
    factor = min(1.0, SEEN / max(gray.shape))
    small = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    for corners in find_lines(_at_least(small)):
        (x0, y0), (x1, y1) = corners.min(axis=0) / factor, corners.max(axis=0) / factor
        air = ROOM * (y1 - y0)
        x0, x1 = max(0, round(x0 - air)), min(part.shape[1], round(x1 + air))
        y0, y1 = round(y0), round(y1)
        top_edge = max(0, round(y0 - air))
        window = part[top_edge : min(part.shape[0], round(y1 + air)), x0:x1]
        bands = [
            band
            for band in (bands_in(window, scale) if window.size else [])
            if y0 <= top_edge + (band.y0 + band.y1) / 2 <= y1
        ]
        if bands:
            whole = Band(min(b.x0 for b in bands), min(b.y0 for b in bands),
                         max(b.x1 for b in bands), max(b.y1 for b in bands))  # fmt: skip
            at = (left + x0, top + top_edge)
            there = (slice(at[1], at[1] + window.shape[0]), slice(at[0], at[0] + window.shape[1]))
            stained = _is_stained(gray[there], full[there])
            yield Piece(window, at, [whole], stained=stained)


def _at_least(picture: Gray, size: int = 64) -> Gray:
    """The detector wants some room."""
    height, width = max(size, picture.shape[0]), max(size, picture.shape[1])
    out = np.full((height, width), 255, np.uint8)
    out[: picture.shape[0], : picture.shape[1]] = picture
    return out
