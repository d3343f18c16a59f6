"""A list of rows → which row stands under which: by code, by how far labels are set in, by numbering,
by the column of the label, by sums."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import takewhile

from ingest.amount import is_amount, parse_amount
from ingest.interpret.cells import CODE, Places, text_at
from ingest.interpret.columns import Group
from ingest.interpret.indents import indent_levels
from ingest.interpret.labels import WITHIN, is_total, ordinal_level
from ingest.interpret.row import Row
from ingest.interpret.sections import heads_by_sums

CARRIED = re.compile(r"结转|结余|弥补")  # stands beside 一、二、三、 and under none of them
FIRST = re.compile(r"^一[、．.]")
ADDING = 0.8  # of the heads: the others may be the contradictions that are looked for


def nested(rows: list[Row], group: Group, at: Places) -> list[Row]:
    if any(CODE.fullmatch(r.code) for r in rows):
        return _by_code(rows)
    if by_column := _by_column(rows, group, at):
        return by_column
    return _parts_by_sums(_by_sums(_by_indent(rows) or _by_numbering(rows), group, at), group, at)


def _by_code(rows: list[Row]) -> list[Row]:
    """A code nests in every printed code that is a proper beginning of it."""
    units = sum(r.is_unit for r in rows)
    stack: list[Row] = []
    unit: tuple[str, ...] = ()
    found = []
    for r in rows:
        if r.is_unit:
            stack, unit = [], (r.path if units > 1 else ())
            found.append(r)
            continue
        if not CODE.fullmatch(r.code):
            if is_total(r.path[-1]):
                stack, unit = [], ()
            found.append(r)
            continue
        while stack and not (r.code.startswith(stack[-1].code) and r.code != stack[-1].code):
            stack.pop()
        found.append(replace(r, path=(*unit, *(above.path[-1] for above in stack), r.path[-1])))
        stack.append(r)
    return found


def _by_column(rows: list[Row], group: Group, at: Places) -> list[Row]:
    """Heads stand alone in a column further left than the labels of what they head. One right
    above another head is a level further out. [] where not so, or where the sums deny it."""
    rest = rows[1:]
    columns = Counter(r.label.column for r in rest if r.label)
    if not rest or not is_total(rows[0].path[-1]) or len(columns) != 2 or not rest[0].label:
        return []
    (inner, _), (outer, _) = columns.most_common()
    heads = [r.label is not None and r.label.column == outer and not r.others for r in rest]
    if outer > inner or columns[outer] != sum(heads) or not heads[0] or heads[-1]:
        return []
    found, top, head = rows[:1], "", ""
    for r, is_head, before_head in zip(rest, heads, [*heads[1:], False], strict=True):
        label = r.path[-1]
        if is_head:
            top, head = (label, "") if before_head else (top, label)
        own = () if is_head else (label,)
        found.append(replace(r, path=(*(part for part in (top, head) if part), *own)))
    return found if _adds_up(found, group, at) else []


def _adds_up(rows: list[Row], group: Group, at: Places) -> bool:
    """Nearly every head is the sum of what stands under it, in a column that has numbers."""
    for column in group.values:
        told, close = 0, 0
        for place, r in enumerate(rows[1:], start=1):
            own = _number_at(at, r.row, column)
            below = takewhile(partial(_is_under, r), rows[place + 1 :])
            parts = [_number_at(at, b.row, column) for b in below if b.path[:-1] == r.path]
            if own and parts:
                told += 1
                step = Decimal(1).scaleb(int(own.as_tuple().exponent))
                close += abs(sum(parts, Decimal()) - own) <= step * len(parts)
        if told:
            return close >= ADDING * told
    return False


def _is_under(head: Row, row: Row) -> bool:
    return row.path[: len(head.path)] == head.path


def _is_part(head: Row, row: Row) -> bool:
    return row.path[:-1] == head.path


def _by_indent(rows: list[Row]) -> list[Row]:
    """Labels set in by steps; [] where they are not, or where numbering says otherwise."""
    named = [None if r.label is None or is_total(r.path[-1]) else r.label for r in rows]
    levels = indent_levels(named)
    if levels is None or _contradicts_numbering(rows, levels):
        return []
    stack: list[str] = []
    found = []
    for place, r in enumerate(rows):
        if place not in levels:
            stack = [] if is_total(r.path[-1]) else stack
            found.append(r)
            continue
        stack = stack[: levels[place]]
        found.append(replace(r, path=(*stack, r.path[-1])))
        stack.append(r.path[-1])
    return found


def _by_sums(rows: list[Row], group: Group, at: Places) -> list[Row]:
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


def _parts_by_sums(rows: list[Row], group: Group, at: Places) -> list[Row]:
    """The same among the rows right below a row: 二、社会保障 over 养老, 离退休, …, 抚恤, 死亡抚恤."""
    found = list(rows)
    for place, head in enumerate(rows):
        parts = list(takewhile(partial(_is_part, head), rows[place + 1 :]))
        for column in group.values:
            own = _number_at(at, head.row, column)
            heads = own and heads_by_sums([_number_at(at, r.row, column) for r in parts], own)
            if heads:
                found[place + 1 : place + 1 + len(parts)] = _under_heads(parts, set(heads))
                break
    return found


def _number_at(at: Places, row: int, column: int) -> Decimal:
    text = text_at(at, row, column)
    return parse_amount(text, "").number if is_amount(text) else Decimal()


def _under_heads(rows: list[Row], heads: set[int]) -> list[Row]:
    found: list[Row] = []
    head = ""
    for place, r in enumerate(rows):
        head = r.path[-1] if place in heads else head
        path = r.path if place in heads else (*r.path[:-1], head, r.path[-1])
        found.append(replace(r, path=path))
    return found


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


def _by_numbering(rows: list[Row]) -> list[Row]:
    """一、 > （一） > 1. > （1）; 其中： and unnumbered rows between numbered ones go below."""
    numbered = [place for place, r in enumerate(rows) if ordinal_level(r.path[-1]) is not None]
    last = numbered[-1] if numbered else -1
    stack: list[tuple[float, str]] = []
    found = []
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
            found.append(r)
            continue
        plain = ordinal_level(label) is None and not WITHIN.match(label)
        under = plain and not CARRIED.search(label) and (place < last or below)
        below = below or (under and bool(stack))
        level = _depth(label, stack, under)
        while stack and stack[-1][0] >= level:
            stack.pop()
        found.append(replace(r, path=(*carried, *(above for _, above in stack), label)))
        stack.append((level, label))
    return found


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
