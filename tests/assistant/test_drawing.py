"""Boxes are read again in a process that may die without harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant import drawing
from assistant.drawing import RereaderApart, SpotsApart
from eval.formats import xlsx
from ingest.corpus.ledger import open_ledger
from ingest.errors import Unreadable
from ingest.read.again.rereader import SpotRereader
from ingest.read.reread import Rereader
from ingest.records import Box, Spot
from tests.ingest.office.drawing import sheet


def test_a_box_is_read_apart_as_it_is_read_here_and_a_file_that_is_gone_is_told(
    founding_corpus: Path, tmp_path: Path
) -> None:
    with open_ledger(founding_corpus) as ledger:
        (held,) = ledger.all_disclosures()
    places = [f.source for f in held.facts if f.source.page and f.source.box][::20]
    here, apart = Rereader(), RereaderApart()
    for at in places:
        assert at.page is not None
        assert at.box is not None
        given = (Path(held.path), at.page, at.box, at.text)
        assert apart.read(*given) == here.read(*given) == at.text
    for gone in (tmp_path / "none.pdf", Path(__file__)):
        for reader in (here, apart):
            with pytest.raises(Unreadable):
                reader.read(gone, 1, places[0].box or Box(0, 0, 1, 1), "1")


def test_a_reader_that_is_killed_is_replaced_by_the_next_box(founding_corpus: Path) -> None:
    with open_ledger(founding_corpus) as ledger:
        (held,) = ledger.all_disclosures()
    at = next(f.source for f in held.facts if f.source.page and f.source.box)
    assert at.page is not None
    assert at.box is not None
    given = (Path(held.path), at.page, at.box, at.text)
    assert RereaderApart().read(*given) == at.text
    for child in [d._child for d in drawing._readers.queue if d._child]:
        os.kill(child.pid, 9)
        child.wait()
    assert RereaderApart().read(*given) == at.text


def test_a_place_of_an_office_file_is_read_apart_as_it_is_read_here(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(xlsx.package([sheet("表1", "项目|金额", "收入总计|364.4{0.0}")]))
    for named, cell, expected in (("表1", "B2", "364.4"), ("表1", "B9", ""), ("表2", "B2", None)):
        for reader in (SpotRereader(), SpotsApart()):
            at = Spot(sheet=named, cell=cell)
            assert reader.read(book, "xlsx", at, "364.4", whole=True) == expected
