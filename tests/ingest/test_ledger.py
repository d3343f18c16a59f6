"""The ledger gives back exactly what was put in, or says in Chinese why it cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from ingest.corpus import schema
from ingest.corpus.ledger import FILE, Ledger, open_ledger
from ingest.errors import CorpusError
from tests.assistant.worlds import world

DRAWN = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计
30101 | 基本工资 | 150.10
"""
TABLES = ("disclosures", "tables", "facts", "indicators", "statements", "passages", "findings")  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path, create=True) as opened:
        yield opened


def rows(corpus: Path) -> dict[str, int]:
    with closing(sqlite3.connect(corpus / FILE)) as db:
        return {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}


def test_what_is_saved_is_loaded_equal(ledger: Ledger) -> None:
    ledger.save(world(), {"p": b"\x00\x01"})
    assert ledger.load(world().id) == world()
    assert ledger.all_disclosures() == (world(),)
    assert ledger.vectors() == {"p": b"\x00\x01"}


def test_saving_again_replaces(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save(world())
    once = rows(tmp_path)
    ledger.save(replace(world(), title="改过"))
    assert (rows(tmp_path), ledger.load(world().id).title) == (once, "改过")


def test_another_content_at_the_same_path_replaces(ledger: Ledger) -> None:
    ledger.save(world())
    other = replace(world(), id="cd" * 6, sha256="cd" * 32)
    ledger.save(other)
    assert ledger.all_disclosures() == (other,)


def test_the_same_content_moves_without_being_read_again(ledger: Ledger) -> None:
    ledger.save(world())
    ledger.move(world().id, "elsewhere.txt")
    assert ledger.all_disclosures() == (replace(world(), path="elsewhere.txt"),)


def test_removing_leaves_nothing_in_any_table(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save(world())
    ledger.remove(world().id)
    assert rows(tmp_path) == dict.fromkeys(TABLES, 0)


def test_amounts_are_kept_as_the_exact_text(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save(world(DRAWN))
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        held = db.execute(
            "SELECT amount, typeof(amount) FROM facts WHERE code = '30101'"
        ).fetchall()
    assert held == [("150.10", "text")]
    fact = next(f for f in ledger.load(world().id).facts if f.code == "30101")
    assert fact.amount is not None
    assert str(fact.amount.number) == "150.10"


def test_a_missing_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="还不存在：先运行 chazhang ingest"):
        open_ledger(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_corpus_of_another_version_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db, db:
        db.execute("UPDATE meta SET version = 999")
    with pytest.raises(CorpusError, match="文件库是另一个版本建的"):
        open_ledger(tmp_path)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("这不是数据库" * 100, encoding="utf-8")
    with pytest.raises(CorpusError, match="打不开"):
        open_ledger(tmp_path)


def test_a_ledger_left_without_tables_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()  # as a process killed while it created the ledger leaves it
    with open_ledger(tmp_path, create=True) as opened:
        assert opened.all_disclosures() == ()


@pytest.mark.parametrize("made", ["meta", "disclosures"])
def test_a_kill_while_the_ledger_is_created_does_no_harm(tmp_path: Path, made: str) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE half (a)")  # another table does not hide what is missing
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema.metadata, "create_all", _only(made))
        with pytest.raises(RuntimeError, match="killed"):
            open_ledger(tmp_path, create=True)
    with open_ledger(tmp_path, create=True) as opened:
        opened.save(world())
        assert opened.all_disclosures() == (world(),)


def _only(name: str) -> Callable[[Engine | Connection], None]:
    """Creation that ends before it is done."""

    def create(bind: Engine | Connection) -> None:
        schema.metadata.tables[name].create(bind)
        raise RuntimeError("killed")

    return create


def test_a_reader_reads_while_a_writer_is_in_a_transaction(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save(world())
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")  # shuts readers out of every journal but the WAL
        writer.execute("DELETE FROM facts")
        with open_ledger(tmp_path) as reader:
            assert reader.all_disclosures() == (world(),)
        writer.execute("ROLLBACK")
