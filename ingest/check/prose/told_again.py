"""One list told in two places: 中介机构服务费 418.80 万元，财政业务费 10.00 万元，… under the targets and
again under the year's budget. Where most items are the same, the one that is not is wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, groupby

from ingest.check.compare import finding, gap_of, in_words, statement_side, verdict
from ingest.interpret.labels import bare_label
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Finding, Role, Severity, Statement

LEAST_ALIKE = 2  # items of both that agree before one that does not is held against them
SHORTEST = 4  # letters of a name that is no one else's: 收入, 工程 are of many things
KINDS = re.compile("(?:收入|支出)$|合计|总计")  # on another basis, one of them may well differ
Listed = Mapping[str, Statement]


def lists_told_again(disclosure: Disclosure) -> Iterator[Finding]:
    told = [s for s in disclosure.statements if s.role is Role.LEVEL and s.amount.is_money]
    lists = [_by_name(list(group)) for _, group in groupby(told, key=lambda said: said.sentence)]
    lists = [one for one in lists if len(one) > LEAST_ALIKE]
    for one, other in combinations(lists, 2):
        both = one.keys() & other.keys()
        alike = sum(one[name].amount.agrees_with(other[name].amount) for name in both)
        unlike = [name for name in one if name in both and _gap(one, other, name)]
        turned = len(unlike) == 2 and _are_exchanged(one, other, unlike)
        if alike + turned < LEAST_ALIKE or not (len(unlike) == 1 or turned):
            continue
        for name in unlike:
            yield from _report(one[name], other[name])


def _by_name(told: list[Statement]) -> Listed:
    """Those of this year, by a name that stands once in the sentence."""
    held: dict[str, list[Statement]] = defaultdict(list)
    for said in told:
        name = bare_label(squeeze(said.subject))
        if len(name) >= SHORTEST and not KINDS.search(name) and said.amount.number:
            held[name].append(said)
    years = Counter(said.year for said in told)
    usual = years.most_common(1)[0][0]
    return {
        name: some[0] for name, some in held.items() if len(some) == 1 and some[0].year == usual
    }


def _are_exchanged(one: Listed, other: Listed, names: list[str]) -> bool:
    first, second = names
    return one[first].amount == other[second].amount and one[second].amount == other[first].amount


def _gap(one: Listed, other: Listed, name: str) -> bool:
    if one[name].year != other[name].year or one[name].stage != other[name].stage:
        return False
    gap = gap_of(one[name].amount, [other[name].amount])
    return gap.severity is Severity.CONTRADICTION


def _report(one: Statement, other: Statement) -> Iterator[Finding]:
    gap = gap_of(other.amount, [one.amount])
    message = (
        f"正文两处列出同样的几项，别的数都相同，唯独“{one.subject}”一处为 {in_words(one.amount)}，"
        f"另一处为 {in_words(other.amount)}，{verdict(gap, one.amount)}。"
    )
    sides = [statement_side(one), statement_side(other)]
    if found := finding("said_twice", message, sides, gap):
        yield found
