"""Where a colour stands in a picture."""

from __future__ import annotations

from PIL import Image, ImageChops

Colour = tuple[int, int, int]


def extent_of(picture: Image.Image, colour: Colour, near: int = 40) -> tuple[int, int, int, int]:
    """First and last column and row with the colour (within `near`, for lossy pictures)."""
    apart = ImageChops.difference(picture, Image.new("RGB", picture.size, colour))
    bands = [band.point([255 if v <= near else 0 for v in range(256)]) for band in apart.split()]
    found = ImageChops.darker(ImageChops.darker(bands[0], bands[1]), bands[2]).getbbox()
    assert found is not None, "the colour is not in the picture"
    left, top, right, bottom = found
    return left, top, right - 1, bottom - 1
