"""Row labels and codes → the path of each row, outermost first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ingest.amount import is_amount, parse_amount
from ingest.interpret.cells import CODE, Places, body_rows, text_at
from ingest.interpret.columns import Group
from ingest.interpret.indents import indent_levels
from ingest.interpret.row import Row
from ingest.interpret.sections import heads_by_sums
from ingest.interpret.vocabulary import pattern
from ingest.interpret.years import by_year, year_column
from ingest.records import Table

TOTAL = "合计"
CARRIED = re.compile(r"结转|结余|弥补")  # stands beside 一、二、三、 and under none of them
WITHIN = re.compile(r"^(其中|包括)[:：，]?")
FIRST = re.compile(r"^一[、．.]")
ORDINALS = (  # levels of numbering, outermost first
    re.compile(r"^[一二三四五六七八九十]+[、．.]"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]、?"),
    re.compile(r"^\d{1,2}[、．.](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
)


def is_total(label: str) -> bool:
    return not label or pattern("columns", "total").search(label) is not None


def ordinal_level(label: str) -> int | None:
    """0 for 一、 1 for （一） 2 for 1. 3 for （1）; None without numbering."""
    plain = WITHIN.sub("", label)
    for level, numbering in enumerate(ORDINALS):
        if numbering.match(plain):
            return level
    return None


def bare_label(label: str) -> str:
    """Without 其中： and numbering, for comparing."""
    plain = WITHIN.sub("", label)
    for numbering in ORDINALS:
        plain = numbering.sub("", plain)
    return plain.rstrip(":：")


def rows_of(table: Table, group: Group, at: Places) -> tuple[Row, ...]:
    rows = [_plain_row(table, group, at, row) for row in body_rows(table)]
    texts: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        if text := cell.text.strip():
            texts[cell.row].append(text)
    rows = [r for r in rows if not (r.path and _is_column_number_row(texts[r.row], r))]
    if (column := year_column(table, group, at)) is not None:
        return tuple(by_year(rows, at, column))
    rows = _with_whole_codes(table, group, at, rows)
    if any(CODE.fullmatch(r.code) for r in rows):
        rows = _nest_by_code(rows)
    else:
        rows = _nest_by_indent(rows) or _nest_by_numbering(rows)
        rows = _nest_by_sums(rows, group, at)
    return tuple(_told_apart(rows))


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
    written, text = _written_code(text)
    path = (text,) if text and not _blank_total(text) else (TOTAL,)
    return Row(row, path, unit if is_unit else stray or written, label, others, is_unit)


WITH_CODE = re.compile(
    r"^(?:[\[［【](\d{3,7})[\]］】]|(\d{3}|\d{5}|\d{7})[-—]?(?=[^\d.,%]))(.{2,})$"
)


def _written_code(text: str) -> tuple[str, str]:
    """[30101]基本工资, 2010301行政运行 → the code and the name."""
    found = WITH_CODE.match(text)
    return (found[1] or found[2], found[3]) if found else ("", text)


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


def _nest_by_code(rows: list[Row]) -> list[Row]:
    """A code nests in every printed code that is a proper beginning of it."""
    units = sum(r.is_unit for r in rows)
    stack: list[Row] = []
    unit: tuple[str, ...] = ()
    nested = []
    for r in rows:
        if r.is_unit:
            stack, unit = [], (r.path if units > 1 else ())
            nested.append(r)
            continue
        if not CODE.fullmatch(r.code):
            if is_total(r.path[-1]):
                stack, unit = [], ()
            nested.append(r)
            continue
        while stack and not (r.code.startswith(stack[-1].code) and r.code != stack[-1].code):
            stack.pop()
        nested.append(replace(r, path=(*unit, *(above.path[-1] for above in stack), r.path[-1])))
        stack.append(r)
    return nested


def _nest_by_indent(rows: list[Row]) -> list[Row]:
    """Labels set in by steps; [] where they are not, or where numbering says otherwise."""
    named = [None if r.label is None or is_total(r.path[-1]) else r.label for r in rows]
    levels = indent_levels(named)
    if levels is None or _contradicts_numbering(rows, levels):
        return []
    stack: list[str] = []
    nested = []
    for place, r in enumerate(rows):
        if place not in levels:
            stack = [] if is_total(r.path[-1]) else stack
            nested.append(r)
            continue
        stack = stack[: levels[place]]
        nested.append(replace(r, path=(*stack, r.path[-1])))
        stack.append(r.path[-1])
    return nested


def _nest_by_sums(rows: list[Row], group: Group, at: Places) -> list[Row]:
    """A flat list under a first-row total, in which some rows head the ones below them."""
    if not rows or not is_total(rows[0].path[-1]) or any(len(r.path) > 1 for r in rows):
        return rows
    for column in group.values:
        total, *values = [_number_at(at, r.row, column) for r in rows]
        if not total or any(is_total(r.path[-1]) for r in rows[1:]):
            continue
        heads = heads_by_sums(values, total)
        if heads is not None:
            return [rows[0], *_under_heads(rows[1:], set(heads))]
    return rows


def _number_at(at: Places, row: int, column: int) -> Decimal:
    text = text_at(at, row, column)
    return parse_amount(text, "").number if is_amount(text) else Decimal()


def _under_heads(rows: list[Row], heads: set[int]) -> list[Row]:
    nested: list[Row] = []
    head = ""
    for place, r in enumerate(rows):
        head = r.path[-1] if place in heads else head
        nested.append(r if place in heads else replace(r, path=(head, *r.path)))
    return nested


def _contradicts_numbering(rows: list[Row], levels: Mapping[int, int]) -> bool:
    """One kind of numbering stands at one level, an outer kind further out."""
    seen: dict[int, set[int]] = defaultdict(set)
    for place, level in levels.items():
        kind = ordinal_level(rows[place].path[-1])
        if kind is not None:
            seen[kind].add(level)
    if any(len(at) > 1 for at in seen.values()):
        return True
    order = [next(iter(seen[kind])) for kind in sorted(seen)]
    return order != sorted(set(order))


def _nest_by_numbering(rows: list[Row]) -> list[Row]:
    """一、 > （一） > 1. > （1）; 其中： and unnumbered rows between numbered ones go below."""
    numbered = [place for place, r in enumerate(rows) if ordinal_level(r.path[-1]) is not None]
    last = numbered[-1] if numbered else -1
    stack: list[tuple[float, str]] = []
    nested = []
    below = False  # whether unnumbered rows stand under numbered ones in this table
    carried: tuple[str, ...] = ()  # 上年结转 with a list of its own, numbered from 一、 again
    for place, r in enumerate(rows):
        label = r.path[-1]
        if ordinal_level(label) != 0:
            carried = ()
        elif FIRST.match(label) and place and _heads_a_list(rows, place):
            carried, stack = (rows[place - 1].path[-1],), []
        if r.label is None or is_total(label):
            stack = [] if is_total(label) else stack
            nested.append(r)
            continue
        plain = ordinal_level(label) is None and not WITHIN.match(label)
        under = plain and not CARRIED.search(label) and (place < last or below)
        below = below or (under and bool(stack))
        level = _depth(label, stack, under)
        while stack and stack[-1][0] >= level:
            stack.pop()
        nested.append(replace(r, path=(*carried, *(above for _, above in stack), label)))
        stack.append((level, label))
    return nested


def _heads_a_list(rows: list[Row], place: int) -> bool:
    before = rows[place - 1]
    plain = ordinal_level(before.path[-1]) is None and not is_total(before.path[-1])
    again = any(FIRST.match(r.path[-1]) for r in rows[:place])
    return plain and again and CARRIED.search(before.path[-1]) is not None


def _depth(label: str, stack: list[tuple[float, str]], between: bool) -> float:
    level = ordinal_level(label)
    if level is not None:
        return float(level)
    numbered = [depth for depth, above in stack if ordinal_level(above) is not None]
    if WITHIN.match(label):
        base = numbered[-1] if numbered else 0.0
        return base + 0.5
    if between and numbered:
        return numbered[-1] + 0.25
    return 0.0


def _told_apart(rows: list[Row]) -> list[Row]:
    """Rows of one path get what stands in the other label columns in front."""
    count = Counter(r.path for r in rows if r.label)
    return [
        replace(r, path=(*r.others, *r.path)) if count[r.path] > 1 and r.others else r for r in rows
    ]
