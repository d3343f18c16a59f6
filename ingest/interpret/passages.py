"""Paragraphs → passages that are found and quoted: a section piece, or one glossary entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from ingest.interpret.labels import ORDINALS
from ingest.interpret.spans import lines_of, page_sources
from ingest.interpret.vocabulary import words
from ingest.records import Line, Paragraph, Passage, PassageKind

LONGEST = 350
SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
ENTRY = re.compile(r"^(?P<term>[^。；]{2,40}?)(?:[:：]|，?是指|指的是|，指|指(?=[^标示导派引定]))")
LEADER = re.compile(r"[.…·]{6,}")


@dataclass(slots=True)
class Piece:
    headings: tuple[str, ...]
    text: str = ""
    lines: list[Line] = field(default_factory=list)


def paragraph_passages(paragraphs: Iterable[Paragraph], file: str) -> tuple[Passage, ...]:
    found: dict[str, Passage] = {}
    told = [p for p in paragraphs if p.lines and not LEADER.search(p.text)]
    for piece in (*_narrative(p for p in told if not is_glossary(p)), *_entries(told)):
        term = _term(piece.text) if is_glossary_path(piece.headings) else ""
        kind = PassageKind.GLOSSARY if term else PassageKind.NARRATIVE
        key = sha256("\n".join((*piece.headings, piece.text)).encode()).hexdigest()[:24]
        sources = tuple(page_sources(dict.fromkeys(piece.lines), file))
        found.setdefault(key, Passage(key, kind, piece.headings, term, piece.text, sources))
    return tuple(found.values())


def is_glossary_path(headings: tuple[str, ...]) -> bool:
    return any(word in heading for heading in headings for word in words("narrative")["glossary"])


def is_glossary(paragraph: Paragraph) -> bool:
    return is_glossary_path(paragraph.headings)


def _term(text: str) -> str:
    found = ENTRY.match(text)
    if not found:
        return ""
    term = found["term"]
    for numbering in ORDINALS:
        term = numbering.sub("", term)
    return term.strip('“”"《》') if not re.search("[“”]", term[1:-1]) else term


def _narrative(paragraphs: Iterable[Paragraph]) -> Iterator[Piece]:
    """Paragraphs of one heading together, cut at sentence ends where they grow long."""
    piece: Piece | None = None
    for paragraph in paragraphs:
        for start, end in _cuts(paragraph.text):
            text = paragraph.text[start:end]
            same = piece is not None and piece.headings == paragraph.headings
            if piece is None or not same or len(piece.text) + len(text) > LONGEST:
                if piece is not None:
                    yield piece
                piece = Piece(paragraph.headings)
            piece.text += text
            piece.lines += [paragraph.lines[i] for i in lines_of(paragraph, start, end)]
    if piece is not None:
        yield piece


def _cuts(text: str) -> list[tuple[int, int]]:
    if len(text) <= LONGEST:
        return [(0, len(text))]
    return [match.span() for match in SENTENCE.finditer(text)]


def _continues(piece: Piece, paragraph: Paragraph) -> bool:
    """A finished entry is not carried on by a line that is no sentence: that is a title."""
    return paragraph.text.endswith(("。", "；", "，")) or not piece.text.endswith("。")


def _entries(paragraphs: list[Paragraph]) -> Iterator[Piece]:
    """One piece for each entry; a paragraph without a term goes on with the entry above."""
    piece: Piece | None = None
    for paragraph in paragraphs:
        if not is_glossary(paragraph):
            continue
        goes_on = piece is not None and not _term(paragraph.text) and _continues(piece, paragraph)
        if piece is None or not goes_on or piece.headings != paragraph.headings:
            if piece is not None:
                yield piece
            piece = Piece(paragraph.headings)
        piece.text += paragraph.text
        piece.lines += paragraph.lines
    if piece is not None:
        yield piece
