"""Which pages bear no letters at all: scans, pictures of tables. Run as a program over many files.

python -m ingest.read.layers FILE…       a JSON line each: [file, pages without a letter]
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path

import pypdfium2 as pdfium

ROOM = 2 << 30  # bytes


def pages_without_letters(path: Path) -> int:
    """Blank pages are not counted: nothing is drawn on them."""
    found = 0
    with pdfium.PdfDocument(path) as document:
        for page in document:
            letters = page.get_textpage().count_chars()
            found += not letters and any(True for _ in page.get_objects(max_depth=1))
            page.close()
    return found


def main() -> int:
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    for name in sys.argv[1:]:
        try:
            told = pages_without_letters(Path(name))
        except (pdfium.PdfiumError, OSError):
            told = 0
        sys.stdout.write(json.dumps([name, told]) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
