"""A sheet as it is shown, whatever file it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_CELLS = 2_000_000
NOT_WORKED_OUT = "（公式没有算出的值）"


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell that shows something, or a blank one that is ruled or written as blank. `indent` is in
    points; `raw` marks a stored number."""

    text: str
    indent: float | None = None  # None where it is not set left
    middle: bool = False
    raw: bool = False
    code: str = ""  # the number's format


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows and columns count from 0, those that are hidden too. Merges are (row, column, rows,
    columns)."""

    name: str
    number: int  # from 1, among all sheets
    cells: Mapping[tuple[int, int], Shown]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    uncounted: tuple[tuple[int, int], ...] = ()  # formulas without a result


def reference(row: int, column: int) -> str:
    """C7."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def place(cell: str) -> tuple[int, int]:
    """C7 → (6, 2)."""
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(name) :]) - 1, column - 1


def ranges(text: str) -> tuple[int, int, int, int]:
    """A1:C2 → (row, column, rows, columns)."""
    first, _, last = text.replace("$", "").partition(":")
    r0, c0 = place(first)
    r1, c1 = place(last or first)
    return r0, c0, r1 - r0 + 1, c1 - c0 + 1


def without_pointless(
    merges: Iterable[tuple[int, int, int, int]],
) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(sorted(m for m in merges if m[2] > 0 and m[3] > 0 and m[2] * m[3] > 1))
