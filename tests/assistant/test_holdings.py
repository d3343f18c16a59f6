"""What the library lists, and the counts that a desk trusts it by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.catalogue import build
from assistant.health import health
from assistant.holdings import holdings
from assistant.shelf.adding import Adding
from ingest.reading import read_file
from ingest.records import Disclosure, Severity
from tests.ui.hostile import ENTITY, hostile_pdf


def disclosure(tmp_path: Path) -> Disclosure:
    return read_file(hostile_pdf(tmp_path / "a.pdf"))


def test_a_file_is_listed_with_its_counts_and_a_copy_names_what_it_copies(tmp_path: Path) -> None:
    one = disclosure(tmp_path)
    twin = replace(one, id="z" * 12, sha256="z" * 64, path="/x/twin.pdf")
    first, second = holdings(build((one, twin)))
    assert (first.entity, first.place, first.year, first.stage, first.file) == (
        ENTITY, "测试市公正区", 2024, "budget", "a.pdf",
    )  # fmt: skip
    assert (first.pages, first.tables, first.facts) == (1, 1, 8)
    assert first.findings[Severity.CONTRADICTION] >= 1
    assert (first.copy_of, second.copy_of) == ("", one.id)


def test_a_table_whose_total_is_wrong_does_not_add_up_and_copies_count_once(tmp_path: Path) -> None:
    one = disclosure(tmp_path)
    twin = replace(one, id="z" * 12, sha256="z" * 64, path="/x/twin.pdf")
    held = holdings(build((one, twin)))
    found = health((one, twin), held, ())
    assert (found.files, found.copies, found.pages, found.tables, found.facts) == (2, 1, 1, 1, 8)
    assert found.adding == Adding(closed=0, open=1, untried=0, sums=1, sums_closed=0)
    right = tuple(
        replace(f, amount=replace(f.amount, number=f.amount.number - 100), text="2800.00")
        if f.row == ("支出总计",) and f.amount
        else f
        for f in one.facts
    )
    mended = replace(one, facts=right)
    assert health((mended,), holdings(build((mended,))), ()).adding == Adding(1, 0, 0, 1, 1)
