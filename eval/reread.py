"""Does every citation say what the page says? Read again with two libraries, neither of them ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2 as pdfium

from ingest.read.glyphs import fold_radicals, frame_of
from ingest.records import Box


def reread(citation: Mapping[str, Any]) -> bool:
    """pypdfium2: what stands inside `bbox` on `page` of `file` is `text`, white space aside."""
    with pdfium.PdfDocument(Path(citation["file"])) as document:
        page = document[citation["page"] - 1]
        box = frame_of(page).page_box(Box(*citation["bbox"]))
        found = page.get_textpage().get_text_bounded(*box)
    return fold_radicals("".join(found.split())) == "".join(citation["text"].split())


def reread_otherwise(citation: Mapping[str, Any]) -> bool:
    """The same with pdfplumber: the characters whose centre lies in the box."""
    with pdfplumber.open(citation["file"]) as document:
        page = document.pages[citation["page"] - 1]
        x0, top, x1, bottom = citation["bbox"]
        inside = [
            c["text"]
            for c in page.chars
            if x0 <= (c["x0"] + c["x1"]) / 2 <= x1 and top <= (c["top"] + c["bottom"]) / 2 <= bottom
        ]
    found = fold_radicals("".join("".join(inside).split()))
    return sorted(found) == sorted("".join(citation["text"].split()))


def count(citations: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """How many distinct citations of PDFs there are, and how many read again as said."""
    places = {(c["file"], c["page"], tuple(c["bbox"]), c["text"]): c for c in citations if c["bbox"]}
    return len(places), sum(reread(c) for c in places.values())
