"""A slice of the real disclosures, every region once: identity, amounts in cells, sums that close."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.closing import known, printed, relations
from eval.extraction import measure
from eval.identities import truth, wrong_fields
from ingest.reading import read_file
from ingest.records import Disclosure


def slice_of(shared: Path) -> list[Path]:
    """The smallest file of each region's folder: quick, and as different as they come."""
    folders = sorted(f for f in (shared / "disclosures").iterdir() if f.is_dir())
    return [
        min(folder.glob("*.pdf"), key=lambda p: (p.stat().st_size, p.name)) for folder in folders
    ]


@pytest.fixture(scope="module")
def read(shared: Path) -> dict[Path, Disclosure]:
    return {path: read_file(path) for path in slice_of(shared)}


def test_each_region_s_file_is_whose_it_says(shared: Path, read: dict[Path, Disclosure]) -> None:
    rows = {shared / "disclosures" / row["file"]: row for row in truth()}
    assert [w for path, found in read.items() for w in wrong_fields(rows[path], found)] == []


def test_every_amount_in_a_table_stands_whole_in_one_cell(shared: Path) -> None:
    tally = measure(slice_of(shared))
    assert tally.amounts > 1000
    assert tally.misses == ()


def test_the_sums_of_each_region_s_file_close(read: dict[Path, Disclosure]) -> None:
    places = printed()
    tried = [known(one, places) for found in read.values() for one in relations(found)]
    still_open = [t for t in tried if t.outcome == "open"]
    assert len(tried) > 1000
    assert len(still_open) < 0.01 * len(tried)
