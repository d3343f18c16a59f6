"""Files into a corpus: nothing half, nothing twice, and a bad file costs only itself."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from eval.run import SAMPLES
from ingest.corpus.engines import WAITS
from ingest.corpus.files import only_writer
from ingest.corpus.index import PassageIndex
from ingest.corpus.ledger import FILE, open_ledger
from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.conftest import ROOT, sample_files
from tests.ingest.engines import Postgres

QUICK = Settings(embed=False)


def statuses(paths: list[Path], corpus: Path, settings: Settings = QUICK) -> list[str]:
    return [r.status for r in ingest_paths(paths, corpus, settings=settings)]


def test_what_is_unchanged_is_skipped(tmp_path: Path, store: Settings) -> None:
    assert statuses([SAMPLES], tmp_path / "c", store) == ["ingested"]
    assert statuses([SAMPLES], tmp_path / "c", store) == ["unchanged"]


def test_a_file_that_changed_replaces_what_it_was(tmp_path: Path, store: Settings) -> None:
    paper = tmp_path / "paper.pdf"
    shutil.copyfile(sample_files()[0], paper)
    assert statuses([paper], tmp_path / "c", store) == ["ingested"]
    with paper.open("ab") as file:
        file.write(b"\n% saved again\n")
    assert statuses([paper], tmp_path / "c", store) == ["ingested"]
    with open_ledger(tmp_path / "c", settings=store) as ledger:
        assert len(ledger.all_disclosures()) == 1


def test_on_any_engine_the_same_is_held_and_answered(
    founding_corpus: Path, tmp_path: Path, postgres: Postgres, dask_url: str
) -> None:
    far = Settings(embed=False, ledger_url=postgres.new(), executor=dask_url)  # type: ignore[arg-type]
    assert statuses([SAMPLES], tmp_path / "c", far) == ["ingested"]
    with open_ledger(tmp_path / "c", settings=far) as ledger, open_ledger(founding_corpus) as own:
        (there,), (here,) = ledger.all_disclosures(), own.all_disclosures()
        assert replace(there, path="") == replace(here, path="")
        assert Path(there.path).read_bytes() == Path(here.path).read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pdf", b"", "空"),
        ("page.pdf", b"<html>hello</html>", "不是 PDF"),
        ("cut.pdf", None, ""),
        ("memo.docx", b"PK", "已损坏"),
        ("memo.png", b"\x89PNG", "还不会读"),
        ("blank.txt", b"   ", ""),
        ("note.txt", "今天开会。\n".encode(), "没有预算"),
    ],
)
def test_a_bad_file_fails_with_a_reason_and_the_rest_goes_on(
    tmp_path: Path, readers: Settings, name: str, content: bytes | None, reason: str
) -> None:
    whole = sample_files()[0].read_bytes()
    bad = tmp_path / name
    bad.write_bytes(whole[: len(whole) // 2] if content is None else content)
    results = ingest_paths([bad, *sample_files()], tmp_path / "c", settings=readers)
    assert [r.status for r in results] == ["failed", "ingested"]
    assert reason in results[0].error
    assert "Error" not in results[0].error
    assert "Traceback" not in results[0].error


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    result = ingest_paths([tmp_path / "none.pdf"], tmp_path / "c", settings=QUICK)[0]
    assert (result.status, result.error) == ("failed", "没有这个文件")


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, readers: Settings) -> None:
    settings = readers.model_copy(update={"file_seconds": 0})
    result = ingest_paths([SAMPLES], tmp_path / "c", settings=settings)[0]
    assert (result.status, "放弃" in result.error) == ("failed", True)


def test_a_second_ingest_is_told_that_it_waits(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    heard: list[str] = []

    def second() -> None:
        ingest_paths([], corpus, settings=QUICK, notice=heard.append)

    with only_writer(corpus):
        waiting = threading.Thread(target=second)
        waiting.start()
        while not heard:
            waiting.join(0.01)
    waiting.join(60)
    assert (heard, waiting.is_alive()) == ([WAITS], False)


def test_ledger_vectors_and_index_are_in_step(founding_corpus: Path) -> None:
    with open_ledger(founding_corpus) as ledger:
        passages = ledger.passages()
        pairs = {f"{d}:{p}" for p, rows in passages.items() for d, _ in rows}
        assert set(ledger.vectors()) == set(passages)
    assert PassageIndex(founding_corpus).ids() == pairs


MOMENTS = (  # each the first sign of another step, on whatever machine
    FILE,
    FILE + "-wal",
    "files/*/*.pdf",
    "files/origins.tsv",
    "index/chroma.sqlite3",
    "index/*/header.bin",
)
INGEST = """
from pathlib import Path
from ingest.pipeline import ingest_paths
if __name__ == "__main__":
    ingest_paths([Path(r"%s")], Path(r"%s"))
"""


def kill_at(moment: str, corpus: Path, script: Path) -> None:
    """Ingest in a process of its own, killed with all its children when a file appears."""
    script.write_text(INGEST % (SAMPLES, corpus), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen([sys.executable, str(script)], env=environment, start_new_session=True)
    while child.poll() is None and not any(corpus.glob(moment)):
        time.sleep(0.001)
    assert any(corpus.glob(moment))
    if child.poll() is None:  # else it was done in that very millisecond
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_ingest_leaves_the_corpus_whole(tmp_path: Path, moment: str) -> None:
    corpus = tmp_path / "c"
    kill_at(moment, corpus, tmp_path / "go.py")
    with open_ledger(corpus) as ledger:
        assert [len(d.tables) for d in ledger.all_disclosures()] in ([], [13])
    assert ingest_paths([SAMPLES], corpus)[0].status in ("ingested", "unchanged")
    with open_ledger(corpus) as ledger:
        passages = ledger.passages()
        assert set(ledger.vectors()) == set(passages)
    assert len(PassageIndex(corpus).ids()) == len(passages)


def test_a_file_replaced_by_one_already_held_leaves_with_its_old_content(tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    shutil.copyfile(sample_files()[0], first)
    second.write_bytes(first.read_bytes() + b"\n% another\n")
    assert statuses([first, second], tmp_path / "c") == ["ingested", "ingested"]
    shutil.copyfile(second, first)
    assert statuses([first, second], tmp_path / "c") == ["unchanged", "unchanged"]
    with open_ledger(tmp_path / "c") as ledger:
        assert len(ledger.all_disclosures()) == 1


def test_a_kill_right_after_the_commit_is_made_good_by_the_next_run(tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    shutil.copyfile(sample_files()[0], paper)
    assert statuses([paper], tmp_path / "c") == ["ingested"]
    (tmp_path / "c" / "files" / "origins.tsv").unlink()  # the kill came before it was written
    assert statuses([paper], tmp_path / "c") == ["unchanged"]
    paper.write_bytes(paper.read_bytes() + b"\n% saved again\n")
    assert statuses([paper], tmp_path / "c") == ["ingested"]
    with open_ledger(tmp_path / "c") as ledger:
        assert len(ledger.all_disclosures()) == 1
