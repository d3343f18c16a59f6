"""Uploaded bytes onto the disk: under names nobody can guess, within limits."""

from __future__ import annotations

import secrets
import shutil
import time
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Protocol

from ingest.pipeline import SUFFIXES
from ingest.settings import Settings

FOLDER = "uploads"  # in the corpus; emptied when its files are read
LONGEST = 150  # bytes of a name: file systems take 255, and copies are written beside
OLD = 24 * 3600.0  # seconds after which what a killed server left is thrown away


class Given(Protocol):
    """A file as a browser sends it."""

    @property
    def name(self) -> str: ...
    @property
    def size(self) -> int: ...
    def getbuffer(self) -> memoryview: ...


def too_many(given: Sequence[Given], settings: Settings) -> bool:
    return len(given) > settings.upload_files


def refusal(name: str, size: int, settings: Settings) -> str:
    """Why a file is not taken, before anything is written; "" where it is."""
    if PurePosixPath(safe_name(name)).suffix.lower() not in SUFFIXES:
        return f"还不会读这种文件，只读 {kinds()}"
    if size > settings.upload_mb * 1_000_000:
        return f"文件超过 {settings.upload_mb} MB 的上限"
    return "" if size else "文件是空的"


def kinds() -> str:
    """PDF、TXT."""
    return "、".join(sorted(s.removeprefix(".").upper() for s in SUFFIXES))


def safe_name(given: str) -> str:
    """The last part of a name, with nothing in it that a path, a terminal or an eye takes amiss."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    path = PurePosixPath(kept.strip(" .") or "未命名")
    stem = path.stem.encode()[:LONGEST].decode("utf-8", "ignore").strip(" .") or "未命名"
    return stem + path.suffix[:10]


def save(given: Given, corpus: Path) -> Path:
    """Written whole before it has its name. The folder cannot be guessed; the reader needs the
    name, for it often says whose disclosure it is."""
    folder = corpus / FOLDER / secrets.token_hex(16)
    folder.mkdir(parents=True, mode=0o700)
    path = folder / safe_name(given.name)
    with path.open("xb") as file:
        file.write(given.getbuffer())
    return path


def discard(path: Path) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)


def discard_old(corpus: Path, now: float | None = None) -> None:
    """What a server that was killed has left."""
    now = time.time() if now is None else now
    for folder in (corpus / FOLDER).glob("*"):
        with suppress(OSError):
            if now - folder.stat().st_mtime > OLD:
                shutil.rmtree(folder, ignore_errors=True)
