"""A sample PDF, read and joined to whole tables, held cell by cell against the truth beside it.

    python -m eval.truth ../shared/samples/founding_scan200.pdf [--show]

Amounts must be the same; labels are compared after folding brackets and marks. Rows are aligned by
what they say, since a scan may part or join some; within a row a cell counts where it stands in its
own column. Amounts that are wrong and yet sure are told apart: there must be none.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ingest.amount import is_amount
from ingest.reading import read_file
from ingest.records import Cell, Reading, Table

ALIKE = 0.3  # of the text of two rows that are one


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", "".join(text.split()))
    return plain.translate(str.maketrans("；，：（）", ";,:()"))


def outcomes(truth: dict[str, Any], table: Table | None) -> Iterator[tuple[str, str, str]]:
    """(amount_right, label_wrong, …; as printed; as read) for each filled cell of the truth."""
    held = _rows(table) if table else []
    pairs = dict(_aligned([_said(row) for row in truth["grid"]], [_text(row) for row in held]))
    for number, row in enumerate(truth["grid"]):
        own = held[pairs[number]] if number in pairs else {}
        for column, text in enumerate(row):
            if text:
                yield from _outcome(text, own.get(column), own)


def _outcome(text: str, cell: Cell | None, row: dict[int, Cell]) -> Iterator[tuple[str, str, str]]:
    number = "".join(text.split()).removesuffix("%")  # a percentage is a number, too
    kind = "amount" if is_amount(number) else "label"
    read = cell.text if cell else ""
    if folded(read) == folded(text):
        yield f"{kind}_right", text, read
        return
    if any(folded(other.text) == folded(text) for other in row.values()):
        yield f"{kind}_in_another_column", text, read
        return
    sure = cell is not None and cell.source is not None and cell.source.reading is Reading.SCAN
    yield f"{kind}_wrong{'_and_sure' if sure and kind == 'amount' and read else ''}", text, read


def _rows(table: Table) -> list[dict[int, Cell]]:
    rows: list[dict[int, Cell]] = [{} for _ in range(table.n_rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell
    return rows


def _text(row: dict[int, Cell]) -> str:
    return "|".join(folded(cell.text) for _, cell in sorted(row.items()) if cell.text)


def _said(row: Sequence[str | None]) -> str:
    return "|".join(folded(text) for text in row if text)


def _aligned(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of rows in order, as alike in all as can be."""
    best = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    alike = [[SequenceMatcher(None, a, b, autojunk=False).ratio() for b in other] for a in one]
    for i in range(len(one) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            both = best[i + 1][j + 1] + alike[i][j] if alike[i][j] > ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(one) and j < len(other):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _tables(
    truth: Sequence[dict[str, Any]], read: Sequence[Table]
) -> Iterator[tuple[dict[str, Any], Table | None]]:
    """Each with the one on its page that says most of the same."""
    for one in truth:
        said = "|".join(_said(row) for row in one["grid"])
        near = [t for t in read if t.pages[0] <= one["page"] <= t.pages[-1]]
        score = {
            t.number: SequenceMatcher(
                None, said, "|".join(map(_text, _rows(t))), autojunk=False
            ).quick_ratio()
            for t in near
        }
        yield one, max(near, key=lambda t: score[t.number], default=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("path", type=Path)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    truth = json.loads(given.path.with_suffix(".json").read_text(encoding="utf-8"))
    read = read_file(given.path)
    counts: Counter[str] = Counter()
    for one, table in _tables(truth["tables"], read.tables):
        own: Counter[str] = Counter()
        for what, text, found in outcomes(one, table):
            own[what] += 1
            if given.show and not what.endswith("_right"):
                print(f"    {what}\t{text!r}\t{found!r}", flush=True)  # noqa: T201
        print(one["page"], one["title"], json.dumps(own), flush=True)  # noqa: T201
        counts += own
    print(json.dumps(counts))  # noqa: T201


if __name__ == "__main__":
    main()
