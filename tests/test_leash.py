"""What a killed test run leaves behind: nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT

TESTS = """
import subprocess, sys, time
from tests.leash import leash

child = subprocess.Popen(["sleep", "60"], start_new_session=True)
with leash(child.pid, sys.argv[1]):
    print(child.pid, flush=True)
    time.sleep(60)
"""


def is_there(pid: int) -> bool:
    """A zombie that nobody has asked about counts as gone."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_a_killed_run_leaves_neither_its_servers_nor_their_folders(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    run = subprocess.Popen(
        [sys.executable, "-c", TESTS, str(folder)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert run.stdout is not None
    server = int(run.stdout.readline())
    assert is_there(server)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    until = time.monotonic() + 30
    while (is_there(server) or folder.exists()) and time.monotonic() < until:
        time.sleep(0.02)
    assert (is_there(server), folder.exists()) == (False, False)
