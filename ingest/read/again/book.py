"""The door to calamine: what a workbook stores in a cell, shown under the cell's own format."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from ingest.read.office.convert import converted
from ingest.read.office.document import sheets_of
from ingest.read.office.kinds import Kind
from ingest.read.office.numbers import shown, stored
from ingest.read.office.sheet import Sheet, Shown, place, reference

BELOW = 40  # rows of running text that a passage may go on over


class Book:
    """Sheets by name. Values come from calamine, which shares nothing with the first reading;
    formats are those of the first."""

    def __init__(self, content: bytes, kind: Kind) -> None:
        """Raises ValueError where calamine cannot open it."""
        from python_calamine import CalamineError, CalamineWorkbook  # only where one is cited

        held = converted(content, "xlsx") if kind is Kind.ODS else content
        try:
            self._values = CalamineWorkbook.from_filelike(BytesIO(held))
        except CalamineError as error:
            raise ValueError("no workbook") from error
        self._first = {sheet.name: sheet for sheet in sheets_of(content, kind)}
        self._rows: dict[str, Sequence[Sequence[object]]] = {}

    def text(self, sheet: str, cell: str) -> str | None:
        """What the cell shows, without white space; the name where no cell is given."""
        if sheet not in self._first:
            return None
        if not cell:
            return "".join(sheet.split())
        row, column = place(cell)
        return self._shown(self._first[sheet], row, column)

    def below(self, sheet: str, cell: str) -> str:
        """The texts of the cell and of those under it."""
        if sheet not in self._first or not cell:
            return ""
        row, column = place(cell)
        texts = (self._shown(self._first[sheet], r, column) for r in range(row, row + BELOW))
        return "".join(text or "" for text in texts)

    def around(self, sheet: str, cell: str, reach: int) -> list[tuple[str, str, bool]]:
        """The rows near the cell, in its column: reference, text, whether it is the one."""
        if sheet not in self._first or not cell:
            return []
        row, column = place(cell)
        rows = range(max(0, row - reach), row + reach + 1)
        texts = [(r, self._shown(self._first[sheet], r, column)) for r in rows]
        return [(reference(r, column), text, r == row) for r, text in texts if text]

    def _shown(self, sheet: Sheet, row: int, column: int) -> str | None:
        value = self._value(sheet.name, row, column)
        first = sheet.cells.get((row, column), Shown(""))
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, (int, float)):
            number = stored(repr(value))
            return "".join(shown(number, first.code).split()) if number is not None else None
        if isinstance(value, str):
            return "".join(value.split())
        return "".join(first.text.split())  # a date: no amount is one

    def _value(self, sheet: str, row: int, column: int) -> object:
        if sheet not in self._rows:
            found = self._values.get_sheet_by_name(sheet)
            self._rows[sheet] = found.to_python(skip_empty_area=False)
        rows = self._rows[sheet]
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
