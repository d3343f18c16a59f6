"""A server that ends with the tests that started it, however they end: `kill -9` included.

    python tests/leash.py PID [FOLDER]

The leash is stdin: a pipe whose other end only the tests hold. When it closes, the process is ended
with all its group, and the folder removed. Only the standard library: it starts at once.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE = 5.0  # seconds to end in order


@contextmanager
def leash(pid: int, folder: str = "") -> Iterator[None]:
    """While it is held the process stays; one that is its group's first takes the group along."""
    held = subprocess.Popen(
        [sys.executable, "-S", __file__, str(pid), *([folder] if folder else [])],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the tests, which then let go
    )
    try:
        yield
    finally:
        held.kill()  # an end in order is the starter's own business
        held.communicate()


def main(pid: int, folder: str = "") -> None:
    sys.stdin.buffer.read()
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            os.killpg(pid, 0)
            time.sleep(0.05)
        os.killpg(pid, signal.SIGKILL)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:3])
