"""What the side panel shows of a cited place: the picture of the page, or lines of a text file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.answer import Citation
from assistant.drawing import draw_apart
from ingest.records import Box, Table

NEIGHBOURS = 4  # lines of a text file shown on each side
MOST_TEXT = 20_000_000


@lru_cache(maxsize=64)
def picture(
    path: Path, citation: Citation, table: Table | None, whole: bool, also: tuple[Box, ...] = ()
) -> bytes:
    """The page as WEBP. A file never changes under its sha256, so this may be kept."""
    return draw_apart(path, citation, table, whole=whole, also=also)


def text_lines(path: Path, citation: Citation) -> list[tuple[int, str, bool]]:
    """The cited line with its neighbours: (number, text, is it the one)."""
    with path.open("rb") as file:
        lines = file.read(MOST_TEXT).decode("utf-8", "replace").splitlines()
    if citation.line is None or not 1 <= citation.line <= len(lines):
        return []
    first = max(1, citation.line - NEIGHBOURS)
    last = min(len(lines), citation.line + NEIGHBOURS)
    return [(n, lines[n - 1].strip("\f"), n == citation.line) for n in range(first, last + 1)]
