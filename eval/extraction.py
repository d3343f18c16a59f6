"""Which amounts printed in tables stand in exactly one cell, whole? No truth file is needed.

`python -m eval.extraction PATHS… [--json]` finds amounts and tables with pypdfium2's text and path
boxes alone, so a table that the reader does not see counts against it with all its amounts.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

import pypdfium2 as pdfium

from eval.printed import NUMERAL, Printed, printed_amounts
from ingest.errors import Unreadable
from ingest.read.pdf import count_pages, read_pages
from ingest.records import Box, Grid, GridCell, Page

BAR = 0.998
NEAR = 1.0  # the middle of an amount may stand this far outside the ruled cell


@dataclass(frozen=True, slots=True)
class Miss:
    """An amount that is in no cell, in two, cut in two or run together with another."""

    file: str
    page: int
    text: str
    why: str
    box: tuple[float, ...]
    found: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    amounts: int
    misses: tuple[Miss, ...]
    unread: tuple[str, ...]  # files that the reader refuses

    @property
    def share(self) -> float:
        return 1 - len(self.misses) / self.amounts if self.amounts else 0.0


def measure(paths: Iterable[Path]) -> Tally:
    amounts, misses, unread = 0, list[Miss](), list[str]()
    for path in paths:
        try:
            for page, printed in _read_twice(path):
                amounts += len(printed)
                misses.extend(misses_of(page, printed, path.name))
        except Unreadable as error:
            unread.append(f"{path.name}：{error}")
    return Tally(amounts, tuple(misses), tuple(unread))


def _read_twice(path: Path) -> Iterator[tuple[Page, list[Printed]]]:
    count_pages(path)  # what our reader refuses, pdfium refuses in words of its own
    with pdfium.PdfDocument(path) as document:
        for page in read_pages(path):
            opened = document[page.number - 1]
            yield page, printed_amounts(opened)
            opened.close()


def misses_of(page: Page, printed: Sequence[Printed], file: str) -> Iterator[Miss]:
    """Each cell may answer for as many amounts as it prints, no more."""
    grids = [item for item in page.items if isinstance(item, Grid)]
    left = {
        id(cell): Counter(NUMERAL.findall(cell.text))
        for grid in grids
        for cell in grid.cells
        if cell.text
    }
    for amount in printed:
        why, found = _fault(amount, grids, left)
        if why:
            box = tuple(round(side, 1) for side in amount.box)
            yield Miss(file, page.number, amount.text, why, box, found)


def _fault(
    amount: Printed, grids: Sequence[Grid], left: Mapping[int, Counter[str]]
) -> tuple[str, str]:
    cells = [cell for grid in grids for cell in grid.cells if _stands_in(amount.box, cell)]
    if not cells:
        return "in no cell", ""
    texts = " | ".join(cell.text[:60] for cell in cells)
    for text in (amount.text, *amount.wrapped):
        whole = [cell for cell in cells if left.get(id(cell), Counter())[text] > 0]
        if len(whole) == 1:
            left[id(whole[0])][text] -= 1
            return "", ""
        if whole:
            return "in two cells", texts
    if any(amount.text in numeral for c in cells for numeral in NUMERAL.findall(c.text)):
        return "glued", texts
    return "split or changed", texts


def _stands_in(box: Box, cell: GridCell) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return any(
        b.x0 - near <= x <= b.x1 + near and b.top - near <= y <= b.bottom + near
        for b, near in ((cell.ink, 0.0), (cell.region, 0.0), (cell.ink, NEAR))
        if b is not None
    )


def _json(tally: Tally) -> str:
    return json.dumps(asdict(tally) | {"share": tally.share}, ensure_ascii=False, indent=1)


def _text(tally: Tally) -> str:
    lines = [
        "\t".join((m.file, str(m.page), m.text, m.why, m.found, str(m.box))) for m in tally.misses
    ]
    lines += tally.unread
    kinds = dict(Counter(miss.why for miss in tally.misses))
    lines.append(f"{tally.amounts} amounts, {len(tally.misses)} missed {kinds}: {tally.share:.4%}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    named = [Path(argument) for argument in arguments if not argument.startswith("--")]
    files = chain.from_iterable(
        sorted(path.rglob("*.pdf")) if path.is_dir() else [path] for path in named
    )
    tally = measure(files)
    told = _json(tally) if "--json" in arguments else _text(tally)
    sys.stdout.write(told + "\n")
    return 0 if tally.share >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
