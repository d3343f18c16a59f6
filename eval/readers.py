"""Do the two readers read the same cells? pdfplumber is told nothing of what the fast one found.

    python -m eval.readers ../shared/disclosures [500]

A sample of the table pages by content hash: the same ones every time, of every file alike. Each
filled cell of the fast reader is sought among pdfplumber's own; what differs is listed by class.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.errors import ChazhangError
from ingest.read.pdf import read_pdf
from ingest.read.second import cell_at, read_cells
from ingest.records import Box, Document, Grid, GridCell

Cells = Sequence[tuple[str, Box]]
NO_TABLE, BEYOND, WORDS, DIGITS = (
    "no table for the second", "in no cell of the second", "other words", "other digits"
)  # fmt: skip


def order_of(sha256: str, page: int) -> str:
    """Pages in an order of chance that is the same on every machine."""
    return hashlib.sha256(f"{sha256}:{page}".encode()).hexdigest()


def table_pages(document: Document) -> dict[int, list[GridCell]]:
    """The filled cells of each page that has grids."""
    pages: dict[int, list[GridCell]] = defaultdict(list)
    for page in document.pages:
        for grid in (item for item in page.items if isinstance(item, Grid)):
            pages[page.number] += [c for c in grid.cells if c.text.strip() and c.ink]
    return {number: cells for number, cells in pages.items() if cells}


def unlike(cells: Iterable[GridCell], second: Cells) -> Iterator[tuple[str, str, str]]:
    """The class of each disagreement, what the first reads, what the second."""
    for cell in cells:
        ink = cell.ink
        if ink is None:
            continue
        found = cell_at(second, ink) or ""
        if _plain(cell.text) == _plain(found):
            continue
        yield _class_of(cell.text, found, second), cell.text, found


def _class_of(first: str, found: str, second: Cells) -> str:
    if not second:
        return NO_TABLE
    if not found:
        return BEYOND
    return WORDS if _digits(first) == _digits(found) else DIGITS


def _plain(text: str) -> str:
    return "".join(text.split())


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def sample(paths: Iterable[Path], size: int) -> Mapping[Path, dict[int, list[GridCell]]]:
    """The first `size` table pages of all in the order of chance; only their cells are kept."""
    best: list[tuple[str, Path, int, list[GridCell]]] = []
    for path in paths:
        try:
            document = read_pdf(path)
        except ChazhangError as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            continue
        pages = table_pages(document).items()
        best += [(order_of(document.sha256, n), path, n, cells) for n, cells in pages]
        best = sorted(best, key=lambda one: one[0])[:size]
    chosen: dict[Path, dict[int, list[GridCell]]] = defaultdict(dict)
    for _, path, number, cells in best:
        chosen[path][number] = cells
    return chosen


def main() -> int:
    folder, size = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 500
    counts: Counter[str] = Counter()
    cells = 0
    for path, pages in sample(sorted(folder.rglob("*.pdf")), size).items():
        for number, own in sorted(pages.items()):
            cells += len(own)
            for kind, first, second in unlike(own, read_cells(path, number)):
                counts[kind] += 1
                sys.stdout.write(f"{kind}: {path.name} p{number} {first[:40]!r} {second[:40]!r}\n")
    apart = sum(counts.values())
    sys.stdout.write(f"{cells} cells, {1 - apart / (cells or 1):.3%} alike, {dict(counts)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
