"""How fast pages become stored facts: python -m eval.bench_ingest PATHS… (no embedding).

Over the same files in one run: the bare text of pypdfium2 (the floor), pdfplumber's own two calls
(what one would write), ours in this process, ours in one and in two worker processes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium

from ingest.corpus.ledger import Ledger, open_ledger
from ingest.executors import limits_of
from ingest.pipeline import find_files, ingest_paths
from ingest.reading import Failure, read_one, read_packed
from ingest.settings import Settings
from ingest.workers import Workers, peak_memory

BAR_PDFPLUMBER, BAR_SECOND_CORE, BAR_MEGABYTES = 5.0, 1.7, 400
QUIET = Settings(embed=False)


@dataclass(slots=True)
class Timing:
    """Added up file by file: the sides take turns, so that a machine that slows down slows all."""

    pages: int = 0
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return self.pages / self.seconds if self.seconds else 0.0

    @property
    def cpu_rate(self) -> float:
        return self.pages / self.cpu if self.cpu else 0.0

    def add(self, pages: int, work: Callable[[], object]) -> None:
        began, cpu = time.perf_counter(), time.process_time()
        work()
        self.pages += pages
        self.seconds += time.perf_counter() - began
        self.cpu += time.process_time() - cpu


@dataclass(frozen=True, slots=True)
class Bench:
    floor: Timing
    pdfplumber: Timing
    one: Timing
    again: Timing  # the same through the pipeline with one worker, and
    two: Timing  # with two
    peak: int  # bytes, the most that a worker held over any of the files
    worst: str


def bare_text(path: Path) -> None:
    document = pdfium.PdfDocument(path.read_bytes())
    for page in document:
        text = page.get_textpage()
        text.get_text_bounded()
        text.close()
        page.close()
    document.close()


def two_calls(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def store(path: Path, ledger: Ledger) -> None:
    """Ours, in this process: one core and no more."""
    read = read_packed(path, limits_of(QUIET))
    if not isinstance(read, Failure):
        ledger.save_packed(read)


def bench(paths: Sequence[Path], *, plumb: bool = True) -> Bench:
    """`plumb` off leaves out the slowest side, for a look at ours alone."""
    floor, slow, one, again, two = (Timing() for _ in range(5))
    counts = {path: _count(path) for path in paths}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder)
        with open_ledger(corpus / "one", create=True) as ledger:
            for path, pages in counts.items():
                floor.add(pages, partial(bare_text, path))
                if plumb:
                    slow.add(pages, partial(two_calls, path))
                one.add(pages, partial(store, path, ledger))
        for jobs, timing in ((1, again), (2, two)):
            settings = QUIET.model_copy(update={"jobs": jobs})
            whole = partial(ingest_paths, paths, corpus / str(jobs), settings=settings)
            timing.add(sum(counts.values()), whole)
    peaks = {path: peak_of(path) for path in paths}
    worst = max(peaks, key=lambda path: peaks[path])
    return Bench(floor, slow, one, again, two, peaks[worst], worst.name)


def peak_of(path: Path) -> int:
    """What a fresh worker needs for this file at the most, itself included."""
    limits = limits_of(QUIET)
    with Workers(1, limits) as workers:
        return workers.submit(_read_and_weigh, path).result()


def _read_and_weigh(path: Path) -> int:
    read_one(path, limits_of(QUIET))
    return peak_memory()


def _count(path: Path) -> int:
    document = pdfium.PdfDocument(path.read_bytes())
    try:
        return len(document)
    finally:
        document.close()


def report(b: Bench) -> str:
    sides = (
        ("pypdfium2, bare text", b.floor),
        ("pdfplumber, extract_text + extract_tables", b.pdfplumber),
        ("ours, pages to stored facts, one process", b.one),
        ("ours, one worker process and the writer", b.again),
        ("ours, two worker processes and the writer", b.two),
    )
    head = ("| | pages/s | seconds |", "|---|---|---|")
    rows = [f"| {n} | {t.rate:.1f} | {t.seconds:.1f} |" for n, t in sides]
    faster = b.one.rate / b.pdfplumber.rate if b.pdfplumber.pages else 0.0
    faster_cpu = b.one.cpu_rate / b.pdfplumber.cpu_rate if b.pdfplumber.pages else 0.0
    return "\n".join([
        f"{b.one.pages} pages", "", *head, *rows, "",
        f"ours ÷ pdfplumber, one core: {faster:.1f} by the clock, {faster_cpu:.1f} by processor time"
        f" (bar {BAR_PDFPLUMBER})",
        f"two workers ÷ one process: {b.two.rate / b.one.rate:.2f}, ÷ one worker:"
        f" {b.two.rate / b.again.rate:.2f} (bar {BAR_SECOND_CORE}, on two idle cores)",
        f"peak of a worker: {b.peak / 1e6:.0f} MB, {b.worst} (bar {BAR_MEGABYTES})",
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only each n-th file")
    parser.add_argument("--no-pdfplumber", action="store_true", help="leave out the slowest side")
    given = parser.parse_args()
    files = [p for p in find_files(given.paths, Path("corpus")) if p.suffix.lower() == ".pdf"]
    result = bench(files[:: given.every], plumb=not given.no_pdfplumber)
    sys.stdout.write(report(result) + "\n")


if __name__ == "__main__":
    main()
