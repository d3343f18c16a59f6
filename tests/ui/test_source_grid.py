"""The table round a cited cell: header and labels stay, the cell is marked, text is only text."""

from __future__ import annotations

from dataclasses import replace

from ingest.records import Cell, Spot, Table
from tests.ingest.drawn import table
from ui.nodes import Node
from ui.source_grid import sheet

DRAWN = "\n".join(f"项目{n} | {n}.0" for n in range(20))


def workbook(drawing: str) -> Table:
    """As read from Sheet 表1: column A, B, …, the header in row 1."""
    held = table(drawing, columns="科目|金额")
    header = [
        Cell(0, c, 1, 1, text, held.cells[0].source) for c, text in enumerate(("科目", "金额"))
    ]
    return replace(held, cells=tuple(_placed(c) for c in (*header, *held.cells)))


def _placed(cell: Cell) -> Cell:
    spot = Spot(sheet="表1", cell=f"{'AB'[cell.column]}{cell.row + 1}")
    return replace(cell, source=replace(cell.source, box=None, spot=spot)) if cell.source else cell


def told(tree: Node) -> list[list[tuple[str, str]]]:
    """Each row's cells as (class, text)."""
    return [
        [(cell["class"], "".join(cell["children"])) for cell in row["children"]]
        for row in tree["children"][0]["children"][0]["children"]
    ]


def test_a_cell_is_shown_between_its_neighbours_under_its_header() -> None:
    held = workbook(DRAWN)
    cited = next(c for c in held.cells if c.text == "10.0")
    rows = told(sheet(held, cited, whole=False))
    assert rows[:3] == [
        [("edge", ""), ("edge", "A"), ("edge on", "B")],
        [("edge", "1"), ("head", "科目"), ("head on", "金额")],
        [("gap", "⋯")],
    ]
    assert [row[0][1] for row in rows[3:]] == [str(n) for n in range(7, 18)]
    assert rows[8] == [("edge on", "12"), ("on", "项目10"), ("cited num", "10.0")]


def test_the_whole_table_has_no_gap() -> None:
    held = workbook(DRAWN)
    rows = told(sheet(held, held.cells[-1], whole=True))
    assert [row[0][1] for row in rows[1:]] == [str(n) for n in range(1, 22)]
