"""Whatever is handed in ends with a result or a Chinese reason, within its limit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from pathlib import Path

from ingest.corpus.ledger import open_ledger
from ingest.pipeline import ingest_paths
from ingest.settings import Settings

STRICT = Settings(embed=False, file_seconds=20, file_memory_mb=1000, file_pages=50, jobs=2)
RAW = re.compile(r"[A-Z][a-z]+(?:Error|Exception)|Traceback|/\w+/\w+|0x[0-9a-f]+")


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A file of these objects, with a true table of where they stand."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + tail % (len(objects) + 1, root, len(out))


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n" % (len(content), extra) + content + b"\nendstream"


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


def one_page(content: bytes, extra: bytes = b"", box: bytes = b"0 0 600 800") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R" % box
    return pdf(
        CATALOG,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        page + b"/Resources<</Font<</F 5 0 R>>>>>>",
        stream(content, extra),
        FONT,
    )


def endless() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Count 9999/Kids[" + b"3 0 R " * 9999 + b"]>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")  # fmt: skip


def looping() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>")


def nested_pages() -> bytes:
    kids = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(3000)]
    return pdf(CATALOG, *kids, b"<</Type/Page/MediaBox[0 0 9 9]>>")


def bomb() -> bytes:
    squeezed = zlib.compress(b" " * 500_000_000, 9)
    return one_page(squeezed, b"/Filter/FlateDecode")


TEXT = b"BT /F 9 Tf 20 700 Td (2024 100.00) Tj ET "
STROKES = b"".join(b"%d 0 m %d 800 l S " % (x % 600, x % 599) for x in range(20_000))
DRAWN: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "header_only": lambda: b"%PDF-1.7\n",
    "web_page": lambda: b"<html><body>404</body></html>",
    "looping_pages": looping,
    "endless_pages": endless,
    "nested_pages": nested_pages,
    "flate_bomb": bomb,
    "nested_states": lambda: one_page(b"q " * 100_000 + TEXT),
    "nested_arrays": lambda: one_page(b"[" * 100_000),
    "huge_page": lambda: one_page(TEXT, box=b"0 0 2000000 2000000"),
    "upside_down": lambda: one_page(TEXT, box=b"600 800 0 0"),
    "no_area": lambda: one_page(TEXT, box=b"0 0 0 0"),
    "many_strokes": lambda: one_page(STROKES + TEXT),
    "many_letters": lambda: one_page(TEXT * 4000),
    "truncated": lambda: one_page(TEXT)[:300],
    "no_pages": lambda: pdf(CATALOG, b"<</Type/Pages/Count 0/Kids[]>>"),
    "text_of_nul": lambda: b"%PDF-1.7" + b"\x00" * 10_000,
}


def test_every_drawn_file_ends_with_a_reason_for_people(tmp_path: Path) -> None:
    for name, make in DRAWN.items():
        (tmp_path / f"{name}.pdf").write_bytes(make())
    results = ingest_paths([tmp_path], tmp_path / "corpus", settings=STRICT)
    assert [Path(r.path).stem for r in results] == sorted(DRAWN)
    assert {r.status for r in results} == {"failed"}
    assert [r for r in results if RAW.search(r.error) or not re.search("[一-龥]", r.error)] == []
    reasons = {Path(r.path).stem: r.error for r in results}
    assert reasons["endless_pages"] == "文件有 9999 页，超过 50 页的上限"
    with open_ledger(tmp_path / "corpus") as ledger:
        assert ledger.disclosures() == ()
    assert not list((tmp_path / "corpus").rglob("*.pdf"))


def test_broken_files_of_other_libraries_end_with_a_result_or_a_reason(
    shared: Path, tmp_path: Path
) -> None:
    files = sorted((shared / "hard_pdfs" / "malformed").rglob("*.pdf"))[::6]
    assert len(files) > 10
    results = ingest_paths(files, tmp_path / "corpus", settings=STRICT)
    assert len(results) == len(files)
    bad = [r for r in results if r.status == "failed"]
    assert [r for r in bad if RAW.search(r.error) or not re.search("[一-龥]", r.error)] == []
    with open_ledger(tmp_path / "corpus") as ledger:
        assert len(ledger.disclosures()) == len(results) - len(bad)
