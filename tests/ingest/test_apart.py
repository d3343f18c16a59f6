"""Ingest in a process of its own tells each step as a line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.apart import obey
from ingest.corpus.ledger import open_ledger
from ingest.read.layers import pages_without_letters
from tests.ingest.pdfs import strokes, words, write_pdf
from tests.ui.hostile import hostile_pdf


def obeyed(order: dict[str, Any]) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = []
    obey(order, steps.append)
    return steps


def test_an_order_to_read_is_told_file_by_file_and_an_order_to_remove_by_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_EMBED", "false")
    corpus, pdf = tmp_path / "corpus", hostile_pdf(tmp_path / "a.pdf")
    steps = obeyed({"corpus": str(corpus), "paths": [str(pdf)]})
    assert [next(iter(step)) for step in steps] == ["begun", "read", "done"]
    (result,) = steps[-1]["done"]
    assert (result["status"], result["entity"]) == ("ingested", "测试市公正区某某局")
    gone = result["sha256"][:12]
    assert obeyed({"corpus": str(corpus), "remove": gone}) == [{"removed": gone}]
    assert obeyed({"corpus": str(corpus), "remove": gone}) == [
        {"failed": f"文件库里没有编号 {gone}；编号见 chazhang list"}
    ]


def test_a_file_uploaded_again_under_its_name_takes_the_place_of_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_EMBED", "false")
    corpus = tmp_path / "corpus"
    first = hostile_pdf(_folder(corpus / "uploads" / "1") / "a.pdf")
    (before,) = obeyed({"corpus": str(corpus), "paths": [str(first)]})[-1]["done"]
    again, other = (
        hostile_pdf(_folder(corpus / "uploads" / str(n)) / name)
        for n, name in ((2, "a.pdf"), (3, "b.pdf"))
    )
    for number, pdf in enumerate((again, other)):
        with pdf.open("ab") as file:
            file.write(b"\n%% %d\n" % number)
    order = {"corpus": str(corpus), "paths": [str(again), str(other)]}
    told = obeyed(order)[-1]["done"]
    assert [r["replaces"] for r in told] == [before["sha256"][:12], ""]
    with open_ledger(corpus) as ledger:
        held = {r.sha256 for r in ledger.disclosures()}
    assert held == {r["sha256"] for r in told}


def test_files_of_one_name_in_one_upload_are_all_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_EMBED", "false")
    corpus = tmp_path / "corpus"
    paths = [hostile_pdf(_folder(tmp_path / str(n)) / "a.pdf") for n in range(2)]
    with paths[1].open("ab") as file:
        file.write(b"\n% the same name in another folder\n")
    told = obeyed({"corpus": str(corpus), "paths": [str(p) for p in paths]})[-1]["done"]
    assert [(r["status"], r["replaces"]) for r in told] == [("ingested", "")] * 2


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


@pytest.mark.parametrize(
    ("drawing", "blind"),
    [(words((72, 700, "text")), 0), (strokes((72, 700, 300, 700)), 1), ("", 0)],
)
def test_a_page_with_ink_and_no_letter_is_counted(tmp_path: Path, drawing: str, blind: int) -> None:
    assert pages_without_letters(write_pdf(tmp_path / "x.pdf", drawing)) == blind
