"""Questions that show a first visitor what can be asked, drawn from what the corpus holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from assistant.catalogue import Catalogue, Unit
from assistant.phrase.scene import STAGE

FEWEST = 3  # bodies of one year that are worth setting side by side


def examples(catalogue: Catalogue) -> Iterator[str]:
    """The most telling first: many bodies, several years, one body, its own contradictions."""
    if not catalogue.units:
        return
    kinds = (
        _side_by_side(catalogue.units),
        _over_years(catalogue.units),
        _of_one(_fullest(catalogue)),
    )
    for turn in zip_longest(*kinds):
        yield from (question for question in turn if question)


def _side_by_side(units: Sequence[Unit]) -> list[str]:
    """Of the year and stage that most bodies have published."""
    (year, stage), _ = Counter((u.year, u.stage) for u in units).most_common(1)[0]
    bodies = {u.entity for u in units if (u.year, u.stage) == (year, stage)}
    if len(bodies) < FEWEST:
        return []
    said = f"{year}年{STAGE[str(stage)]}"
    return [f"{said}“三公”经费谁最高？", f"{said}谁没有安排公务接待费？"]


def _over_years(units: Sequence[Unit]) -> list[str]:
    """Of the body with the most years of one stage."""
    years: dict[tuple[str, str, str], set[int]] = {}
    for unit in units:
        years.setdefault((unit.entity, str(unit.stage), unit.scope), set()).add(unit.year)
    (entity, stage, _), held = max(years.items(), key=lambda kept: len(kept[1]))
    if len(held) < 2:
        return []
    return [f"{entity}历年“三公”经费{STAGE[stage]}变化", f"{entity}各年支出总计是多少？"]


def _fullest(catalogue: Catalogue) -> Unit:
    """The unit of which most can be said."""
    return max(catalogue.units, key=lambda u: sum(catalogue.counted(d.id) for d in u.docs))


def _of_one(unit: Unit) -> list[str]:
    whose = f"{unit.entity}{unit.year}年{unit.scope}{STAGE[str(unit.stage)]}"
    return [
        f"{whose}一共多少钱？",
        f"{whose}的支出由哪几部分构成？",
        f"{whose}里基本支出占总支出的比重是多少？",
        f"{whose}的“三公”经费花多少？",
        f"{whose}比上年多了还是少了，为什么？",
        f"{whose}有自相矛盾的地方吗？",
    ]
