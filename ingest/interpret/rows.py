"""Row labels and codes → the path of each row, outermost first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.interpret.cells import CODE, Places, body_rows, text_at
from ingest.interpret.columns import Group
from ingest.interpret.labels import TOTAL
from ingest.interpret.nesting import nested
from ingest.interpret.row import Row
from ingest.interpret.vocabulary import pattern
from ingest.interpret.years import by_year, year_column
from ingest.records import Table


def rows_of(table: Table, group: Group, at: Places) -> tuple[Row, ...]:
    rows = [_plain_row(table, group, at, row) for row in body_rows(table)]
    texts: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        if text := cell.text.strip():
            texts[cell.row].append(text)
    rows = [r for r in rows if not (r.path and _is_column_number_row(texts[r.row], r))]
    if (column := year_column(table, group, at)) is not None:
        return tuple(by_year(rows, at, column))
    rows = _with_written_codes(rows)
    rows = _with_whole_codes(table, group, at, rows)
    return tuple(_told_apart(nested(rows, group, at)))


def _is_column_number_row(texts: Sequence[str], row: Row) -> bool:
    """栏次 1 2 3 …: the columns counted, not amounts."""
    if row.label and pattern("columns", "skip_rows").search(row.path[-1]):
        return True
    numbers = [int(text) for text in texts if text.isdecimal()]
    counted = len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted and numbers[0] <= 2 and len(texts) - len(numbers) <= 3


def _plain_row(table: Table, group: Group, at: Places, row: int) -> Row:
    """The row's own label: the first label column that holds words."""
    cells = [at.get((row, column)) for column in (*group.names, *group.codes, *group.unit_codes)]
    worded = [cell for cell in cells if cell and _is_words(cell.text)]
    label = worded[0] if worded else None
    text = "".join(label.text.split()) if label else ""
    others = tuple(
        words
        for column in group.names
        if (words := text_at(at, row, column)) and words != text and _is_words(words)
    )
    unit = next((t for c in group.unit_codes if (t := text_at(at, row, c))), "")
    stray = next((t for c in group.names if CODE.fullmatch(t := text_at(at, row, c))), "")
    is_unit = bool(unit) and not any(text_at(at, row, c) for c in group.codes)
    path = (text,) if text and not _blank_total(text) else (TOTAL,)
    return Row(row, path, unit if is_unit else stray, label, others, is_unit)


WRITTEN = 0.2  # of the rows at the least
WITH_CODE = re.compile(
    r"^(?:[\[［【](\d{3,7})[\]］】]|(\d{3}|\d{5}|\d{7})[-—]?(?=[^\d.,%]))(.{2,})$"
)


def _with_written_codes(rows: list[Row]) -> list[Row]:
    """[30101]基本工资, 2010301行政运行 → the code and the name; a lone 12345热线 is only a name."""
    written = [WITH_CODE.match(r.path[-1]) if r.label else None for r in rows]
    if sum(map(bool, written)) < max(WRITTEN * len(rows), min(2, len(rows))):
        return rows
    return [
        replace(r, path=(found[3],), code=r.code or found[1] or found[2]) if found else r
        for r, found in zip(rows, written, strict=True)
    ]


def _is_words(text: str) -> bool:
    return re.search(r"[^\d\s.,]", text) is not None


def _blank_total(text: str) -> bool:
    return text in ("合计", "总计")


def _with_whole_codes(table: Table, group: Group, at: Places, rows: list[Row]) -> list[Row]:
    """Join 类|款|项; a part left blank under a filled one above is that one again."""
    above: list[str] = []
    whole = []
    for r in rows:
        parts = _code_parts([text_at(at, r.row, column) for column in group.codes])
        deepest = max((place for place, part in enumerate(parts) if part), default=-1)
        if deepest >= 0 and _is_parted(table, group):
            filled = parts[: deepest + 1]
            if len(above) >= deepest:
                filled = [part or above[place] for place, part in enumerate(filled[:-1])] + [
                    filled[-1]
                ]
            above = filled
            whole.append(_coded(r, _joined(filled)))
        elif deepest >= 0:
            whole.append(_coded(r, parts[0] or r.code))
        else:
            whole.append(r)
    return whole


def _code_parts(texts: list[str]) -> list[str]:
    """What is no code is blank; 款 and 项 may be one digit."""
    return [
        text if CODE.fullmatch(text) or (place and text.isdecimal() and len(text) == 1) else ""
        for place, text in enumerate(texts)
    ]


def _joined(parts: list[str]) -> str:
    """301 | 2 is 30102: spreadsheets lose the noughts in front of 款 and 项."""
    head, *rest = parts
    return head + "".join(part.zfill(2) if len(head) == 3 else part for part in rest)


def _coded(row: Row, code: str) -> Row:
    """A nameless row with a code is named by it: it is no total."""
    return replace(row, code=code, path=row.path if row.label else (code,))


def _is_parted(table: Table, group: Group) -> bool:
    """_first_code gives several columns only where they are 类|款|项 of one code."""
    return len(group.codes) > 1


def _told_apart(rows: list[Row]) -> list[Row]:
    """Rows of one path get what stands in the other label columns in front of their own label."""
    count = Counter(r.path for r in rows if r.label)
    return [
        replace(r, path=(*r.path[:-1], *r.others, r.path[-1]))
        if count[r.path] > 1 and r.others
        else r
        for r in rows
    ]
