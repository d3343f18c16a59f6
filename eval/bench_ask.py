"""How long things take, as whole figures: `python -m eval.bench_ask` (see docs/measurements.md).

With a corpus and question sets, how long the questions take there, and how much memory:
`python -m eval.bench_ask CORPUS QUESTIONS.jsonl…`
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.ask import Assistant
from eval.run import QUESTIONS, SAMPLES, assess, questions
from ingest.pipeline import ingest_paths, read_file


def seconds_of(*command: str) -> float:
    """The best of five runs of a whole process."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return min(times)


def measure() -> dict[str, float]:
    items = [item for path in sorted(QUESTIONS.glob("*.jsonl")) for item in questions(path)]
    sample = next(SAMPLES.glob("*.pdf"))
    with tempfile.TemporaryDirectory(prefix="chazhang-bench-") as folder:
        began = time.perf_counter()
        read_file(sample)
        reading = time.perf_counter() - began
        began = time.perf_counter()
        ingest_paths([SAMPLES], Path(folder))
        ingesting = time.perf_counter() - began
        assistant = Assistant(Path(folder))
        assistant.warm()
        report = assess(assistant, items)
    help_text = "from ui.command import app; app(['--help'])"
    return {
        "help_seconds": seconds_of(sys.executable, "-c", help_text),
        "read_and_interpret_seconds": reading,
        "ingest_with_embedding_seconds": ingesting,
        "ask_p50_ms": report.percentile(0.5),
        "ask_p95_ms": report.percentile(0.95),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def measure_over(corpus: Path, sets: list[Path]) -> dict[str, float]:
    """The same for questions over a corpus that is there; conversations count as one question."""
    items = [item for path in sets for item in questions(path)]
    began = time.perf_counter()
    assistant = Assistant(corpus)
    opening = time.perf_counter() - began
    began = time.perf_counter()
    assistant.warm()
    warming = time.perf_counter() - began
    report = assess(assistant, items)
    return {
        "disclosures": len(assistant.catalogue.docs),
        "questions": len(items),
        "open_seconds": opening,
        "warm_seconds": warming,
        "ask_p50_ms": report.percentile(0.5),
        "ask_p95_ms": report.percentile(0.95),
        "ask_max_ms": report.percentile(1),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    given = [Path(arg) for arg in sys.argv[1:]]
    found = measure_over(given[0], given[1:]) if given else measure()
    sys.stdout.write(json.dumps({k: round(v, 2) for k, v in found.items()}, indent=1) + "\n")
