"""The rules of a page that is a picture: long straight runs of ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.read.rules import Rule, Rules
from ingest.read.scan.engine import Gray

STROKE, SHORTEST = 11.0, 15.0  # points: the strokes of letters are shorter
THICKEST = 5.0
GAP = 2.0  # points: a pale rule is broken in print
NEIGHBOURHOOD = 15.0  # points over which the shade of the paper is taken
DARKER = 14  # than the paper around it, of 255
LONG = 60.0  # points: wider than the letters of any title


def rules_in(gray: Gray, scale: float) -> tuple[Rules, NDArray[np.bool_]]:
    """The rules in pixels, and where their ink is (so that words can be read without it)."""
    import cv2

    around = round(NEIGHBOURHOOD * scale) | 1
    ink = cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, DARKER
    )
    horizontal, flat = _runs(ink, scale)
    vertical, upright = _runs(np.ascontiguousarray(ink.T), scale)
    mask = _ruled(flat, upright.T, scale)
    return Rules(horizontal, vertical), mask


def _runs(ink: NDArray[np.uint8], scale: float) -> tuple[list[Rule], NDArray[np.uint8]]:
    """Horizontal ones."""
    import cv2

    run = np.ones((1, round(STROKE * scale)), np.uint8)
    kept = cv2.morphologyEx(cv2.morphologyEx(ink, cv2.MORPH_OPEN, run), cv2.MORPH_CLOSE,
                            np.ones((1, max(3, round(GAP * scale))), np.uint8))  # fmt: skip
    bridged = cv2.dilate(kept, np.ones((3, 3), np.uint8))
    _, labels, stats, middles = cv2.connectedComponentsWithStats(bridged)
    wide, high = stats[:, cv2.CC_STAT_WIDTH] - 2, stats[:, cv2.CC_STAT_HEIGHT] - 2
    ruled = (high <= THICKEST * scale) & (wide >= SHORTEST * scale)
    ruled[0] = False
    rules = [
        Rule(float(middles[n][1]), int(stats[n, 0]) + 1, int(stats[n, 0] + stats[n, 2]) - 1)
        for n in np.flatnonzero(ruled).tolist()
    ]
    return rules, np.where(ruled[labels], kept, 0).astype(np.uint8)


def _ruled(flat: NDArray[np.uint8], upright: NDArray[np.uint8], scale: float) -> NDArray[np.bool_]:
    """Ink of rules that cross others, or are long: 一 and — are neither."""
    import cv2

    both = cv2.bitwise_or(flat, np.ascontiguousarray(upright))
    joined = cv2.dilate(both, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    long = (stats[:, 2] >= LONG * scale) | (stats[:, 3] >= LONG * scale)
    long[0] = False
    ruled: NDArray[np.bool_] = long[labels]
    return ruled
