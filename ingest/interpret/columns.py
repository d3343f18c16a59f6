"""Header paths → what each column holds, and the groups of columns that share a row label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.amount import MONEY
from ingest.interpret.cells import body_texts, is_value
from ingest.interpret.vocabulary import pattern, squeeze, words
from ingest.records import Table

MONEY_IN_HEADER = re.compile(r"[（(](?:单位[:：])?(亿元|万元|千元|百元|元)[）)]")
UNSAID = re.compile(r"^$|^项目$|科目|分类")
YEAR = re.compile(r"(20\d\d)年")


class Holds(StrEnum):
    CODE = "code"
    NAME = "name"
    TEXT = "text"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that belong to one row label: the whole table, or one side of it."""

    side: str
    codes: tuple[int, ...]
    unit_codes: tuple[int, ...]  # 单位代码 beside 科目编码: another hierarchy
    names: tuple[int, ...]  # the one that names the row first
    values: tuple[int, ...]


def header_of(table: Table, column: int) -> tuple[str, ...]:
    return _squeezed(table.columns[column]) if column < len(table.columns) else ()


@lru_cache(maxsize=10_000)
def _squeezed(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in (squeeze(part) for part in path) if text)


def column_holds(table: Table, column: int) -> Holds:
    path = header_of(table, column)
    last = path[-1] if path else ""
    if any(pattern("columns", "text").search(part) for part in path):
        return Holds.TEXT
    if pattern("columns", "code").search(last):
        return Holds.CODE
    texts = list(body_texts(table, column))
    if _are_codes(texts) and UNSAID.search(last):
        return Holds.CODE
    numbers = sum(is_value(text) for text in texts)
    if pattern("columns", "name").search(last) and numbers * 2 <= len(texts):
        return Holds.NAME
    if texts and numbers * 2 < len(texts):
        return Holds.NAME if not path or column == 0 else Holds.TEXT
    return Holds.VALUE


def _are_codes(texts: list[str]) -> bool:
    """03, 99, 2010350 under a header that only says 项目."""
    whole = bool(texts) and all(re.fullmatch(r"\d{2,7}", text) for text in texts)
    return whole and any(text.startswith("0") or len(text) in (3, 5, 7) for text in texts)


def groups_of(table: Table) -> tuple[Group, ...]:
    """Split left/right tables: label columns after value columns start a new group."""
    holds = [column_holds(table, column) for column in range(len(table.columns))]
    runs: list[list[int]] = [[]]
    for column, kind in enumerate(holds):
        label = kind in (Holds.CODE, Holds.NAME)
        if label and any(holds[seen] is Holds.VALUE for seen in runs[-1]):
            runs.append([])
        runs[-1].append(column)
    kept = [run for run in runs if any(holds[column] is Holds.VALUE for column in run)]
    return tuple(_group(table, run, holds, len(kept) > 1) for run in kept)


def _group(table: Table, run: list[int], holds: list[Holds], sided: bool) -> Group:
    codes = [column for column in run if holds[column] is Holds.CODE]
    units = [c for c in codes if pattern("columns", "unit").search(_last(table, c))]
    units = units if len(units) < len(codes) else []
    names = [column for column in run if holds[column] is Holds.NAME]
    values = [column for column in run if holds[column] is Holds.VALUE]
    return Group(
        side=_side(table, run) if sided else "",
        codes=_first_code(table, [c for c in codes if c not in units]),
        unit_codes=tuple(units),
        names=tuple(sorted(names, key=lambda column: _rank(table, column))),
        values=tuple(values),
    )


def _first_code(table: Table, codes: list[int]) -> tuple[int, ...]:
    """类|款|项 are one code; of two codings (部门, 政府) the first is the row's own."""
    if not codes:
        return ()
    first = [codes[0]]
    for column in codes[1:]:
        own, head = header_of(table, column), header_of(table, codes[0])
        part = own[:-1] == head[:-1] and own[-1:] in (("类",), ("款",), ("项",))
        if column == first[-1] + 1 and (part or own == head):
            first.append(column)
        else:
            break
    return tuple(first)


def _last(table: Table, column: int) -> str:
    path = header_of(table, column)
    return path[-1] if path else ""


def _rank(table: Table, column: int) -> tuple[int, int]:
    last = _last(table, column)
    wanted = words("columns")["primary"]
    hits = [place for place, one in enumerate(wanted) if re.search(one, last)]
    return (min(hits, default=len(wanted)), column)


def _side(table: Table, run: list[int]) -> str:
    heads = "".join("".join(header_of(table, column)) for column in run)
    found = [side for side in words("columns")["side"] if side in heads]
    return found[0] if len(found) == 1 else _top_side(table, run, found)


def _top_side(table: Table, run: list[int], found: list[str]) -> str:
    """Both words in the headers of one side: the outermost header decides."""
    tops = [header_of(table, column)[0] for column in run if header_of(table, column)]
    hits = [side for side in found if tops and side in tops[0]]
    return hits[0] if len(hits) == 1 else ""


def column_path(table: Table, column: int, side: str) -> tuple[str, ...]:
    """The header path without what the side already says."""
    path = header_of(table, column)
    if side and len(path) > 1 and side in path[0]:
        return path[1:]
    return path


def column_unit(table: Table, column: int) -> str:
    """The unit of a column's numbers: "%" and counts from the header, else the money unit."""
    unit = _printed_unit(header_of(table, column))
    return unit if unit is not None else table.unit if table.unit in MONEY else ""


@lru_cache(maxsize=10_000)
def _printed_unit(path: tuple[str, ...]) -> str | None:
    """None where the header says nothing."""
    for part in reversed(path):
        found = MONEY_IN_HEADER.search(part)
        if found:
            return found.group(1)
    last = path[-1] if path else ""
    if pattern("columns", "percent").search(last):
        return "%"
    if pattern("columns", "count").search(last):
        return ""
    return None


def column_year(table: Table, column: int, year: int) -> int:
    """Prior-year columns are of another year; a column of changes is of the disclosure's."""
    return _year_of(header_of(table, column), year)


@lru_cache(maxsize=10_000)
def _year_of(path: tuple[str, ...], year: int) -> int:
    if any(pattern("columns", "change").search(part) for part in path):
        return year
    for part in reversed(path):
        found = YEAR.search(part)
        if found and "结转" not in part:
            return int(found.group(1))
        if pattern("columns", "prior").search(part):
            return year - 1
    return year
