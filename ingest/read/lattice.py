"""Ruled lines → grids of cells with their true spans; knows nothing of any PDF library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.read.rules import Rule, Rules
from ingest.records import Box

SNAP = 1.5
JOIN = 3.0
SHORT = 4.0
CROSS = 2.5
OVERHANG = 6.0
LEVEL = 3.0
COVERED = 0.6
CROSSINGS = 4_000_000  # beyond this the page is a drawing, not a table


@dataclass(frozen=True, slots=True)
class Region:
    """One cell as ruled."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]
    ragged: bool = False  # rules are missing: what they leave is no rectangle

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def region_box(self, region: Region) -> Box:
        return Box(
            self.xs[region.column],
            self.ys[region.row],
            self.xs[region.column + region.column_span],
            self.ys[region.row + region.row_span],
        )


def rules_to_lattices(rules: Rules) -> list[Lattice]:
    """From top to bottom; a lone box round something is no table."""
    horizontal, vertical = joined(rules.horizontal), joined(rules.vertical)
    if len(horizontal) * len(vertical) > CROSSINGS:
        return []
    groups = list(components(horizontal, vertical))
    held = {rule for _, vs in groups for rule in vs}
    lone = [rule for rule in vertical if rule not in held]
    whole = (with_rules_beside(hs, vs, lone) for hs, vs in groups)
    found = (_lattice(*with_outer_rules(hs, vs)) for hs, vs in whole)
    return sorted((x for x in found if x is not None), key=lambda x: (x.ys[0], x.xs[0]))


def snapped(values: Iterable[float]) -> dict[float, float]:
    """Each value with the mean of those next to it."""
    groups: list[list[float]] = []
    for value in sorted(set(values)):
        near = groups and value - groups[-1][-1] <= SNAP and value - groups[-1][0] <= 2 * SNAP
        if near:
            groups[-1].append(value)
        else:
            groups.append([value])
    return {value: sum(group) / len(group) for group in groups for value in group}


def joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line made one where only a small gap parts them; scraps are dropped."""
    place = snapped(rule.at for rule in rules)
    lines: dict[float, list[Rule]] = defaultdict(list)
    for rule in rules:
        lines[place[rule.at]].append(rule)
    found: list[Rule] = []
    for at, parts in lines.items():
        parts.sort(key=lambda rule: rule.start)
        start, end = parts[0].start, parts[0].end
        for part in parts[1:]:
            if part.start > end + JOIN:
                found.append(Rule(at, start, end))
                start, end = part.start, part.end
            end = max(end, part.end)
        found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start >= SHORT]


def components(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that hang together by crossing."""
    parent = list(range(len(horizontal) + len(vertical)))
    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical):
            meets = v.start - CROSS <= h.at <= v.end + CROSS
            if meets and h.start - CROSS <= v.at <= h.end + CROSS:
                parent[find(parent, i)] = find(parent, len(horizontal) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(horizontal):
        groups[find(parent, i)][0].append(h)
    for j, v in enumerate(vertical):
        groups[find(parent, len(horizontal) + j)][1].append(v)
    yield from (group for group in groups.values() if all(group))


def find(parent: list[int], node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def with_rules_beside(
    hs: list[Rule], vs: list[Rule], lone: Sequence[Rule]
) -> tuple[list[Rule], list[Rule]]:
    """Upright rules beside a table that are as high as it is bound cells that the page cuts."""
    top, bottom = min(h.at for h in hs), max(h.at for h in hs)
    left, right = min(v.at for v in vs), max(v.at for v in vs)
    beside = [
        rule
        for rule in lone
        if abs(rule.start - top) <= LEVEL
        and abs(rule.end - bottom) <= LEVEL
        and not left <= rule.at <= right
    ]
    if not beside:
        return hs, vs
    start, end = min(left, *(r.at for r in beside)), max(right, *(r.at for r in beside))
    return [*hs, Rule(top, start, end), Rule(bottom, start, end)], [*vs, *beside]


def with_outer_rules(hs: list[Rule], vs: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Open sides are closed where the rules stick out beyond the outermost crossing one."""
    return [*hs, *_outer(vs, hs)], [*vs, *_outer(hs, vs)]


def _outer(across: Sequence[Rule], along: Sequence[Rule]) -> Iterator[Rule]:
    enough = max(2, len(across) * 3 // 10)
    low, high = min(rule.at for rule in along), max(rule.at for rule in along)
    before = [rule for rule in across if rule.start < low - OVERHANG]
    after = [rule for rule in across if rule.end > high + OVERHANG]
    for sticking, at in (
        (before, min((rule.start for rule in before), default=0.0)),
        (after, max((rule.end for rule in after), default=0.0)),
    ):
        if len(sticking) >= enough:
            yield Rule(at, min(r.at for r in sticking), max(r.at for r in sticking))


def _lattice(hs: Sequence[Rule], vs: Sequence[Rule]) -> Lattice | None:
    place_x, place_y = snapped(v.at for v in vs), snapped(h.at for h in hs)
    xs, ys = tuple(sorted(set(place_x.values()))), tuple(sorted(set(place_y.values())))
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    at_x: dict[float, list[Rule]] = defaultdict(list)
    at_y: dict[float, list[Rule]] = defaultdict(list)
    for v in vs:
        at_x[place_x[v.at]].append(v)
    for h in hs:
        at_y[place_y[h.at]].append(h)
    groups = _groups(xs, ys, at_x, at_y)
    regions = tuple(region for members in groups for region in _rectangles(members))
    ragged = len(regions) > len(groups)
    return Lattice(xs, ys, regions, ragged) if len(regions) > 1 else None


def _covered(rules: Sequence[Rule], start: float, end: float) -> bool:
    length = sum(max(0.0, min(r.end, end) - max(r.start, start)) for r in rules)
    return length >= COVERED * (end - start)


def _groups(
    xs: tuple[float, ...],
    ys: tuple[float, ...],
    at_x: dict[float, list[Rule]],
    at_y: dict[float, list[Rule]],
) -> list[list[tuple[int, int]]]:
    """(row, column) of the places that no rule parts."""
    rows, columns = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _covered(at_x[xs[column + 1]], ys[row], ys[row + 1]):
                parent[find(parent, here)] = find(parent, here + 1)
            if row + 1 < rows and not _covered(at_y[ys[row + 1]], xs[column], xs[column + 1]):
                parent[find(parent, here)] = find(parent, here + columns)
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for here in range(rows * columns):
        groups[find(parent, here)].append(divmod(here, columns))
    return list(groups.values())


def _rectangles(members: Sequence[tuple[int, int]]) -> Iterator[Region]:
    """A cell is a rectangle; where a missing rule makes an L of it, its rows are taken apart."""
    if len(members) == 1:
        yield Region(*members[0], 1, 1)
        return
    top, bottom = min(r for r, _ in members), max(r for r, _ in members)
    left, right = min(c for _, c in members), max(c for _, c in members)
    if len(members) == (bottom - top + 1) * (right - left + 1):
        yield Region(top, left, bottom - top + 1, right - left + 1)
        return
    runs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in range(top, bottom + 1):
        columns = sorted(c for r, c in members if r == row)
        start = previous = columns[0]
        for column in [*columns[1:], columns[-1] + 2]:
            if column != previous + 1:
                runs[start, previous].append(row)
                start = column
            previous = column
    for (first, last), rows in runs.items():
        start = previous = rows[0]
        for row in [*rows[1:], rows[-1] + 2]:
            if row != previous + 1:
                yield Region(start, first, previous - start + 1, last - first + 1)
                start = row
            previous = row
