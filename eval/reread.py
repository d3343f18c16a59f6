"""Does every citation say what the page says? Read again with two libraries, neither of them ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pypdfium2 as pdfium

from ingest.read.frame import frame_of
from ingest.read.glyphs import fold_radicals
from ingest.records import Box

TOUCHED = 0.5  # points of a character in the box, below which it is only a neighbour


class Tally(NamedTuple):
    """How many distinct places are cited, and how many each library reads as they were cited."""

    places: int
    reread: int
    reread_otherwise: int


def reread(citation: Mapping[str, Any]) -> bool:
    """pypdfium2: what stands inside `bbox` on `page` of `file` is `text`, white space aside."""
    with pdfium.PdfDocument(Path(citation["file"])) as document:
        page = document[citation["page"] - 1]
        box = frame_of(page).page_box(Box(*citation["bbox"]))
        found = page.get_textpage().get_text_bounded(*box)
    return _read(found) == "".join(citation["text"].split())


def reread_otherwise(citation: Mapping[str, Any]) -> bool:
    """The same with pdfplumber."""
    return _reread_page([citation])[0]


def count(citations: Iterable[Mapping[str, Any]]) -> Tally:
    """Counts the citations of PDFs; one without a box was never read again, and counts so."""
    cited = [c for c in citations if c["page"] is not None]
    places = {(c["file"], c["page"], tuple(c["bbox"] or ()), c["text"]): c for c in cited}
    boxed = [c for c in places.values() if c["bbox"]]
    by_page = defaultdict(list)
    for c in boxed:
        by_page[c["file"], c["page"]].append(c)
    otherwise = sum(sum(_reread_page(page)) for page in by_page.values())
    return Tally(len(places), sum(map(reread, boxed)), otherwise)


def _reread_page(citations: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Citations of one page, whose characters pdfplumber is slow to read."""
    with pdfplumber.open(citations[0]["file"]) as document:
        chars = document.pages[citations[0]["page"] - 1].chars
        return [_stands_in(chars, c["bbox"], c["text"]) for c in citations]


def _stands_in(chars: Iterable[Mapping[str, Any]], bbox: Sequence[float], text: str) -> bool:
    """Whether the characters in the box are those of `text`, in any order: pdfplumber lists them
    as they were drawn. It gives a character's whole width where the box is round the ink, so
    half of a full-width bracket may stand outside."""
    x0, top, x1, bottom = bbox
    inside = [
        c["text"]
        for c in chars
        if min(x1, c["x1"]) - max(x0, c["x0"]) > TOUCHED
        and top <= (c["top"] + c["bottom"]) / 2 <= bottom
    ]
    return sorted(_read("".join(inside))) == sorted("".join(text.split()))


def _read(text: str) -> str:
    return fold_radicals("".join(text.split()))
