"""Files that could not be read, remembered with the corpus: a desk must see what is missing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.corpus.files import FOLDER, write_whole

FILE = "failures.jsonl"
MOST = 1000  # kept: the newest


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that was given and is not held, and why. `sha256` is "" where it was not even opened."""

    file: str
    path: str
    sha256: str
    error: str
    day: str  # 2026-11-26

    def is_same(self, path: str, sha256: str) -> bool:
        return self.path == path or bool(self.sha256 and self.sha256 == sha256)


def failures(corpus: Path) -> tuple[Failed, ...]:
    """The newest last; a line that was cut off by a kill is left out."""
    try:
        lines = (corpus / FOLDER / FILE).read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return ()
    return tuple(found for line in lines if (found := _read(line)))


def _read(line: str) -> Failed | None:
    try:
        return Failed(**json.loads(line))
    except (ValueError, TypeError):
        return None


def keep_failures(corpus: Path, read: Iterable[tuple[str, str]], failed: Iterable[Failed]) -> None:
    """`read` are (path, sha256) of what is held now: what failed before and is held is no failure."""
    new = list(failed)
    known = failures(corpus)
    done = [*read, *((f.path, f.sha256) for f in new)]
    kept = [f for f in known if not any(f.is_same(*one) for one in done)] + new
    if tuple(kept) != known:
        write_failures(corpus, kept[-MOST:])


def write_failures(corpus: Path, kept: Iterable[Failed]) -> None:
    folder = corpus / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in kept)
    if not text:
        (folder / FILE).unlink(missing_ok=True)
        return
    write_whole(folder / FILE, text.encode())
