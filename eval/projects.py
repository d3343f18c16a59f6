"""The projects of a drawn body: names that hardly any other has, amounts that add up."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST, MOST = 30, 75
TOLD = 20  # of them in words, too


@dataclass(frozen=True, slots=True)
class Project:
    """In cents of 万元: what the year gives, and what was carried over."""

    name: str
    given: int
    carried: int


def drawn_projects(
    words: Mapping[str, Any], place: str, total: int, draw: random.Random
) -> tuple[Project, ...]:
    """So that together they come to the total."""
    number = draw.randint(FEWEST, MOST)
    names: dict[str, None] = {}
    while len(names) < number:
        where, aim, what = (draw.choice(words[f"project_{k}"]) for k in ("where", "for", "what"))
        names[f"{place.split('省')[-1]}{where}{aim}{what}"] = None
    cuts = sorted(draw.randint(0, total) for _ in range(number - 1))
    amounts = (b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True))
    carried = ((a, a // 4 if draw.random() < 0.3 else 0) for a in amounts)
    return tuple(Project(name, a - c, c) for name, (a, c) in zip(names, carried, strict=True))


def joined(projects: Sequence[Project], number: int) -> tuple[Project, ...]:
    """So few that come to the same: the last of them is all that are left."""
    first, rest = projects[: number - 1], projects[number - 1 :]
    given, carried = sum(p.given for p in rest), sum(p.carried for p in rest)
    return (*first, Project(rest[0].name, given, carried))


def rows_of(projects: Sequence[Project], money: Any) -> list[list[str]]:
    total, given = sum(p.given + p.carried for p in projects), sum(p.given for p in projects)
    rows = [["项目名称", "合计", "本年财政拨款", "上年结转"]]
    rows.append(["合计", money(total), money(given), money(total - given)])
    rows += [
        [p.name, money(p.given + p.carried), money(p.given), money(p.carried)] for p in projects
    ]
    return rows


def told(projects: Sequence[Project], money: Any) -> Iterator[tuple[str, str]]:
    """(heading, text) of the larger ones."""
    largest = sorted(projects, key=lambda p: -(p.given + p.carried))[:TOLD]
    for number, one in enumerate(largest, 1):
        yield (
            f"{number}．{one.name}",
            f"{one.name}安排{money(one.given + one.carried) or 0}万元，"
            "立项依据为年度工作计划，由本级组织实施，年底前完成验收。",
        )
