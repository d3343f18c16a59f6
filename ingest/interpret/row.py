"""One row of a table, as it is told apart from the others."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import Cell


@dataclass(frozen=True, slots=True)
class Row:
    """One body row seen from one group of columns."""

    row: int
    path: tuple[str, ...]
    code: str
    label: Cell | None  # the printed cell that names it
    others: tuple[str, ...]  # what stands in the other label columns
    is_unit: bool = False
    year: int | None = None  # where the rows are years
