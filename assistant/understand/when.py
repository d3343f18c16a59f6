"""The years and the stage that a question names."""

from __future__ import annotations

import re
from dataclasses import dataclass

YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?:年度|年)?(?!\d)")
_RANGE = re.compile(r"(?<!\d)(20[0-4]\d)(?:年度|年)?(?:-|—|–|~|至|到)(20[0-4]\d)(?:年度|年)?(?!\d)")
# 2021到2024多了多少: what lies between the two ends is not asked for
_FROM_TO = re.compile(
    r"(?:多|少|增|减|涨|降|升|变)(?!少)(?:加|长|幅|掉|[要花出用])?了?(?:多少|几(?!年)|百分之)"
)
_EVERY = re.compile(
    r"历年|逐年|每年|各年度?|这几年|几年来|近[几两二三四五]年|[两二三四五]年(?=间|来|里|的|分别|[（(]|$)|年年|趋势|走势"
)
_FINAL = re.compile(r"决算(?!真实|编制|与)|实际(?:支出|花|用)|final accounts?", re.IGNORECASE)
_EXECUTED = re.compile("执行数")  # budget books print it, too, of the year before
_BUDGET = re.compile(r"预算(?!单位|公开|编制|部门|绩效)")


@dataclass(frozen=True, slots=True)
class When:
    """`years` as named, in order; `every` where a series is asked for; stage words as said."""

    years: tuple[int, ...]
    every: bool
    says_final: bool
    says_budget: bool


def read_when(text: str) -> tuple[When, str]:
    """What a folded question says of time, and the question without it."""
    years: list[int] = []
    rest = text
    for match in _RANGE.finditer(rest):
        first, last = sorted((int(match[1]), int(match[2])))
        between = range(first, min(last, first + 20) + 1)
        ends = bool(_FROM_TO.search(rest)) and not _EVERY.search(rest)
        years += [y for y in ((first, last) if ends else between) if y not in years]
    ranged = bool(years)
    rest = _RANGE.sub(lambda m: " " * len(m[0]), rest)
    for match in YEAR.finditer(rest):
        if int(match[1]) not in years:
            years.append(int(match[1]))
    rest = YEAR.sub(lambda m: " " * len(m[0]), rest)
    every = bool(_EVERY.search(rest))
    rest = _EVERY.sub(lambda m: " " * len(m[0]), rest)
    return (
        When(
            tuple(sorted(years) if ranged else years),
            every,
            bool(_FINAL.search(text))
            or (bool(_EXECUTED.search(text)) and not _BUDGET.search(text)),
            bool(_BUDGET.search(text)),
        ),
        rest,
    )
