"""A stretch of a paragraph's text → the place on paper it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.interpret.vocabulary import squeeze
from ingest.records import Box, Line, Paragraph, Source, least_sure


def union(boxes: Iterable[Box | None]) -> Box | None:
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    return Box(
        min(box.x0 for box in found),
        min(box.top for box in found),
        max(box.x1 for box in found),
        max(box.bottom for box in found),
    )


def lines_of(paragraph: Paragraph, start: int, end: int) -> list[int]:
    """Which lines hold text[start:end]."""
    stops = [*paragraph.offsets[1:], len(paragraph.text)]
    return [
        place
        for place, (first, stop) in enumerate(zip(paragraph.offsets, stops, strict=False))
        if first < end and start < stop
    ]


def span_source(paragraph: Paragraph, start: int, end: int, file: str) -> Source:
    """Its glyphs where it stands on one line, else the whole lines it runs over."""
    held = lines_of(paragraph, start, end)
    if len(held) != 1:
        return lines_source([paragraph.lines[place] for place in held], file)
    line = paragraph.lines[held[0]]
    first = start - paragraph.offsets[held[0]]
    glyphs = [place for place, char in enumerate(line.text) if not char.isspace()]
    wanted = glyphs[first : first + end - start]
    if line.box is not None and len(line.boxes) != len(line.text):
        return lines_source([line], file)
    box = union(line.boxes[place] for place in wanted) if line.boxes else None
    text = paragraph.text[start:end]
    return Source(file, page_of(line), box, text, line.number, reading=line.reading, spot=line.spot)


def sentence_source(paragraph: Paragraph, start: int, end: int, file: str) -> Source:
    return lines_source([paragraph.lines[p] for p in lines_of(paragraph, start, end)], file)


def lines_source(lines: list[Line], file: str) -> Source:
    """Whole lines, of the first page they stand on."""
    here = [line for line in lines if line.page == lines[0].page]
    text = "".join(squeeze(line.text) for line in here)
    box, reading = union(line.box for line in here), least_sure(line.reading for line in here)
    return Source(
        file, page_of(here[0]), box, text, here[0].number, reading=reading, spot=here[0].spot
    )


def page_of(line: Line) -> int | None:
    """Office files have no pages."""
    return line.page if line.spot is None else None


def page_sources(lines: Iterable[Line], file: str) -> Iterator[Source]:
    """One source for each page."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for page in sorted(by_page):
        yield lines_source(by_page[page], file)
