"""The machine fails in the middle of an ingest: nothing is lost, nothing is half, the reason is
told, and the next run makes up for it. The engines are real, and so is what happens to them."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from assistant.ask import Assistant
from assistant.render import page_picture
from eval.kills import difference, state
from eval.run import SAMPLES
from ingest.corpus.index import FOLDER
from ingest.corpus.ledger import open_ledger
from ingest.pipeline import ingest_paths
from ingest.read.native import ALONE
from ingest.read.pdf import count_pages, read_pages
from ingest.read.reread import Rereader
from ingest.records import Box
from ingest.settings import Settings
from tests.conftest import ROOT, sample_files
from tests.ingest.engines import Postgres, chroma

FULL = "磁盘满了"
WHOLE = 60_000_000  # bytes: room for everything


def begun(
    paths: list[Path], corpus: Path, before: Callable[[], None] | None = None, **env: str
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ingest.plainly", *map(str, paths), str(corpus)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=before, env={**os.environ, **env},
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What it told; a traceback fails the test."""
    out, error = process.communicate(timeout=180)
    assert "Traceback" not in error
    told: dict[str, Any] = json.loads(out)
    return told


def run(
    paths: list[Path], corpus: Path, before: Callable[[], None] | None = None, **env: str
) -> dict[str, Any]:
    return ended(begun(paths, corpus, before, **env))


def reasons(told: dict[str, Any]) -> str:
    return "".join((told["problem"], *(error for _, _, error in told["results"])))


@pytest.fixture(scope="module")
def never(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is held where nothing fails."""
    corpus = tmp_path_factory.mktemp("never") / "c"
    assert [s for _, s, _ in run([SAMPLES], corpus)["results"]] == ["ingested"]
    return state(corpus)


# ---------------------------------------------------------------------- the disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A file system of its own, made as large as is asked for, again and again."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no file system can be mounted here")

    def sized(size: int) -> Path:
        subprocess.run(["mount", "-o", f"remount,size={size}", place], check=True)
        return place

    yield sized
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("size", [100_000, 700_000, 1_000_000, 1_400_000])
def test_a_full_disk_is_told_and_with_more_room_the_next_run_ends_as_if_it_never_was_full(
    disk: Callable[[int], Path], never: dict[str, Any], size: int
) -> None:
    corpus = disk(size) / "c"
    assert FULL in reasons(run([SAMPLES], corpus))
    disk(WHOLE)
    told = run([SAMPLES], corpus)
    assert (told["problem"], [error for _, _, error in told["results"]]) == ("", [""])
    assert difference(state(corpus), never) == ""


@pytest.mark.parametrize("size", [300_000, 900_000])
def test_a_file_that_may_not_grow_is_told_and_made_up_for(
    tmp_path: Path, never: dict[str, Any], size: int
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    told = reasons(run([SAMPLES], tmp_path / "c", limit))
    assert "磁盘" in told or "太大" in told
    run([SAMPLES], tmp_path / "c")
    assert difference(state(tmp_path / "c"), never) == ""


@pytest.mark.parametrize("harm", ["cut", "noise", "gone"])
def test_an_index_that_is_damaged_is_made_anew_from_the_ledger(
    tmp_path: Path, never: dict[str, Any], harm: str
) -> None:
    corpus = tmp_path / "c"
    run([SAMPLES], corpus)
    held = corpus / FOLDER / "chroma.sqlite3"
    if harm == "gone":
        held.unlink()
    else:
        content = held.read_bytes()
        held.write_bytes(content[: len(content) // 3] if harm == "cut" else b"\x5a" * len(content))
    assert run([SAMPLES], corpus)["problem"] == ""
    assert difference(state(corpus), never) == ""


# ---------------------------------------------------------------------- servers


def test_a_database_that_goes_in_the_middle_is_told_and_the_next_run_goes_on(
    tmp_path: Path, postgres: Postgres
) -> None:
    for number in range(6):
        content = sample_files()[0].read_bytes() + b"\n%% %d\n" % number
        (tmp_path / f"{number}.pdf").write_bytes(content)
    settings = Settings(embed=False, jobs=1, ledger_url=postgres.new())  # type: ignore[arg-type]
    told: list[str] = []

    def stop(number: int, result: Any) -> None:
        if result is not None and result.status == "ingested" and not told:
            told.append(result.status)
            postgres.stop()

    try:
        with pytest.raises(Exception, match="数据库连不上，或断开了"):
            ingest_paths([tmp_path], tmp_path / "c", settings=settings, heard=stop)
    finally:
        postgres.start()
    with open_ledger(tmp_path / "c", settings=settings) as ledger:
        assert [len(d.tables) for d in ledger.all_disclosures()] == [13]
    again = ingest_paths([tmp_path], tmp_path / "c", settings=settings)
    assert sorted(r.status for r in again) == ["ingested"] * 5 + ["unchanged"]


def test_a_chroma_server_that_is_killed_costs_only_the_index_till_the_next_run(
    tmp_path: Path, never: dict[str, Any]
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with chroma(tmp_path / "one") as url:
        assert run([SAMPLES], tmp_path / "c", CHAZHANG_CHROMA_URL=url)["problem"] == ""
    more = tmp_path / "more.pdf"
    more.write_bytes(sample_files()[0].read_bytes() + b"\n% more\n")
    told = run([more], tmp_path / "c", CHAZHANG_CHROMA_URL=url)  # it is gone by now
    assert ([s for _, s, _ in told["results"]], "Chroma 连不上" in told["problem"]) == (
        ["ingested"], True,
    )  # fmt: skip
    with chroma(tmp_path / "two") as back:
        assert run([more], tmp_path / "c", CHAZHANG_CHROMA_URL=back)["problem"] == ""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CHAZHANG_CHROMA_URL", back)
            assert len(state(tmp_path / "c")["index"]) == 2 * len(never["index"])


# ---------------------------------------------------------------------- at the same time


def test_threads_of_one_process_read_what_one_alone_reads(tmp_path: Path) -> None:
    for number in range(6):
        shutil.copyfile(sample_files()[0], tmp_path / f"{number}.pdf")
        with (tmp_path / f"{number}.pdf").open("ab") as file:
            file.write(b"\n%% %d\n" % number)
    quick = Settings(embed=False)
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(4) as four:
        ingest_paths([tmp_path], tmp_path / "alone", settings=quick, executor=one)
        ingest_paths([tmp_path], tmp_path / "threads", settings=quick, executor=four)
    assert held(tmp_path / "threads") == held(tmp_path / "alone")


@pytest.mark.parametrize(
    "use",
    [
        lambda path: count_pages(path),
        lambda path: next(read_pages(path, 1, 1)),
        lambda path: Rereader().read(path, 1, Box(0, 0, 10, 10)),
        lambda path: page_picture(path, 1, 0.1),
    ],
    ids=["counting", "reading", "reading again", "drawing"],
)
def test_whoever_calls_pdfium_waits_for_whoever_does(use: Callable[[Path], Any]) -> None:
    with ThreadPoolExecutor(1) as pool:
        with ALONE:
            task = pool.submit(use, sample_files()[0])
            assert wait([task], timeout=0.5).done == set()
        task.result(60)


def held(corpus: Path) -> list[Any]:
    with open_ledger(corpus) as ledger:
        return [(d.id, d.facts, d.statements, d.findings) for d in ledger.all_disclosures()]


def test_two_ingests_at_once_both_end_and_all_is_held(
    tmp_path: Path, never: dict[str, Any]
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        content = sample_files()[0].read_bytes() + f"\n% {name}\n".encode()
        (tmp_path / name / f"{name}.pdf").write_bytes(content)
    both = [begun([tmp_path / name], tmp_path / "c") for name in ("one", "two")]
    assert [s for told in map(ended, both) for _, s, _ in told["results"]] == ["ingested"] * 2
    found = state(tmp_path / "c")
    assert (len(found["records"]), len(found["index"]), found["vectors"]) == (
        2, 2 * len(never["index"]), never["vectors"],
    )  # fmt: skip


def test_whoever_asks_while_files_are_replaced_is_answered_with_the_same_number(
    tmp_path: Path,
) -> None:
    paper, corpus = tmp_path / "paper.pdf", tmp_path / "c"
    shutil.copyfile(sample_files()[0], paper)
    quick = Settings(embed=False)
    ingest_paths([paper], corpus, settings=quick)
    (entity,) = {row.identity.entity for row in rows(corpus)}
    answers: list[tuple[str, str]] = []
    for number in range(3):
        with paper.open("ab") as file:
            file.write(b"\n%% saved again %d\n" % number)
        process = begun([paper], corpus, CHAZHANG_EMBED="false")
        while process.poll() is None:
            said = Assistant(corpus).ask(f"{entity}2024年收入总计是多少？")
            answers += [(str(said.status), n.value or "") for n in said.numbers[:1]] or [("", "")]
            time.sleep(0.01)
        assert [s for _, s, _ in ended(process)["results"]] == ["ingested"]
    assert len(answers) >= 3
    assert set(answers) == {("answered", "364.4")}


def test_an_ingest_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    mark = f"{time.time_ns()}"
    process = begun([SAMPLES], tmp_path / "c", CHAZHANG_TEST_MARK=mark)
    while process.poll() is None and not workers_of(mark) - {process.pid}:
        time.sleep(0.01)
    process.kill()
    process.wait()
    until = time.monotonic() + 60
    while workers_of(mark) and time.monotonic() < until:
        time.sleep(0.1)
    assert workers_of(mark) == set()


def workers_of(mark: str) -> set[int]:
    """The processes that were started with a mark in their environment, or by one that was."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark.encode() in path.read_bytes():
                found.add(int(path.parent.name))
    return found


def rows(corpus: Path) -> tuple[Any, ...]:
    with open_ledger(corpus) as ledger:
        return ledger.disclosures()
