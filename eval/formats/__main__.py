"""Do Word, Excel and web pages give the facts of the PDF that they are drawn from?

    python -m eval.formats PATHS… [--show]

Each path is a PDF; where NAME.json lies beside it, it is drawn from that truth, else from what was
read of it. Each is drawn in every manner, read, and its facts and statements held against the
PDF's: all that is printed, its labels, codes, amounts and years. Places are not compared, but every
cell is read again where it is said to stand.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.formats import docx, html, xlsx
from eval.formats.printed import Piece, from_disclosure, from_truth
from ingest.errors import Unreadable
from ingest.read.again.rereader import SpotRereader
from ingest.reading import read_document, read_file
from ingest.recognise.file import recognise
from ingest.records import Disclosure

DRAWERS = {"docx": docx, "xlsx": xlsx, "html": html}


@dataclass(frozen=True, slots=True)
class Held:
    """One file in one manner held against its PDF."""

    file: str
    manner: str
    facts: int  # of the PDF
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    statements: int
    unsaid: int  # statements of the PDF that are not found
    lost: int  # cells that do not read the same a second time
    why: str = ""

    @property
    def same(self) -> int:
        return self.facts - len(self.missing)


def compare(path: Path) -> Iterator[Held]:
    pdf = read_file(path)
    pieces = pieces_of(path, pdf)
    with tempfile.TemporaryDirectory() as folder:
        for suffix, drawer in DRAWERS.items():
            for manner in drawer.MANNERS:
                drawn = Path(folder, f"{path.stem}.{suffix}")
                drawn.write_bytes(drawer.draw(pieces, manner))
                yield _held(path.stem, f"{suffix} {manner}", pdf, drawn)


def pieces_of(path: Path, pdf: Disclosure) -> list[Piece]:
    truth = path.with_suffix(".json")
    if truth.exists():
        return from_truth(json.loads(truth.read_text(encoding="utf-8")))
    return from_disclosure(pdf, recognise(read_document(path)).paragraphs)


def _held(name: str, manner: str, pdf: Disclosure, drawn: Path) -> Held:
    try:
        read = read_file(drawn)
    except Unreadable as error:
        return Held(name, manner, len(pdf.facts), (), (), 0, 0, 0, str(error))
    one, other = facts_of(pdf), facts_of(read)
    said, heard = told_of(pdf), told_of(read)
    return Held(
        name, manner, one.total(), tuple((one - other).elements()), tuple((other - one).elements()),
        said.total(), (said - heard).total(), lost_cells(read, drawn),
    )  # fmt: skip


def facts_of(held: Disclosure) -> Counter[str]:
    return Counter(
        repr((f.form, f.side, f.row, f.column, f.code, f.amount, f.text, f.year))
        for f in held.facts
    )


def told_of(held: Disclosure) -> Counter[str]:
    return Counter(
        repr((s.subject, s.role, s.amount, s.year, s.compared_with)) for s in held.statements
    )


def lost_cells(held: Disclosure, path: Path) -> int:
    again = SpotRereader()
    sources = (c.source for t in held.tables for c in t.cells if c.source)
    return sum(
        again.read(path, held.media, at.spot, at.text, whole=True) != at.text
        for at in sources
        if at.spot
    )


def main(arguments: Sequence[str]) -> int:
    paths = [Path(a) for a in arguments if not a.startswith("--")]
    rows = []
    for path in paths:
        for row in compare(path):
            rows.append(row)
            sys.stdout.write(
                f"{row.file[:24]}\t{row.manner}\t{row.same}/{row.facts}\t+{len(row.surplus)}\t"
                f"{row.statements - row.unsaid}/{row.statements}\t{row.lost}\t{row.why}\n"
            )
            if "--show" in arguments:
                for sign, told in (("-", row.missing), ("+", row.surplus)):
                    sys.stdout.writelines(f"    {sign} {text[:240]}\n" for text in told[:5])
            sys.stdout.flush()
    for manner in dict.fromkeys(row.manner for row in rows):
        here = [row for row in rows if row.manner == manner]
        same, facts = sum(r.same for r in here), sum(r.facts for r in here)
        extra, lost = sum(len(r.surplus) for r in here), sum(r.lost for r in here)
        sys.stdout.write(
            f"{manner}\t{same}/{facts} = {same / max(1, facts):.2%}\t+{extra}\t{lost} lost\n"
        )
    return 0 if all(not r.missing and not r.surplus and not r.lost for r in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
