"""Broken files handed to the page's queue: each ends, is told of in plain words, and leaves nothing.

    python -m tests.ui.broken_uploads PATHS… [--uploads 100] [--seed 1]

They are drawn as in eval.fuzz, under names that mean harm; ten at a time.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from eval.fuzz import CHINESE, RAW, broken_files
from eval.fuzzing.offices import NAMES
from ingest.corpus.ledger import open_ledger
from ingest.settings import Settings
from tests.ui.test_uploads import Sent
from ui.library.intake import Intake
from ui.library.jobs import Job, Stage
from ui.library.uploads import FOLDER

TOGETHER = 10  # files in one order
PATIENCE = 300.0  # seconds for one order


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--uploads", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="uploads-") as space:
        jobs = list(handed_over(given.paths, given.uploads, given.seed, Path(space, "corpus")))
        problems = [told for job in jobs for told in unfit(job)] + left(Path(space, "corpus"))
    states = Counter(str(item.state) for job in jobs for item in job.items)
    sys.stdout.write(f"{states.total()} uploads, {len(problems)} problems\n")
    sys.stdout.writelines(f"  {count:5} {state}\n" for state, count in sorted(states.items()))
    sys.stdout.writelines(f"! {told}\n" for told in problems)
    return int(bool(problems))


def handed_over(paths: Sequence[Path], many: int, seed: int, corpus: Path) -> Iterator[Job]:
    """The orders as they ended; one that does not end is told as it is."""
    intake = Intake(corpus, lambda: None, Settings())
    drawn = broken_files(paths, seed)
    draw = random.Random(seed)
    for at in range(0, many, TOGETHER):
        sent = [
            Sent(f"{draw.choice(NAMES)}{suffix}", content)
            for _, _, suffix, content in islice(drawn, min(TOGETHER, many - at))
        ]
        yield _ended(intake, intake.take(sent).id)


def _ended(intake: Intake, number: int) -> Job:
    until = time.monotonic() + PATIENCE
    while True:
        job = next(j for j in intake.jobs() if j.id == number)
        if job.stage.is_over or time.monotonic() > until:
            return job
        time.sleep(0.05)


def unfit(job: Job) -> list[str]:
    """What is wrong with how an order ended."""
    if job.stage is not Stage.DONE:
        return [f"order {job.id} {job.stage}: {job.problem}"]
    told = [(item.state, item.reason) for item in job.items]
    return [
        f"order {job.id} {state}: {reason!r}"
        for state, reason in told
        if not state.is_over or RAW.search(reason) or (reason and not CHINESE.search(reason))
    ]


def left(corpus: Path) -> list[str]:
    """What lies about afterwards, and what the ledger finds wrong with itself."""
    lost = [str(p.name) for p in (corpus / FOLDER).rglob("*") if p.is_file()]
    with open_ledger(corpus, create=True) as ledger:
        harm = ledger.damage()
        gone = [path.name for _, path, _ in ledger.originals() if not path.is_file()]
    return [
        *(f"left behind: {n}" for n in lost),
        *([harm] if harm else []),
        *(f"lost: {n}" for n in gone),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
