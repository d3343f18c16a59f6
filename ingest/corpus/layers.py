"""How many pages of each kept file bear no letters: counted once a file, beside, and remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from ingest.corpus.files import FOLDER, write_whole

FILE = "layers.json"
PATIENCE = 120.0  # seconds for one file
BATCH = 8


class Counting:
    """One corpus's counts. `blind()` never waits: it is None until all files were counted."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._counted = _remembered(corpus)
        self._busy = False

    def blind(self) -> dict[str, int] | None:
        """First 12 digits of a file's sha256 → its pages without letters."""
        files = {path.parent.name: path for path in (self._corpus / FOLDER).glob("*/*.pdf")}
        with self._lock:
            left = {sha: path for sha, path in files.items() if sha not in self._counted}
            if not left:
                return {sha: self._counted[sha] for sha in files}
            if not self._busy:
                self._busy = True
                threading.Thread(target=self._count, args=(left,), daemon=True).start()
        return None

    def _count(self, left: dict[str, Path]) -> None:
        try:
            shas = sorted(left)
            for at in range(0, len(shas), BATCH):
                some = shas[at : at + BATCH]
                told = _ask([left[sha] for sha in some])
                with self._lock:
                    self._counted |= {sha: told.get(str(left[sha]), 0) for sha in some}
            _remember(self._corpus, self._counted)
        finally:
            self._busy = False


def _ask(paths: Iterable[Path]) -> dict[str, int]:
    """In a process of its own: a page may crash or hang the reader; such a file counts as read."""
    names = [str(path) for path in paths]
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(
        [root, *filter(None, [os.environ.get("PYTHONPATH")])])}  # fmt: skip
    try:
        ran = subprocess.run([sys.executable, "-m", "ingest.read.layers", *names],
                             capture_output=True, text=True, timeout=PATIENCE * len(names),
                             check=False, env=env)  # fmt: skip
    except subprocess.TimeoutExpired:
        return {}
    return dict(json.loads(line) for line in ran.stdout.splitlines())


def _remembered(corpus: Path) -> dict[str, int]:
    try:
        told = json.loads((corpus / FOLDER / FILE).read_text(encoding="utf-8"))
        return {str(sha): int(count) for sha, count in told.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _remember(corpus: Path, counted: dict[str, int]) -> None:
    try:
        write_whole(corpus / FOLDER / FILE, json.dumps(counted).encode())
    except OSError:
        return  # a corpus on a disk that is only read is counted anew each time
