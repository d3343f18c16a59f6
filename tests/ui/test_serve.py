"""`chazhang ui` as a supervisor starts and ends it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.leash import leash
from tests.ui.browser import wait_for


def test_who_ends_the_command_ends_the_page(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["from ui.command import main; main()", "ui", "--corpus", tmp_path, "--port", port]
    started = subprocess.Popen(
        [sys.executable, "-c", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with leash(started.pid):
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", started)
        started.terminate()
        started.wait(30)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
