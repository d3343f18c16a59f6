"""Page numbers: they are no text of the document."""

from __future__ import annotations

import re

DASHES = r"[-—–―－~·.]*"
PAGE_NUMBER = re.compile(
    rf"{DASHES}(?:\d{{1,4}}|第\d{{1,4}}页|共\d{{1,4}}页|第\d{{1,4}}页[,，]?共\d{{1,4}}页|"
    rf"共\d{{1,4}}页[,，]?第\d{{1,4}}页|\d{{1,4}}/\d{{1,4}})(?:页)?{DASHES}"
)
EDGE = 0.13  # page numbers stand in this share of the height


def is_page_number(text: str, top: float, bottom: float, height: float) -> bool:
    """Whether a line at this place of a page, in points, says which page it is."""
    at_edge = bottom < EDGE * height or top > (1 - EDGE) * height
    return at_edge and bool(PAGE_NUMBER.fullmatch(text))
