"""Ingest in a process of its own, where only the stores are tried: vectors mean nothing.

    python -m tests.ingest.plainly PATH… CORPUS

JSON: {"results": [[name, status, error]…], "problem": "what the command line would say"}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from eval.kills import Letters
from ingest.corpus.embedding import use_encoder
from ingest.errors import ChazhangError, OutOfStep
from ingest.pipeline import IngestResult, ingest_paths
from ingest.settings import Settings


def main() -> None:
    use_encoder(Letters())
    *paths, corpus = map(Path, sys.argv[1:])
    results: list[IngestResult] = []
    problem = ""
    try:
        results = ingest_paths(paths, corpus, settings=Settings(jobs=1))
    except OutOfStep as error:
        results, problem = list(error.results), str(error)
    except ChazhangError as error:
        problem = str(error)
    told = [[Path(r.path).name, r.status, r.error] for r in results]
    sys.stdout.write(json.dumps({"results": told, "problem": problem}))


if __name__ == "__main__":
    main()
