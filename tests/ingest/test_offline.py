"""Nothing leaves the machine: ingesting and asking work where every connection is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from eval.run import SAMPLES
from tests.conftest import ROOT

SCRIPT = """
import socket
def refuse(*a, **k): raise AssertionError(f"a connection was tried: {a}")
reach = socket.socket.connect
def local_only(self, *a): return reach(self, *a) if self.family == socket.AF_UNIX else refuse(*a)
socket.socket.connect = local_only
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
socket.create_connection = refuse
from pathlib import Path
from assistant.ask import Assistant
from ingest.pipeline import ingest_paths
if __name__ == "__main__":
    print([r.status for r in ingest_paths([Path(r"%s")], Path(r"%s"))])
    assistant = Assistant(Path(r"%s"))
    for question in ("人员经费多少", "重点评价项目是哪个"):
        print(assistant.ask(question).status)
"""


def test_ingest_and_answers_need_no_network(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    (tmp_path / "go.py").write_text(SCRIPT % (SAMPLES, corpus, corpus), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(tmp_path / "go.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout.split("\n")[:3], ran.returncode) == (
        ["['ingested']", "answered", "answered"],
        0,
    ), ran.stderr
