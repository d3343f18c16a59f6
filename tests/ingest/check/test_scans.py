"""How far a number of a scan is trusted, once its sums have been tried."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.check.scans import with_trust
from ingest.interpret.disclosure import interpret_titled
from ingest.records import (
    Box,
    Disclosure,
    Document,
    Grid,
    GridCell,
    Page,
    Reading,
    Scan,
    Severity,
)
from tests.ingest.drawn import FILE, recognised, table, titled

COLUMNS = "科目名称|合计|基本支出|项目支出"
CLOSES = "教育支出 | 10.0 | 6.0 | 4.0\n卫生健康支出 | 5.0 | 5.0 | 0.0\n合计 | 15.0 | 11.0 | 4.0"
FAILS = "教育支出 | 10.0 | 6.0 | 4.0\n卫生健康支出 | 5.0 | 5.0 | 0.0\n合计 | 75.0 | 11.0 | 4.0"


def scanned(drawing: str, reading: Reading) -> Disclosure:
    found = interpret_titled(recognised(table(drawing, columns=COLUMNS)), "某某局2024年部门预算")
    facts = (replace(f, source=replace(f.source, reading=reading)) for f in found.facts)
    return replace(found, facts=tuple(facts))


def paper(*cells: GridCell, fault: str = "") -> Document:
    grid = Grid(1, Box(0, 0, 9, 9), 1, 1, cells)
    return Document("x.pdf", FILE, "pdf", (Page(1, 595, 842, (grid,), Scan(200, fault)),))


@pytest.mark.parametrize(
    ("drawing", "before", "total"),
    [
        (CLOSES, Reading.FAINT, Reading.SCAN),  # an exact sum confirms what was read twice alike
        (CLOSES, Reading.DOUBTFUL, Reading.DOUBTFUL),  # but not what was not
        (FAILS, Reading.FAINT, Reading.DOUBTFUL),
        (FAILS, Reading.SCAN, Reading.DOUBTFUL),  # a sum that fails outweighs a clear picture
        (CLOSES, Reading.UNREADABLE, Reading.UNREADABLE),
    ],
)
def test_sums_confirm_and_doubt_what_was_read(
    drawing: str, before: Reading, total: Reading
) -> None:
    found = with_trust(scanned(drawing, before), paper())
    last = [f for f in found.facts if f.row[-1] == "合计" and f.column[-1] == "合计"]
    assert [f.source.reading for f in last] == [total]


def test_no_office_is_blamed_for_a_number_that_may_be_misread() -> None:
    sure = with_trust(scanned(FAILS, Reading.SCAN), paper())
    unsure = with_trust(scanned(FAILS, Reading.FAINT), paper())
    assert ("sum_within_table", "contradiction") in titled(sure)
    assert {f.severity for f in unsure.findings if f.rule == "sum_within_table"} == {
        Severity.NOTICE
    }


def test_a_file_without_pictures_is_left_alone() -> None:
    found = scanned(CLOSES, Reading.PRINTED)
    assert with_trust(found, recognised().document) is found


def test_what_could_not_be_read_is_told() -> None:
    blot = GridCell(0, 0, 1, 1, "", Box(1, 1, 5, 5), Box(0, 0, 9, 9), None, Reading.UNREADABLE)
    found = with_trust(scanned(CLOSES, Reading.SCAN), paper(blot, fault="识别用了 60 秒还没完"))
    told = {f.rule: f.message for f in found.findings}
    assert told["page_not_read"] == "第 1 页是扫描页，没有读出来：识别用了 60 秒还没完。"
    assert told["cell_not_read"] == "第 1 页是扫描页，表中有 1 格印着字但看不清，没有当作空白。"
