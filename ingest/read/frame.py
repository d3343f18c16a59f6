"""How the space of a page lies to what is displayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ingest.records import Box

# One point, or the points of a whole page at once.
Number = TypeVar("Number", float, NDArray[np.float64])


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

    def displayed(self, x: Number, y: Number) -> tuple[Number, Number]:
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
