"""Levels that a table shows by nothing but how far its labels are set in."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ingest.records import Cell

STEP = 4.0  # points: less is chance
SPREAD = 2.9  # points within which labels stand alike: 自 has more air on its left than 一
MOST = 6  # levels; more are centred labels


def indent_levels(labels: Sequence[Cell | None]) -> Mapping[int, int] | None:
    """Position in `labels` → level from 0; None where the left edges say nothing.

    Totals and blank labels should be left out by giving None: they are often centred.
    """
    edges = {
        place: cell.source.indent
        for place, cell in enumerate(labels)
        if cell is not None and cell.source is not None and cell.source.indent is not None
    }
    stops = _stops(sorted(edges.values()))
    if not 2 <= len(stops) <= MOST or not edges:
        return None
    levels = {place: _level(x, stops) for place, x in edges.items()}
    crowd: dict[int, int] = defaultdict(int)
    for level in levels.values():
        crowd[level] += 1
    first = levels[min(levels)]
    lonely = sum(n for n in crowd.values() if n == 1)
    if first != 0 or lonely * 4 > len(levels) or crowd[0] == 0:
        return None
    if any(levels[b] > levels[a] + 1 for a, b in _neighbours(sorted(levels))):
        return None  # a level is skipped: these are no steps of a hierarchy
    return levels


def _stops(xs: Sequence[float]) -> list[float]:
    stops: list[float] = []
    for x in xs:
        if not stops or x - stops[-1] > STEP:
            stops.append(x)
        elif x - stops[-1] > SPREAD:
            return []  # edges between two stops: centred or ragged
    return stops


def _level(x: float, stops: Sequence[float]) -> int:
    return max(level for level, stop in enumerate(stops) if x >= stop - SPREAD)


def _neighbours(places: Sequence[int]) -> list[tuple[int, int]]:
    return list(itertools.pairwise(places))
