"""The passage index follows the ledger, and is rebuilt from it; in the folder or on a server."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.shelf.dense import Search, exact_search
from assistant.shelf.settling import settle
from assistant.shelf.shelf import Shelf
from ingest.corpus.askable import Askable
from ingest.corpus.embedding import embed_passages, unpack
from ingest.corpus.index import FOLDER, PassageIndex, index_of, sync
from ingest.corpus.ledger import FILE, open_ledger
from ingest.errors import CorpusError, OutOfStep
from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.conftest import sample_files


@pytest.fixture
def corpus(founding_corpus: Path, tmp_path: Path, place: Settings) -> Path:
    """The sample's ledger alone, without its index; on a server it has a name of its own."""
    (tmp_path / "corpus").mkdir()
    with closing(sqlite3.connect(founding_corpus / FILE)) as db:
        db.execute("VACUUM INTO ?", [str(tmp_path / "corpus" / FILE)])
    with closing(sqlite3.connect(tmp_path / "corpus" / FILE)) as db, db:
        db.execute("UPDATE meta SET corpus = ?", [uuid.uuid4().hex])
    return tmp_path / "corpus"


def index(corpus: Path) -> PassageIndex:
    with open_ledger(corpus) as ledger:
        return index_of(corpus, ledger)


def meaning(corpus: Path) -> Search:
    """Search by meaning over the ledger alone."""
    askable = Askable(open_ledger(corpus))
    settle(askable.ledger)
    list(askable.heads())
    search = exact_search(Shelf(askable))
    assert search is not None
    return search


def expected(corpus: Path) -> set[str]:
    with open_ledger(corpus) as ledger:
        return {f"{d}:{p}" for p, held in ledger.passages().items() for d, _ in held}


def test_after_an_ingest_vectors_and_index_equal_the_ledger(founding_corpus: Path) -> None:
    with open_ledger(founding_corpus) as ledger:
        assert set(ledger.vectors()) == set(ledger.passages())
    assert PassageIndex(founding_corpus).ids() == expected(founding_corpus) != set()


def test_a_missing_index_is_rebuilt(corpus: Path) -> None:
    assert sync(corpus) == (len(expected(corpus)), 0)
    assert index(corpus).ids() == expected(corpus)
    assert sync(corpus) == (0, 0)


def test_missing_vectors_are_made_again(corpus: Path) -> None:
    with closing(sqlite3.connect(corpus / FILE)) as db, db:
        db.execute("DELETE FROM vectors WHERE rowid % 9 = 0")
    sync(corpus)
    with open_ledger(corpus) as ledger:
        assert set(ledger.vectors()) == set(ledger.passages())


def test_what_left_the_ledger_leaves_the_index(corpus: Path) -> None:
    sync(corpus)
    held = len(expected(corpus))
    with open_ledger(corpus) as ledger:
        ledger.remove(ledger.all_disclosures()[0].id)
    assert sync(corpus) == (0, held)
    assert index(corpus).ids() == set()


def test_a_question_finds_its_passage_in_the_ledger_and_in_the_index(corpus: Path) -> None:
    sync(corpus)
    with open_ledger(corpus) as ledger:
        held = ledger.passages()
        own = ledger.all_disclosures()[0].id
    best, score = meaning(corpus)("三公经费支出预算是多少", [own], 1)[0]
    assert "三公" in held[best][0][1].text
    assert 0.5 < score <= 1.001
    found = index(corpus).search("三公经费支出预算是多少", 3)
    assert found[0][0] == own
    assert best in [p for _, p, _ in found]
    shutil.rmtree(corpus / FOLDER, ignore_errors=True)  # the ledger alone still answers
    assert meaning(corpus)("三公经费支出预算是多少", [own], 1)[0][0] == best


def test_a_search_in_no_disclosure_finds_nothing(corpus: Path) -> None:
    assert meaning(corpus)("三公", [], 5) == []
    assert meaning(corpus)("三公", ["0" * 12], 5) == []


def test_ids_are_fetched_page_by_page(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync(corpus)
    monkeypatch.setattr("ingest.corpus.index.PAGE", 10)
    assert index(corpus).ids() == expected(corpus)


def test_two_corpora_on_one_server_do_not_see_each_other(
    corpus: Path, tmp_path: Path, chroma_url: str
) -> None:
    other = PassageIndex(tmp_path, chroma_url, "other")
    sync(corpus)
    assert other.ids() == set()


def test_what_was_read_is_held_where_chroma_is_gone_and_the_next_run_makes_up_for_it(
    tmp_path: Path, chroma_url: str
) -> None:
    corpus, gone = tmp_path / "c", Settings(chroma_url="http://127.0.0.1:1")
    with pytest.raises(OutOfStep, match="Chroma 连不上") as caught:
        ingest_paths(sample_files(), corpus, settings=gone)
    assert [r.status for r in caught.value.results] == ["ingested"]
    assert len(expected(corpus)) > 20
    back = Settings(chroma_url=chroma_url)
    assert ingest_paths([], corpus, settings=back) == []
    with open_ledger(corpus) as ledger:
        assert index_of(corpus, ledger, back).ids() == expected(corpus)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://x", "http://"])
def test_a_chroma_url_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(CorpusError, match="要写成 http"):
        PassageIndex(tmp_path, url, "x")


@pytest.mark.parametrize("text", ["", "\x00", "三公\x00经费", "三公\ud800经费", "长" * 100_000])
def test_no_text_breaks_the_embedding(text: str) -> None:
    vector = unpack(embed_passages([text])[0])
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=0.01)
