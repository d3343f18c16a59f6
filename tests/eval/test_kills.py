"""What a kill left behind is found by name, whatever it is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from eval.kills import difference, state
from ingest.corpus.ledger import FILE


def test_a_copy_is_equal(founding_corpus: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(founding_corpus, tmp_path / "c"))
    assert difference(state(copy), state(founding_corpus)) == ""


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("DELETE FROM vectors WHERE rowid = 1", "vectors (1 lost, 0 more, 26 held)"),
        ("DELETE FROM statements WHERE row = 1", "records (0 lost, 0 more, 1 held)"),
        ("DELETE FROM disclosures", "records (1 lost, 0 more, 0 held)"),
    ],
)
def test_what_is_lost_is_named(
    founding_corpus: Path, tmp_path: Path, harm: str, named: str
) -> None:
    copy = Path(shutil.copytree(founding_corpus, tmp_path / "c"))
    with closing(sqlite3.connect(copy / FILE)) as db, db:
        db.execute(harm)
    assert difference(state(copy), state(founding_corpus)) == named
