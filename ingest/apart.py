"""Ingest or removal in a process of its own, told step by step: for a page that goes on serving.

    python -m ingest.apart < order

One order as JSON on stdin: {"corpus": …, "paths": […]} or {"corpus": …, "remove": id}.
JSON lines on stdout: {"begun": n}, {"read": n, "result": {…}}, {"vectors": [done, all]},
{"removed": id}, {"done": [result…]}, {"failed": "a reason for people"}.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.corpus.faults import explain
from ingest.corpus.removal import remove
from ingest.errors import ChazhangError, OutOfStep
from ingest.events import keep_logs
from ingest.pipeline import IngestResult, ingest_paths
from ingest.settings import current_settings

log = logging.getLogger(__name__)
NICE = 19  # those who ask go first
GROUP = Path("/proc/self/autogroup")
Tell = Callable[[dict[str, Any]], None]


def main() -> int:
    _stand_back()
    keep_logs(current_settings())
    obey(json.loads(sys.stdin.read()), _tell)
    return 0


def _stand_back() -> None:
    """Take what nobody else wants of the processors."""
    os.setpriority(os.PRIO_PROCESS, 0, NICE)  # not os.nice: the page may have come first
    # beside a task that is only idle, a processor counts as free for all others: a nice one still had
    # a seventh of two processors on which twenty browsers waited
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    # where Linux shares them out by sessions first, niceness counts inside of one only
    with suppress(OSError):
        os.setsid()
        if GROUP.exists():
            GROUP.write_text(str(NICE))


def _tell(step: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(step, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def obey(order: dict[str, Any], tell: Tell) -> None:
    """Carry out one order; whatever goes wrong is told as the last step."""
    try:
        corpus = Path(order["corpus"])
        if "remove" in order:
            tell({"removed": remove(corpus, str(order["remove"])).row.id})
            return
        _take_in([Path(p) for p in order["paths"]], corpus, tell)
    except ChazhangError as error:
        tell({"failed": str(error)})
    except OSError as error:
        tell({"failed": explain(error)})


def _take_in(paths: list[Path], corpus: Path, tell: Tell) -> None:
    def heard(number: int, result: IngestResult | None) -> None:
        told = {"begun": number} if result is None else {"read": number, "result": asdict(result)}
        tell(told)

    def moved(done: int, everything: int, name: str) -> None:
        if not name:
            tell({"vectors": [done, everything]})

    try:
        results = ingest_paths(
            paths, corpus, moved, current_settings(), heard=heard, replacing=True
        )
    except OutOfStep as error:  # all is held; the next run makes up for the index
        log.warning("%s", error)
        results = list(error.results)
    tell({"done": [asdict(r) for r in results]})


if __name__ == "__main__":
    raise SystemExit(main())
