"""A third opinion on digits that owes nothing to the recogniser: the shapes on the page itself.

The digits of one page are of few founts. Each that was read as 3 is laid over the others read as 3,
and over those read as anything else: one that looks more like the others was misread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.read.scan.engine import Gray
from ingest.read.scan.ink import Band, ink_in, shades_of

SIZE = (24, 16)
FEWEST = 3  # of a digit, before its shape is known
NEARER = 0.9  # another digit must be this much nearer to be preferred

Shape = NDArray[np.float32]
Given = tuple[Gray, Band, str] | None


def shapes_agree(lines: Sequence[Given]) -> list[bool | None]:
    """For each line with a number whether its digits look like themselves; None where the digits
    cannot be told apart, or too few are there to compare with."""
    parted = [list(_glyphs(*line)) if line else [] for line in lines]
    known = _means(parted)
    return [_agree(glyphs, known) for glyphs in parted]


def _glyphs(gray: Gray, band: Band, text: str) -> Iterator[tuple[str, Shape]]:
    """(character, its picture), none where there are not as many pieces of ink as characters."""
    import cv2

    window = gray[band.y0 : band.y1, band.x0 : band.x1]
    columns = ink_in(window).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], columns.astype(np.int8), [0]])))
    spans = edges.reshape(-1, 2)
    if len(spans) != len(text):
        return
    paper = max(1.0, float(shades_of(gray)[0]))
    for (start, end), character in zip(spans.tolist(), text, strict=True):
        piece = window[:, start:end].astype(np.float32)
        if character.isdigit():
            wide = cv2.resize(piece, SIZE[::-1], interpolation=cv2.INTER_AREA)
            dark = np.clip(paper - wide, 0, None)
            yield character, dark / max(1e-3, float(np.linalg.norm(dark)))
        elif (end - start) * 1.2 > window.shape[0] and character in ".,":
            return  # a mark as wide as a letter is none
        else:
            yield character, np.zeros(SIZE, np.float32)


def _means(parted: Sequence[Sequence[tuple[str, Shape]]]) -> dict[str, tuple[Shape, int]]:
    """digit → the sum of its shapes, and how many there are."""
    found: dict[str, list[Shape]] = defaultdict(list)
    for glyphs in parted:
        for character, shape in glyphs:
            if character.isdigit():
                found[character].append(shape)
    return {digit: (np.sum(shapes, axis=0), len(shapes)) for digit, shapes in found.items()}


def _agree(glyphs: Sequence[tuple[str, Shape]], known: dict[str, tuple[Shape, int]]) -> bool | None:
    if not glyphs:
        return None
    enough = True
    for digit, shape in glyphs:
        if not digit.isdigit():
            continue
        total, count = known[digit]
        if count <= FEWEST:
            enough = False
            continue
        own = _apart(shape, total - shape)
        others = (_apart(shape, s) for d, (s, n) in known.items() if d != digit and n >= FEWEST)
        if min(others, default=9.0) < NEARER * own:
            return False
    return True if enough else None


def _apart(shape: Shape, total: Shape) -> float:
    """The distance to the mean of others, both of length one."""
    return float(np.linalg.norm(shape - total / max(1e-6, float(np.linalg.norm(total)))))
