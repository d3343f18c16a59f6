"""A page as a picture that can be read: without coloured seals, the right way up, straight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ingest.read.scan.engine import Gray, read_lines
from ingest.read.scan.ink import FAINT, shades_of
from ingest.records import Box

DPI = 200
MOST_PIXELS = 20_000_000  # a plan of a building is no page of a budget
STEEPEST, COARSE, FINE = 4.0, 0.5, 0.05  # degrees that a sheet may lie askew
SMALL = 700  # pixels: what is wide enough to see how a sheet lies
SAMPLE = 5  # words read to see whether a page stands on its head
DOUBTFUL = 0.93
WORD, LONG_WORD = 1.8, 7.0  # times as long as high
PALE, DEEP = 170, 200  # of 255: what is darker is ink; how much darker than paper fresh ink is

Matrix = NDArray[np.float64]  # (3, 3): pixels of the page as displayed → of the paper


@dataclass(frozen=True, slots=True)
class Paper:
    """`gray` has no colours (a red seal is white there), `full` has them as grey."""

    gray: Gray
    full: Gray
    matrix: Matrix
    scale: float  # pixels to the point

    def on_page(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Pixels of the paper → points of the page as displayed."""
        back = np.linalg.inv(self.matrix)
        x, y, _ = back @ [(x0 + x1) / 2, (y0 + y1) / 2, 1]
        w, h = np.abs(back[:2, :2]) @ [x1 - x0, y1 - y0]
        sides = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        return Box(*(round(float(side) / self.scale, 2) for side in sides))

    def only(self, parts: Sequence[Box]) -> Paper:
        """The same, blank but for these parts of the page."""
        kept = np.zeros(self.gray.shape, bool)
        for part in parts:
            x0, y0, x1, y1 = (max(0, round(side)) for side in self.in_picture(part))
            kept[y0:y1, x0:x1] = True
        blank = np.full_like(self.gray, 255)
        return Paper(np.where(kept, self.gray, blank), np.where(kept, self.full, blank),
                     self.matrix, self.scale)  # fmt: skip

    def in_picture(self, box: Box) -> tuple[float, float, float, float]:
        """The other way round: exactly the pixels that `on_page` was given."""
        x0, y0, x1, y1 = (side * self.scale for side in box)
        x, y, _ = self.matrix @ [(x0 + x1) / 2, (y0 + y1) / 2, 1]
        spread = np.abs(np.linalg.inv(self.matrix)[:2, :2])
        w, h = np.linalg.solve(spread, [x1 - x0, y1 - y0])
        return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def paper_of(page: pdfium.PdfPage, dpi: int = DPI) -> Paper:
    import cv2

    colours, scale = _rendered(page, dpi)
    blue, green, red = cv2.split(colours)
    gray, full = cv2.max(cv2.max(blue, green), red), cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY)
    gray, full = _deepened(gray, full)
    turns = turns_of(gray)
    gray, full = np.rot90(gray, turns), np.rot90(full, turns)
    angle = angle_of(np.ascontiguousarray(gray))
    straighten = _rotation(angle, gray.shape)
    matrix = straighten @ _turning(turns, colours.shape)
    return Paper(_straight(gray, straighten, angle), _straight(full, straighten, angle),
                 matrix, scale)  # fmt: skip


def _rendered(page: pdfium.PdfPage, dpi: int) -> tuple[NDArray[np.uint8], float]:
    """(height, width, 3) and pixels to the point."""
    width, height = page.get_size()
    scale = min(dpi / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    found: NDArray[np.uint8] = page.render(scale=scale, rev_byteorder=False).to_numpy()
    return np.ascontiguousarray(found[:, :, :3]), scale


def _deepened(gray: Gray, full: Gray) -> tuple[Gray, Gray]:
    """Print that is faint all over the page as dark as fresh ink: what asks for dark strokes (how
    the sheet lies, where its words are) would find none. A page of ordinary ink is left alone."""
    paper, dark = shades_of(gray)
    if not FAINT <= paper - dark < DEEP:
        return gray, full
    factor = DEEP / (paper - dark)

    def deeper(picture: Gray) -> Gray:
        shades = paper - (paper - picture.astype(np.float32)) * factor
        return np.asarray(np.clip(shades, 0, 255), np.uint8)

    return deeper(gray), deeper(full)


def _turning(turns: int, shape: tuple[int, ...]) -> Matrix:
    """Where np.rot90 puts a pixel."""
    height, width = shape[:2]
    match turns % 4:
        case 1:
            return np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], float)
        case 2:
            return np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], float)
        case 3:
            return np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], float)
        case _:
            return np.eye(3)


def _rotation(angle: float, shape: tuple[int, ...]) -> Matrix:
    import cv2

    middle = (shape[1] / 2, shape[0] / 2)
    return np.vstack([cv2.getRotationMatrix2D(middle, angle, 1.0), [0, 0, 1]])


def _straight(picture: Gray, matrix: Matrix, angle: float) -> Gray:
    import cv2

    if not angle:
        return np.ascontiguousarray(picture)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(
        cv2.warpAffine(
            np.ascontiguousarray(picture), matrix[:2], size, flags=cv2.INTER_CUBIC, borderValue=255
        ),
        np.uint8,
    )


def angle_of(gray: Gray) -> float:
    """Degrees by which the sheet lies askew: the rows of ink are sharpest when it is straight."""
    import cv2

    factor = SMALL / gray.shape[1]
    small = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(np.float32)
    ink[ink < 40] = 0
    size, middle = (ink.shape[1], ink.shape[0]), (ink.shape[1] / 2, ink.shape[0] / 2)

    def sharpness(angle: float) -> float:
        turned = cv2.warpAffine(ink, cv2.getRotationMatrix2D(middle, angle, 1.0), size)
        return float((np.diff(turned.sum(axis=1)) ** 2).sum())

    best = max(np.arange(-STEEPEST, STEEPEST + COARSE, COARSE), key=sharpness)
    near = np.arange(best - COARSE, best + COARSE + FINE / 2, FINE)
    angle = float(max(near, key=sharpness))
    return 0.0 if abs(angle) < FINE or sharpness(angle) < 1.02 * sharpness(0.0) else angle


def turns_of(gray: Gray) -> int:
    """Quarter turns, against the clock, after which the text stands upright."""
    flat, upright = _words(gray), _words(np.ascontiguousarray(np.rot90(gray)))
    first, words = (0, flat) if _length(flat) >= _length(upright) else (1, upright)
    sample = sorted(words, key=_telling)[-SAMPLE:]
    if not sample or _sure(sample) >= DOUBTFUL:
        return first
    other = [np.ascontiguousarray(np.rot90(word, 2)) for word in sample]
    return first + 2 if _sure(other) > _sure(sample) else first


def _telling(word: Gray) -> tuple[bool, int]:
    """Long words tell most; very long ones tell no more, and cost more."""
    height, width = word.shape
    return width <= LONG_WORD * height, width


def _sure(words: list[Gray]) -> float:
    return float(np.mean([found.sure for found in read_lines(words)]))


def _length(words: list[Gray]) -> int:
    return sum(word.shape[1] for word in words)


def _words(gray: Gray) -> list[Gray]:
    """Pictures of stretches of ink that are longer than high, rules left out; looked for in half
    the size, which is enough to see where they are."""
    import cv2

    small = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, PALE, 255, cv2.THRESH_BINARY_INV)
    for shape in ((30, 1), (1, 30)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
        ink = cv2.subtract(ink, cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    blobs = cv2.dilate(ink, np.ones((3, 7), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(blobs)
    return [
        gray[max(0, 2 * y - 4) : 2 * (y + h) + 4, max(0, 2 * x - 4) : 2 * (x + w) + 4]
        for x, y, w, h, _ in stats[1:].tolist()
        if 7 <= h <= 35 and WORD * h <= w <= 15 * h
    ]
