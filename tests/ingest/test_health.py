"""What is wrong with a corpus is found and said; looking changes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.corpus.files import only_writer
from ingest.corpus.index import FOLDER
from ingest.corpus.ledger import FILE
from ingest.health import State, checks
from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.conftest import sample_files
from tests.ingest.test_migrations import V2

MACHINE = {"program", "fonts", "ocr", "executor", "disk"}  # what no corpus decides


@pytest.fixture
def corpus(founding_corpus: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(founding_corpus, tmp_path / "c"))


def look(corpus: Path, settings: Settings | None = None) -> dict[str, tuple[State, str]]:
    found = checks(corpus, settings or Settings(), lambda done, everything: None)
    return {c.name: (c.state, c.told) for c in found if c.name not in MACHINE}


def run(corpus: Path, statement: str) -> None:
    with closing(sqlite3.connect(corpus / FILE)) as db, db:
        db.execute(statement)


def test_all_is_well_with_a_corpus_that_was_just_made(corpus: Path) -> None:
    found = look(corpus)
    assert {name: state for name, (state, _) in found.items()} == dict.fromkeys(
        ("ledger", "integrity", "readings", "records", "originals", "vectors", "index"), State.GOOD
    )


def test_the_machine_is_looked_at_before_there_is_a_corpus(tmp_path: Path) -> None:
    found = list(checks(tmp_path / "none", Settings(), lambda done, everything: None))
    assert {c.name for c in found} == MACHINE | {"ledger"}
    assert (found[-1].state, "先运行 chazhang ingest" in found[-1].told) == (State.DOUBT, True)
    assert not (tmp_path / "none").exists()


def changed(corpus: Path) -> None:
    with next((corpus / "files").glob("*/*.pdf")).open("ab") as file:
        file.write(b"!")


def unplaced(corpus: Path) -> None:
    shutil.rmtree(corpus / FOLDER)


def undone(corpus: Path) -> None:
    raw = bytearray((corpus / FILE).read_bytes())
    raw[8192:40960] = b"\xff" * (40960 - 8192)
    (corpus / FILE).write_bytes(raw)


@pytest.mark.parametrize(
    ("harm", "name", "state", "told"),
    [
        (changed, "originals", State.BAD, "1 份内容变了：郑州市金水区政务信息中心2024年部门预算.pdf"),
        (lambda c: shutil.rmtree(c / "files"), "originals", State.BAD, "1 份不见了"),
        (lambda c: run(c, "DELETE FROM vectors WHERE rowid < 4"), "vectors", State.DOUBT, "有 3 段还没有"),
        (unplaced, "index", State.DOUBT, "还没有建"),
        (lambda c: run(c, "DELETE FROM passages WHERE row < 3"), "index", State.DOUBT, "少 0 段、多 2 段"),
        (lambda c: run(c, "UPDATE disclosures SET record = '{}'"), "records", State.BAD, "1 份的记录读不出来"),
        (lambda c: run(c, "UPDATE disclosures SET reader = 0"), "readings", State.DOUBT, "1 份是旧版"),
        (lambda c: run(c, "UPDATE meta SET version = 99"), "ledger", State.BAD, "请升级程序"),
        (undone, "integrity", State.BAD, "损坏"),
    ],
)  # fmt: skip
def test_each_harm_is_found_and_named(
    corpus: Path, harm: Callable[[Path], None], name: str, state: State, told: str
) -> None:
    harm(corpus)
    found = look(corpus)
    assert found[name][0] is state
    assert told in found[name][1]


def test_an_older_corpus_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.executescript(V2.read_text(encoding="utf-8"))
        before = list(db.iterdump())
    (state, told), *more = look(tmp_path).values()
    assert (state, "升级到第" in told, more) == (State.DOUBT, True, [])
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        assert list(db.iterdump()) == before


def test_the_index_is_left_alone_while_an_ingest_runs(corpus: Path) -> None:
    with only_writer(corpus):
        state, told = look(corpus)["index"]
    assert (state, "正在运行" in told) == (State.DOUBT, True)


def test_servers_that_are_gone_are_told(tmp_path: Path) -> None:
    settings = Settings(
        ledger_url="postgresql://u:geheim@127.0.0.1:1/x",  # type: ignore[arg-type]
        executor="dask://127.0.0.1:1",
    )
    found = {c.name: c for c in checks(tmp_path, settings, lambda done, everything: None)}
    assert {found[n].state for n in ("ledger", "executor")} == {State.BAD}
    assert "geheim" not in "".join(c.told for c in found.values())


def test_on_postgres_the_same_is_looked_at(tmp_path: Path, store: Settings) -> None:
    ingest_paths(sample_files(), tmp_path / "c", settings=store)
    found = look(tmp_path / "c", store)
    assert {n: s for n, (s, _) in found.items()} == {
        **dict.fromkeys(("ledger", "integrity", "readings", "records", "originals"), State.GOOD),
        **dict.fromkeys(("vectors", "index"), State.DOUBT),  # nothing was embedded
    }
