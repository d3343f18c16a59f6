"""Real engines on loopback for the tests of what is stored: each thrown away at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine

from tests.conftest import ROOT
from tests.leash import leash


def missing(what: str) -> None:
    """Skips where an engine is not installed; in CI it must be."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing in CI")
    pytest.skip(f"{what} is not installed")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not come up")


# ---------------------------------------------------------------------- PostgreSQL


class Postgres:
    """A cluster of its own in a temporary folder; it sorts as Chinese does, unlike SQLite."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="chazhang-pg-"))
        self.port = free_port()
        self._databases = 0
        if os.getuid() == 0:  # which the server refuses to be run by
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", "chazhang", "-E", "UTF8", "--no-sync",
                  "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh")  # fmt: skip
        self.start()

    def _run(self, program: str, *options: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [
            *as_user,
            str(self._programs / program),
            "-D",
            str(self.folder / "data"),
            *options,
        ]
        with (self.folder / "run.log").open("wb") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd="/")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "server.log"), "-o", options, "start")

    @property
    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop")

    def new(self) -> str:
        """The URL of an empty database."""
        self._databases += 1
        name = f"corpus{self._databases}"
        engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as db:
            db.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self._url(name).replace("+psycopg", "")

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://chazhang@127.0.0.1:{self.port}/{name}"


@contextmanager
def postgres() -> Iterator[Postgres]:
    found = shutil.which("initdb")
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if not found and not known:
        missing("PostgreSQL")
    if os.getuid() == 0 and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        missing("the user postgres")
    server = Postgres(Path(found).parent if found else known[0].parent)
    try:
        with leash(server.pid, str(server.folder)):
            yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder)


# ---------------------------------------------------------------------- processes on loopback


@contextmanager
def served(command: Sequence[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, killed with all its children at the end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ANONYMIZED_TELEMETRY": "False"}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env=environment, start_new_session=True
        )
    try:
        with leash(process.pid):
            wait_for(port, process)
            yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.wait()


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    port = free_port()
    program = Path(sys.executable).parent / "chroma"
    if not program.exists():
        missing("the Chroma server")
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port),
               "--path", str(folder / "data")]  # fmt: skip
    with served(command, port, folder):
        yield f"http://127.0.0.1:{port}"


class Cluster(NamedTuple):
    url: str
    scheduler: subprocess.Popen[bytes]


@contextmanager
def dask(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler and its workers, each with the nanny that replaces one which dies."""
    try:
        import distributed  # noqa: F401 (only whether it is there)
    except ModuleNotFoundError:
        missing("Dask")
    port = free_port()
    at = f"tcp://127.0.0.1:{port}"
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    scheduler = [*program, "--host", at, "--no-dashboard"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", at, "--nthreads", "1",
              "--nworkers", str(workers), "--no-dashboard", "--local-directory",
              str(folder / "space")]  # fmt: skip
    with served(scheduler, port, folder) as process:
        (folder / "workers").mkdir()
        with served(worker, port, folder / "workers"):
            yield Cluster(f"dask://127.0.0.1:{port}", process)
