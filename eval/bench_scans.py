"""Seconds and memory that a scanned page costs, on one core: python -m eval.bench_scans SCAN.pdf

The figure is processor time: on a machine where others work, wall time says nothing. The first page is
read twice, so that loading the models is told apart.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pypdfium2 as pdfium

from ingest.read.pdf import read_pages
from ingest.workers import peak_memory


def main() -> None:
    path = Path(sys.argv[1])
    last = int(sys.argv[2]) if len(sys.argv) > 2 else len(pdfium.PdfDocument(path))
    start = time.process_time()
    next(read_pages(path, 1, 1))
    loaded = time.process_time()
    seconds = []
    for number in range(1, last + 1):
        before = time.process_time()
        next(read_pages(path, number, number))
        seconds.append(time.process_time() - before)
    told = {
        "pages": last,
        "first_page_with_loading": round(loaded - start, 2),
        "seconds_a_page": round(sum(seconds) / last, 2),
        "slowest_page": round(max(seconds), 2),
        "peak_mb": peak_memory() // 1_000_000,
    }
    print(json.dumps(told))  # noqa: T201


if __name__ == "__main__":
    main()
