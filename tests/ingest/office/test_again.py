"""A cited place is read again by another way; what is no longer there is not shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.formats import docx, html, xlsx
from eval.formats.__main__ import facts_of, lost_cells, told_of
from eval.formats.printed import Piece, from_truth
from ingest.read.again.rereader import SpotRereader
from ingest.reading import read_file
from ingest.records import Disclosure, Spot
from tests.ingest.office.drawing import sheet
from tests.ingest.samples import sample

MANNERS = [
    (drawer, suffix, manner)
    for suffix, drawer in (("docx", docx), ("xlsx", xlsx), ("html", html))
    for manner in drawer.MANNERS
]


def test_a_changed_number_is_no_longer_read_where_it_stood(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx.package([sheet("表2", "项目|金额", "合计|364.42{0.0}")]))
    at = Spot(sheet="表2", cell="B2")
    assert SpotRereader().read(file, "xlsx", at, "364.4", whole=True) == "364.4"
    file.write_bytes(xlsx.package([sheet("表2", "项目|金额", "合计|364.46{0.0}")]))
    assert SpotRereader().read(file, "xlsx", at, "364.4", whole=True) == "364.5"
    assert (
        SpotRereader().read(file, "xlsx", Spot(sheet="表9", cell="B2"), "364.4", whole=True) is None
    )


@pytest.mark.parametrize(
    ("media", "content"),
    [
        ("docx", docx.package(docx.paragraph("收入364.4万元。") + docx.paragraph("支出80万元。"))),
        ("html", "<p>收入364.4万元。</p><p>支出80万元。</p>".encode()),
    ],
)
def test_a_number_in_a_paragraph_is_found_there_and_not_before(
    tmp_path: Path, media: str, content: bytes
) -> None:
    file = tmp_path / f"a.{media}"
    file.write_bytes(content)
    again = SpotRereader()
    found = [
        again.read(file, media, Spot(paragraph=n), "364.4万元", whole=False) for n in (1, 2, 9)
    ]
    assert found == ["364.4万元", None, None]


@pytest.fixture(scope="module")
def founding() -> tuple[Disclosure, list[Piece]]:
    truth: dict[str, Any] = json.loads(sample("founding_docx.json").read_text("utf-8"))
    return read_file(sample("founding_docx.pdf")), from_truth(truth)


@pytest.mark.parametrize(("drawer", "suffix", "manner"), MANNERS)
def test_the_founding_disclosure_is_the_same_in_every_manner(
    drawer: Any, suffix: str, manner: str, founding: tuple[Disclosure, list[Piece]], tmp_path: Path
) -> None:
    pdf, pieces = founding
    file = tmp_path / f"drawn.{suffix}"
    file.write_bytes(drawer.draw(pieces, manner))
    read = read_file(file)
    assert facts_of(read) == facts_of(pdf)
    assert told_of(read) == told_of(pdf)
    assert (read.identity, {p.id for p in read.passages}) == (
        pdf.identity, {p.id for p in pdf.passages},
    )  # fmt: skip
    assert lost_cells(read, file) == 0
