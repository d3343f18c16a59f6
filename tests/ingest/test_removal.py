"""A disclosure taken out leaves nothing behind; files that failed are remembered until they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.corpus.failures import Failed, failures, keep_failures, write_failures
from ingest.corpus.files import origins
from ingest.corpus.index import PassageIndex
from ingest.corpus.ledger import open_ledger
from ingest.corpus.removal import remove
from ingest.errors import CorpusError
from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.ui.hostile import hostile_pdf


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two files of which one passage is the same."""
    for name in ("one.pdf", "two.pdf"):
        content = hostile_pdf(tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content + b"%" + name.encode())
    ingest_paths([tmp_path / "one.pdf", tmp_path / "two.pdf"], tmp_path / "corpus")
    return tmp_path / "corpus"


def test_a_removed_disclosure_leaves_ledger_vectors_index_bytes_and_origin(corpus: Path) -> None:
    with open_ledger(corpus) as ledger:
        one, other = ledger.disclosures()
        passages = len(ledger.passages())
        assert len(ledger.vectors()) == passages > 0
    gone = remove(corpus, one.id[:8])
    assert (gone.row.id, gone.vectors) == (one.id, 0)  # the other prints the same
    assert len(PassageIndex(corpus).ids()) == passages
    gone = remove(corpus, other.id)
    with open_ledger(corpus) as ledger:
        assert (ledger.disclosures(), ledger.vectors(), ledger.passages()) == ((), {}, {})
    assert gone.vectors == passages
    assert PassageIndex(corpus).ids() == set()
    assert [p.name for p in (corpus / "files").iterdir() if p.is_dir()] == []
    assert origins(corpus) == {}


def test_what_was_removed_is_read_anew_when_it_is_given_again(corpus: Path, tmp_path: Path) -> None:
    with open_ledger(corpus) as ledger:
        one = ledger.disclosures()[0]
    remove(corpus, one.id)
    settings = Settings(embed=False)
    again = ingest_paths([tmp_path / "one.pdf", tmp_path / "two.pdf"], corpus, settings=settings)
    assert sorted(r.status for r in again) == ["ingested", "unchanged"]


@pytest.mark.parametrize(("named", "told"), [("", "没有编号"), ("zz", "没有编号")])
def test_only_one_that_is_held_can_be_removed(corpus: Path, named: str, told: str) -> None:
    with pytest.raises(CorpusError, match=told):
        remove(corpus, named)
    with open_ledger(corpus) as ledger:
        assert len(ledger.disclosures()) == 2


def failed(file: str, sha256: str = "") -> Failed:
    return Failed(file, f"/x/{file}", sha256, "这是扫描件", "2026-11-26")


def test_a_file_that_failed_is_remembered_until_it_is_read_or_fails_otherwise(
    tmp_path: Path,
) -> None:
    keep_failures(tmp_path, [], [failed("a.pdf", "1"), failed("b.pdf")])
    keep_failures(tmp_path, [("/elsewhere/a.pdf", "1")], [failed("c.pdf")])
    assert failures(tmp_path) == (failed("b.pdf"), failed("c.pdf"))
    keep_failures(tmp_path, [("/x/b.pdf", "9")], [])
    assert failures(tmp_path) == (failed("c.pdf"),)
    write_failures(tmp_path, ())
    assert failures(tmp_path) == ()


def test_ingest_remembers_what_failed_and_tells_each_file_as_it_goes(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.pdf", hostile_pdf(tmp_path / "good.pdf")
    bad.write_bytes(b"%PDF-1.4 nothing")
    heard: list[tuple[int, str]] = []
    ingest_paths(
        [bad, good, tmp_path / "none.pdf"],
        tmp_path / "corpus",
        settings=Settings(embed=False, jobs=1),
        heard=lambda n, r: heard.append((n, r.status if r else "begun")),
    )
    assert sorted(heard) == [
        (0, "begun"), (0, "failed"), (1, "begun"), (1, "ingested"), (2, "failed"),
    ]  # fmt: skip
    assert [f.file for f in failures(tmp_path / "corpus")] == ["bad.pdf"]  # none.pdf is a slip
