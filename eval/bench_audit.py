"""What share of the time of taking a file in is the audit?

    python -m eval.bench_audit ../shared/disclosures

Each file is read, recognised, interpreted and made ready for the ledger in this process; the audit
is timed within, and once more what needs all files together. Processor time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from time import process_time

from ingest.check.rules import audit
from ingest.corpus.beside import findings_beside
from ingest.corpus.packing import pack
from ingest.errors import ChazhangError
from ingest.memory import collector_waits
from ingest.reading import read_file
from ingest.records import Disclosure


def timed(path: Path) -> tuple[Disclosure, float, float]:
    """The disclosure, the seconds that all of it took, and those of the audit alone.

    The audit is run a second time to be timed: where the second reader asked for it, it ran more
    than once inside, which counts as reading.
    """
    start = process_time()
    with collector_waits():
        disclosure = read_file(path)
        pack(disclosure)
        whole = process_time() - start
        start = process_time()
        audit(replace(disclosure, findings=()))
        own = process_time() - start
    return disclosure, whole, own


def measure(paths: Iterable[Path]) -> str:
    held, all_seconds, audit_seconds = [], 0.0, 0.0
    for path in paths:
        try:
            disclosure, whole, own = timed(path)
        except ChazhangError as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            continue
        held.append(disclosure)
        all_seconds += whole
        audit_seconds += own
    start = process_time()
    found = sum(1 for _ in findings_beside(held))
    beside = process_time() - start
    rest = all_seconds - audit_seconds
    return (
        f"{len(held)} files: {all_seconds:.1f} s, of which audit {audit_seconds:.1f} s; "
        f"it adds {audit_seconds / rest:.1%} to the rest\n"
        f"all files together: {found} findings in {beside:.2f} s\n"
    )


def main() -> int:
    paths = sorted(p for folder in sys.argv[1:] for p in Path(folder).rglob("*.pdf"))
    if not paths:
        sys.stderr.write("用法：python -m eval.bench_audit 文件夹…（里面要有 PDF）\n")
        return 2
    sys.stdout.write(measure(paths))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
