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

import pypdfium2 as pdfium

from ingest.errors import ChazhangError
from ingest.read.frame import frame_of
from ingest.read.glyphs import Glyph, read_glyphs
from ingest.read.pdf import read_pdf
from ingest.read.second import cell_at, read_cells
from ingest.records import Box, Document, Grid, GridCell

Cells = Sequence[tuple[str, Box]]
NO_TABLE, BEYOND, HIDDEN, WORDS, DIGITS = (
    "no table for the second", "in no cell of the second", "letters that the page does not show",
    "other words", "other digits"
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


def unlike(
    cells: Iterable[GridCell], second: Cells, shown: Sequence[Glyph] = ()
) -> Iterator[tuple[str, str, str]]:
    """The class of each disagreement, what the first reads, what the second; `shown` are the
    letters of the page that can be seen."""
    for cell in cells:
        if cell.ink is None:
            continue
        text, box = cell_at(second, cell.ink) or ("", None)
        if _plain(cell.text) == _plain(text):
            continue
        if not second:
            kind = NO_TABLE
        elif box is None:
            kind = BEYOND
        elif shown and sorted(cell.text) == sorted(_seen(shown, box)):
            kind = HIDDEN
        else:
            kind = WORDS if _digits(cell.text) == _digits(text) else DIGITS
        yield kind, cell.text, text


def _seen(shown: Iterable[Glyph], box: Box) -> str:
    middle = ((g.text, (g.box.x0 + g.box.x1) / 2, (g.box.top + g.box.bottom) / 2) for g in shown)
    return "".join(
        text for text, x, y in middle if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
    )


def letters(path: Path, numbers: Iterable[int]) -> dict[int, list[Glyph]]:
    """The letters that can be seen on these pages."""
    with pdfium.PdfDocument(path) as document:
        pages = {number: document[number - 1] for number in numbers}
        return {n: read_glyphs(p.get_textpage(), frame_of(p)).glyphs for n, p in pages.items()}


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
        shown = letters(path, pages)
        for number, own in sorted(pages.items()):
            cells += len(own)
            for kind, first, second in unlike(own, read_cells(path, number), shown[number]):
                counts[kind] += 1
                sys.stdout.write(f"{kind}: {path.name} p{number} {first[:40]!r} {second[:40]!r}\n")
    apart = sum(counts.values())
    sys.stdout.write(f"{cells} cells, {1 - apart / (cells or 1):.3%} alike, {dict(counts)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
