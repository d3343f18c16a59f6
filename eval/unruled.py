"""Tables whose columns no rule parts: disclosures printed anew without rules, read, and compared.

    python -m eval.unruled PDFS… [--only bare] [--show]

Each PDF (drawn from the truth beside it, else from what was read of it) is printed by Chromium in
several manners, and its facts are held against those of the same pages printed with all rules. What
counts most is `wrong`: facts that the ruled pages do not have. It must be 0; what is not taken for
lack of proof is `refused`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.formats import html
from eval.formats.__main__ import pieces_of
from eval.formats.printed import Piece
from ingest.errors import Unreadable
from ingest.reading import read_file
from ingest.records import Disclosure, Fact

SHEET = """
@page { size: A4 landscape; margin: 12mm }
body { font: 9pt 'Noto Sans CJK SC', serif }
table { border-collapse: collapse; margin: 6px 0 22px; break-inside: avoid }
td, th { padding: 2px 9px; font-weight: normal }
td.n { text-align: right }
p:has(+table), p:has(+p+table), p:has(+p+p+table) { break-after: avoid }
"""
RULED = "td, th { border: 1px solid #000 }"
MANNERS = {
    "bare": "",
    "across": "tr { border-top: 1px solid #000; border-bottom: 1px solid #000 }",
    "three_rules": "table { border-top: 1px solid #000; border-bottom: 1px solid #000 }"
    "tr:has(th) { border-bottom: 1px solid #000 }",
    "down": "td, th { border-left: 1px solid #000; border-right: 1px solid #000 }"
    "th { border: 1px solid #000 } table { border: 1px solid #000 }",
    "zebra": "tr:nth-child(even) td { background: #e8eef7 }",
    "to_the_left": "td.n { text-align: left }",
    "in_the_middle": "td.n { text-align: center }",
    "crowded": "td, th { padding: 0 4px }",
    "wide": "table { width: 100% }",
    "heads_to_the_left": "th { text-align: left }",
    "wide_heads_left": "table { width: 100% } th { text-align: left }",
    "wide_heads_right": "table { width: 100% } th { text-align: right } td.n { text-align: left }",
}
NUMBER = re.compile(r"<td>(-?[\d,]*\d\.\d+|\d{1,3}(?:,\d{3})+)</td>")
Meaning = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What became of the facts that the ruled pages have."""

    facts: int
    right: int
    wrong: tuple[Meaning, ...]
    refused: tuple[Meaning, ...]

    def counts(self) -> dict[str, int]:
        return {"facts": self.facts, "right": self.right, "refused": len(self.refused),
                "wrong": len(self.wrong)}  # fmt: skip


def compare(path: Path, manners: Sequence[str], folder: Path) -> Iterator[tuple[str, Held]]:
    pieces = pieces_of(path, read_file(path))
    truth = meanings(printed(pieces, RULED, folder / f"{path.stem}-ruled.pdf"))
    for manner in manners:
        read = meanings(printed(pieces, MANNERS[manner], folder / f"{path.stem}-{manner}.pdf"))
        wrong, refused = (read - truth).elements(), (truth - read).elements()
        yield manner, Held(truth.total(), (truth & read).total(), tuple(wrong), tuple(refused))


def printed(pieces: list[Piece], style: str, out: Path) -> Path:
    """A PDF of the pieces, by Chromium."""
    page = html.draw(pieces).decode().replace("border=1", "")
    page = page.replace("<head>", f"<head><style>{SHEET}{style}</style>")
    source = out.with_suffix(".html")
    source.write_text(NUMBER.sub(r'<td class="n">\1</td>', page), encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         "--disable-background-networking", f"--user-data-dir={out.parent}/profile",
         f"--print-to-pdf={out}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return out


def meanings(path: Path) -> Counter[Meaning]:
    try:
        held: Disclosure = read_file(path)
    except Unreadable:
        return Counter()
    return Counter(_meaning(fact) for fact in held.facts if fact.amount is not None)


def _meaning(fact: Fact) -> Meaning:
    return fact.form, fact.side, fact.row, fact.column, fact.code, fact.amount, fact.year


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--only", choices=MANNERS)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    given = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as made:
        for path in given.paths:
            manners = [given.only] if given.only else list(MANNERS)
            for manner, held in compare(path, manners, given.keep or Path(made)):
                counts.setdefault(manner, Counter()).update(held.counts())
                print(manner, path.name, json.dumps(held.counts()), flush=True)  # noqa: T201
                for one in held.wrong[:40] if given.show else ():
                    meant = next((r for r in held.refused if r[5] == one[5]), None)
                    print("    +", one[:5], one[5], "\n    -", meant and meant[:5])  # noqa: T201
    for manner, own in counts.items():
        print(json.dumps({"manner": manner, **own}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
