"""Tasks for a worker, in a module of their own: a worker imports what it is sent, and no more."""

from __future__ import annotations

import os
import signal
import sys
import time
from importlib import import_module


def own_id(_: int = 0) -> int:
    return os.getpid()


def hang() -> None:
    time.sleep(60)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def eat() -> int:
    return len(bytearray(3_000_000_000))


def fail() -> None:
    raise ValueError("/a/path of ours")


def heavy() -> list[str]:
    import_module("ingest.reading")
    return [m for m in ("chromadb", "llama_index", "sqlalchemy", "streamlit") if m in sys.modules]


def parent_of_workers() -> int:
    """The process that it runs in."""
    return os.getpid()
