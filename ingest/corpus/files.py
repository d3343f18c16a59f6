"""The corpus's own files: copies of what was read, where they came from, and who may write."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = "files"
LOCK = "ingest.lock"
LONGEST = 240  # bytes of a kept name: file systems take 255


@contextmanager
def only_writer(corpus: Path, waits: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Wait until no other process writes: Chroma loses vectors of two writers. A kill lets go.

    `waits` is called first where another holds the folder.
    """
    corpus.mkdir(parents=True, exist_ok=True)
    with (corpus / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def free_to_write(corpus: Path) -> Iterator[bool]:
    """As only_writer, without waiting: False where another process writes."""
    with (corpus / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def readable(path: Path) -> str:
    """A path as text that can be stored and printed; archives from Windows hold names in GBK."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def is_inside(path: Path, corpus: Path) -> bool:
    return path.resolve().is_relative_to(corpus.resolve())


def keep_copy(path: Path, content: bytes, sha256: str, corpus: Path) -> Path:
    """The very bytes that were read stay with the corpus: a citation must open them for ever."""
    folder = corpus.resolve() / FOLDER / sha256[:12]
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / _short(readable(Path(path.name)))
    if not copy.exists():
        write_whole(copy, content, folder / "copying.part")
    return copy


def write_whole(path: Path, content: bytes, part: Path | None = None) -> None:
    """All of it or nothing: it has its name only once it is written, and leaves no part behind."""
    part = part or path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _short(name: str) -> str:
    """Bytes of GBK become half as many again in UTF-8."""
    stem, dot, suffix = name.rpartition(".")
    room = LONGEST - len((dot + suffix).encode())
    if len(name.encode()) <= LONGEST or room <= 0:
        return name
    return stem.encode()[:room].decode("utf-8", "ignore") + dot + suffix


def inside(path: str, corpus: Path) -> str:
    """A kept copy's path from the corpus on: the folder may be moved, or mounted elsewhere."""
    return path.removeprefix(str(corpus.resolve()) + os.sep)


def opened(path: str, corpus: Path) -> str:
    """Where a path that was kept so is now."""
    return str(corpus.resolve() / path) if path.startswith(FOLDER + "/") else path


# ---------------------------------------------------------------------- where files came from


def origins(corpus: Path) -> dict[str, str]:
    """Each file that was given → sha256 of what it held. Copies of our own are no origins."""
    try:
        text = _origins(corpus).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    own = str(corpus.resolve()) + os.sep
    pairs = (line.split("\t", 1) for line in text.split("\n") if "\t" in line)
    held = {_unquoted(origin): sha for sha, origin in pairs}
    return {origin: sha for origin, sha in held.items() if not origin.startswith(own)}


def remember(corpus: Path, path: Path, sha256: str) -> None:
    _write(corpus, origins(corpus) | {str(path.resolve()): sha256})


def forget(corpus: Path, sha256: str) -> None:
    """Given again, it is read again."""
    held = origins(corpus)
    if sha256 in held.values():
        _write(corpus, {origin: sha for origin, sha in held.items() if sha != sha256})


def _write(corpus: Path, held: dict[str, str]) -> None:
    # as JSON strings: a name may hold line breaks, or bytes that are no text
    text = "".join(f"{sha}\t{json.dumps(origin)}\n" for origin, sha in sorted(held.items()))
    write_whole(_origins(corpus), text.encode())


def _origins(corpus: Path) -> Path:
    return corpus / FOLDER / "origins.tsv"


def _unquoted(origin: str) -> str:
    """Earlier versions wrote the bare path, which is absolute and so begins with no quote."""
    return str(json.loads(origin)) if origin.startswith('"') else origin
