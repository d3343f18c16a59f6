"""What goes into the ledger comes out as it was."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.corpus.ledger import FILE, open_ledger
from ingest.errors import CorpusError
from tests.assistant.worlds import world


def rows(corpus: Path, table: str) -> int:
    with sqlite3.connect(corpus / FILE) as db:
        found = db.execute(f"select count(*) from {table}").fetchone()
    db.close()
    return int(found[0])


def test_a_disclosure_comes_out_as_it_went_in(tmp_path: Path) -> None:
    drawn = world()
    with open_ledger(tmp_path, create=True) as ledger:
        ledger.save(drawn, {"p": b"\x00\x01"})
        assert ledger.all_disclosures() == (drawn,)
        assert ledger.vectors() == {"p": b"\x00\x01"}


def test_saving_again_replaces_and_removing_leaves_nothing(tmp_path: Path) -> None:
    drawn = world()
    with open_ledger(tmp_path, create=True) as ledger:
        ledger.save(drawn)
        before = [rows(tmp_path, t) for t in ("facts", "cells", "passages", "findings")]
        ledger.save(replace(drawn, title="改过"))
        after = [rows(tmp_path, t) for t in ("facts", "cells", "passages", "findings")]
        assert (after, ledger.load(drawn.id).title) == (before, "改过")
        ledger.remove(drawn.id)
    assert [rows(tmp_path, t) for t in ("disclosures", "facts", "cells", "statements")] == [0] * 4


def test_amounts_are_kept_as_printed_digits(tmp_path: Path) -> None:
    with open_ledger(tmp_path, create=True) as ledger:
        ledger.save(world())
    with sqlite3.connect(tmp_path / FILE) as db:
        kinds = db.execute(
            "select distinct typeof(amount), amount from facts where item='奖金' and amount not null"
        ).fetchall()
    db.close()
    assert kinds == [("text", "20.0")]


def test_readers_read_while_a_writer_writes(tmp_path: Path) -> None:
    with open_ledger(tmp_path, create=True) as ledger:
        ledger.save(world())
        writer = sqlite3.connect(tmp_path / FILE, isolation_level=None)
        writer.execute("begin immediate")
        writer.execute("delete from disclosures")
        assert len(ledger.all_disclosures()) == 1
        writer.execute("rollback")
        writer.close()


def test_a_missing_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="先运行 chazhang ingest"):
        open_ledger(tmp_path / "none")


def test_a_corpus_of_another_version_is_refused(tmp_path: Path) -> None:
    open_ledger(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("update meta set version = 999")
    db.close()
    with pytest.raises(CorpusError, match="另一个版本"):
        open_ledger(tmp_path)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(CorpusError, match="打不开"):
        open_ledger(tmp_path)
