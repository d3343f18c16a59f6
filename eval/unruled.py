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
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from eval.formats import html
from eval.formats.__main__ import pieces_of
from eval.formats.printed import Piece
from ingest.errors import Unreadable
from ingest.reading import read_file
from ingest.records import Disclosure, Fact

SHEET = "@page{size:A4 landscape;margin:12mm} body{font:9pt 'Noto Sans CJK SC',serif} table{border-collapse:collapse;margin:6px 0 22px} td,th{padding:2px 9px;font-weight:normal} th{text-align:center} td.n{text-align:right} table{break-inside:avoid} p:has(+table),p:has(+p+table),p:has(+p+p+table){break-after:avoid}"
RULED = "td,th{border:1px solid #000}"
MANNERS = {
    "bare": "td,th{border:0}",
    "across": "td,th{border:0} tr{border-top:1px solid #000;border-bottom:1px solid #000}",
    "three_rules": "td,th{border:0} table{border-top:1px solid #000;border-bottom:1px solid #000} tr:has(th){border-bottom:1px solid #000}",
    "to_the_left": "td,th{border:0} td.n{text-align:left}",
    "in_the_middle": "td,th{border:0} td.n{text-align:center} th{text-align:center}",
    "crowded": "td,th{border:0;padding:0 4px}",
    "wide": "td,th{border:0} table{width:100%}",
    "zebra": "td,th{border:0} tr:nth-child(even) td{background:#e8eef7}",
    "wide_heads_left": "td,th{border:0} table{width:100%} th{text-align:left}",
    "wide_heads_right": "td,th{border:0} table{width:100%} th{text-align:right} td.n{text-align:left}",
    "heads_to_the_left": "td,th{border:0} th{text-align:left}",
}  # fmt: skip


def printed(pieces: list[Piece], style: str, out: Path) -> Path:
    """A PDF of the pieces, by Chromium."""
    page = html.draw(pieces).decode().replace("border=1", "")
    page = page.replace("<head>", f"<head><style>{SHEET}{style}</style>")
    for number in _numbers(page):
        page = page.replace(f"<td>{number}</td>", f'<td class="n">{number}</td>')
    source = out.with_suffix(".html")
    source.write_text(page, encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         "--disable-background-networking", f"--user-data-dir={out.parent}/profile",
         f"--print-to-pdf={out}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return out


def _numbers(page: str) -> set[str]:
    import re

    return set(re.findall(r"<td>(-?[\d,]*\d\.\d+|\d{1,3}(?:,\d{3})+)</td>", page))


def held_by(path: Path) -> Disclosure | None:
    try:
        return read_file(path)
    except Unreadable:
        return None


def meanings(held: Disclosure | None) -> Counter[tuple[object, ...]]:
    return (
        Counter(map(_meaning, (f for f in held.facts if f.amount is not None)))
        if held
        else Counter()
    )


def _meaning(fact: Fact) -> tuple[object, ...]:
    return fact.form, fact.side, fact.row, fact.column, fact.code, fact.amount, fact.year


def _tell(wrong: Counter[tuple[object, ...]], refused: Counter[tuple[object, ...]]) -> None:
    """Each wrong fact with one of the same amount that was to be found."""
    for one in list(wrong)[:40]:
        meant = next((other for other in refused if other[5] == one[5]), None)
        print("    +", one[:5], one[5], "\n    -", meant and meant[:5], flush=True)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        for path in given.paths:
            pieces = pieces_of(path, read_file(path))
            truth = meanings(held_by(printed(pieces, RULED, folder / f"{path.stem}-ruled.pdf")))
            for manner, style in MANNERS.items():
                if given.only and manner != given.only:
                    continue
                read = meanings(
                    held_by(printed(pieces, style, folder / f"{path.stem}-{manner}.pdf"))
                )
                wrong, refused = read - truth, truth - read
                own = {"facts": truth.total(), "right": (truth & read).total(),
                       "refused": refused.total(), "wrong": wrong.total()}  # fmt: skip
                counts.setdefault(manner, Counter()).update(own)
                print(manner, path.name, json.dumps(own), flush=True)  # noqa: T201
                if given.show:
                    _tell(wrong, refused)
    for manner, own in counts.items():
        print(json.dumps({"manner": manner, **own}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
