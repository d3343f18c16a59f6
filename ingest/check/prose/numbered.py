"""Numbered paragraphs that each open with an item and its money: （一）在职人员经费 24,802.60 万元，…

Such a run makes up what it is of, repeats what the sentence before it lists, and has its names from
a table: where the others of the run agree with it, one that does not is wrong.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from ingest.amount import Amount
from ingest.check.compare import (
    Gap,
    add,
    fact_side,
    finding,
    gap_of,
    in_words,
    slack_of,
    statement_side,
    title_of,
    verdict,
)
from ingest.check.prose.parts import listed_parts
from ingest.check.slips import slip_in_sum
from ingest.check.tables.relations import money
from ingest.interpret.labels import bare_label
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Role, Severity, Statement

HAN = "一二三四五六七八九十"
OPENING = re.compile(
    rf"(?:^|(?<=元))(?P<mark>[（(](?:[{HAN}]+|\d+)[）)]|[{HAN}]+、|\d+[.．、])"
    r"(?P<name>[^，,。；;：:\d]{2,40})(?P<amount>\d[\d,]*(?:\.\d+)?)(?:万元|亿元|元)"
)
ALL_OF_IT = re.compile(r"(?<!主要)(?:包括|其中|如下)[:：]$")
LEAST = 3  # items that make a run
ASIDE = re.compile("的|预算$|安排$")


@dataclass(frozen=True, slots=True)
class Item:
    style: str
    number: int
    name: str
    said: Statement


def numbered_items(disclosure: Disclosure) -> Iterator[Finding]:
    runs = list(_runs(disclosure))
    if not runs:
        return
    at = {said.id: place for place, said in enumerate(disclosure.statements)}
    lists = [(at[whole.id], parts) for whole, parts in listed_parts(disclosure.statements)]
    names = Counter(name for run in runs for name in {item.name for item in run})
    yield from _of_three(runs, disclosure)
    for run in runs:
        yield from _against_whole(run, disclosure, at)
        yield from _against_lists(run, lists, at)
        if all(names[item.name] == 1 for item in run):  # else the runs of several bodies
            yield from _against_tables(run, disclosure)


def _runs(disclosure: Disclosure) -> Iterator[list[Item]]:
    """Items of one style, one after the other under one heading."""
    open_runs: dict[str, list[Item]] = {}
    done: list[list[Item]] = []
    for item in _items(disclosure.statements):
        run = open_runs.get(item.style)
        if run and item.number == run[-1].number + 1 and item.said.headings == run[0].said.headings:
            run.append(item)
        elif item.number == 1:
            open_runs[item.style] = [item]
            done.append(open_runs[item.style])
        else:
            open_runs.pop(item.style, None)
    yield from (run for run in done if len(run) >= LEAST)


def _items(statements: Sequence[Statement]) -> Iterator[Item]:
    """（二）其他资金收入 8.4 亿元 4.财政专户管理资金收入 2.6 亿元: a heading has no full stop, so a
    sentence may open with one item and go on with the next."""
    for sentence, told in groupby(statements, key=lambda said: said.sentence):
        openings = list(OPENING.finditer(squeeze(sentence)))
        for said in told if openings else ():
            if openings and (item := _item(said, openings[0])) is not None:
                openings.pop(0)
                yield item


def _item(said: Statement, opening: re.Match[str]) -> Item | None:
    if said.role is not Role.LEVEL or not said.amount.is_money or said.stage:
        return None
    if Decimal(opening["amount"].replace(",", "")) != said.amount.number:
        return None
    digits = re.sub(r"[（()）.．、]", "", opening["mark"])
    number = _counted(digits)
    style = re.sub(rf"[{HAN}]+", "一", re.sub(r"\d+", "1", opening["mark"]))
    return Item(style, number, _plain(opening["name"]), said) if number else None


def _counted(digits: str) -> int:
    """十二 is 12."""
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return HAN.find(digits) + 1
    return (HAN.find(tens) + 1 if tens else 1) * 10 + (HAN.find(ones) + 1 if ones else 0)


@lru_cache(maxsize=20_000)  # the same few labels over and over
def _plain(label: str) -> str:
    return ASIDE.sub("", bare_label(squeeze(label)))


def _against_whole(
    run: Sequence[Item], disclosure: Disclosure, at: Mapping[str, int]
) -> Iterator[Finding]:
    """（五）项目支出 124,216.99 万元，具体包括：and then 1. …, 2. …, to the last of them."""
    place = at[run[0].said.id]
    whole = disclosure.statements[place - 1] if place else None
    if whole is None or whole.role is not Role.LEVEL or not whole.amount.is_money:
        return
    opens = ALL_OF_IT.search(squeeze(whole.sentence)) and whole.headings == run[0].said.headings
    if not opens or whole.year != run[0].said.year:
        return
    parts = [item.said.amount for item in run]
    gap = gap_of(whole.amount, parts)
    if abs(gap.size) > 3 * abs(whole.amount.in_yuan()):
        return
    names = "、".join(f"{item.said.subject} {in_words(item.said.amount)}" for item in run)
    message = (
        f"正文“{whole.subject}”为 {in_words(whole.amount)}，其下逐条所列（{names}）"
        f"之和为 {in_words(add(parts, whole.amount.unit))}，{verdict(gap, whole.amount)}。"
    )
    sides = [statement_side(one) for one in (whole, *(item.said for item in run))]
    if found := finding("parts_of_a_sentence", message, sides, gap):
        yield found


def _of_three(runs: Sequence[Sequence[Item]], disclosure: Disclosure) -> Iterator[Finding]:
    """收入预算 5,133.74 万元, divided into （一）, （二）, （三） and once more into 1., 2., …: where two of
    the three agree, the third is wrong."""
    by_place: dict[tuple[str, ...], list[Sequence[Item]]] = defaultdict(list)
    at = {said.id: place for place, said in enumerate(disclosure.statements)}
    for run in runs:
        before = disclosure.statements[at[run[0].said.id] - 1]
        if not ALL_OF_IT.search(squeeze(before.sentence)):  # else it is of that one alone
            by_place[run[0].said.headings].append(run)
    for headings, both in by_place.items():
        if len(both) != 2 or both[0][0].style == both[1][0].style:
            continue
        told = list(_third_of_three(both, headings, disclosure))
        yield from told or _under_each(both[0], both[1], at)


def _third_of_three(
    both: Sequence[Sequence[Item]], headings: tuple[str, ...], disclosure: Disclosure
) -> Iterator[Finding]:
    here = [s for s in disclosure.statements if s.headings == headings]
    whole = here[0]
    if whole.role is not Role.LEVEL or not whole.amount.is_money or whole is both[0][0].said:
        return
    sides = [(whole, [whole]), *((r[0].said, [i.said for i in r]) for r in both)]
    sums = [sum((one.amount.in_yuan() for one in parts), Decimal(0)) for _, parts in sides]
    for turn, (first, parts) in enumerate(sides):
        other, third = (sums[i] for i in range(3) if i != turn)
        if other != third or sums[turn] == other or not other:
            continue
        if turn and not slip_in_sum(other, [one.amount.in_yuan() for one in parts]):
            continue  # a list that was cut short
        slack = slack_of([one.amount for one in (*parts, whole)])
        gap = Gap(sums[turn] - other, slack)
        told = [whole, *parts] if first is not whole else [whole, *sides[1][1], *sides[2][1]]
        message = (
            f"正文“{whole.subject}”为 {in_words(whole.amount)}，其下分两种方式逐条列出，"
            f"三个合计中两个相同（{other:,f} 元），一个为 {sums[turn]:,f} 元，对不上。"
        )
        if found := finding(
            "parts_of_a_sentence", message, [statement_side(one) for one in told], gap
        ):
            yield found


def _under_each(
    upper: Sequence[Item], lower: Sequence[Item], at: Mapping[str, int]
) -> Iterator[Finding]:
    """（一）, 1., 2., （二）, 3., 4.: what stands under each of the upper ones makes it up; where that
    holds for all but one of them, the one is wrong."""
    starts = [at[item.said.id] for item in upper]
    ends = [*starts[1:], at[lower[-1].said.id] + 1]
    under = [
        [item.said for item in lower if start < at[item.said.id] < end]
        for start, end in zip(starts, ends, strict=True)
    ]
    if not all(under) or sum(map(len, under)) != len(lower):
        return
    gaps = [
        gap_of(item.said.amount, [said.amount for said in said_of])
        for item, said_of in zip(upper, under, strict=True)
    ]
    odd = [place for place, gap in enumerate(gaps) if gap.severity is Severity.CONTRADICTION]
    if len(odd) != 1:
        return
    whole, parts, gap = upper[odd[0]].said, under[odd[0]], gaps[odd[0]]
    message = (
        f"正文“{whole.subject}”为 {in_words(whole.amount)}，其下逐条所列之和为"
        f" {in_words(add([said.amount for said in parts], whole.amount.unit))}，"
        f"别的各条都与其下之和相同，唯独这一条{verdict(gap, whole.amount)}。"
    )
    sides = [statement_side(one) for one in (whole, *parts)]
    if found := finding("parts_of_a_sentence", message, sides, gap):
        yield found


def _against_lists(
    run: Sequence[Item],
    lists: Sequence[tuple[int, list[Statement]]],
    at: Mapping[str, int],
) -> Iterator[Finding]:
    """预算 …，包括在职人员经费 …、公用经费 … and below （一）在职人员经费 …，（二）公用经费 …: the last
    list before the run that names as many, for each body of a department has its own."""
    first = at[run[0].said.id]
    for place, parts in sorted(lists, key=lambda one: -one[0]):
        names = Counter(_plain(part.subject) for part in parts)
        both = [
            (part, item)
            for part in parts
            for item in run
            if item.name == _plain(part.subject) and names[item.name] == 1
            if part.headings == item.said.headings and part.year == item.said.year
        ]
        if place >= first or len(both) < LEAST:
            continue
        for part, item in both:
            gap = gap_of(item.said.amount, [part.amount])
            message = (
                f"正文列举时“{part.subject}”为 {in_words(part.amount)}，逐条说明时却为"
                f" {in_words(item.said.amount)}，{verdict(gap, part.amount)}。"
            )
            sides = [statement_side(part), statement_side(item.said)]
            if found := finding("said_twice", message, sides, gap):
                yield found
        return


def _against_tables(run: Sequence[Item], disclosure: Disclosure) -> Iterator[Finding]:
    """Of a run whose other items all stand in one table under their names."""
    wanted = {item.name for item in run}
    cells: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in disclosure.facts:
        if fact.row and fact.year == disclosure.identity.year and (amount := money(fact)):
            name = _plain(fact.row[-1])
            if name in wanted and amount.number:
                cells[fact.table][name].append(fact)
    for named in cells.values():
        told = [item for item in run if item.name in named]
        odd = [item for item in told if not any(_agree(item, f) for f in named[item.name])]
        if not odd or len(odd) > 2 or len(told) - len(odd) < LEAST - 1 or len(odd) * 2 > len(told):
            continue
        for item in odd:
            fact = _nearest(item, named[item.name])
            gap = gap_of(item.said.amount, [_amount(fact)])
            if gap.severity is Severity.ROUNDING:
                continue
            side = fact_side(fact, disclosure.tables)
            message = (
                f"正文逐条所列“{item.said.subject}”为 {in_words(item.said.amount)}，"
                f"同列的别项都与《{title_of(fact, disclosure.tables)}》相同，唯独这一项在表中为"
                f" {in_words(_amount(fact))}，{verdict(gap, item.said.amount)}。"
            )
            if found := finding(
                "prose_against_table", message, [statement_side(item.said), side], gap
            ):
                yield found
        return


def _nearest(item: Item, facts: Sequence[Fact]) -> Fact:
    return min(facts, key=lambda fact: abs(gap_of(item.said.amount, [_amount(fact)]).size))


def _amount(fact: Fact) -> Amount:
    amount = money(fact)
    assert amount is not None
    return amount


def _agree(item: Item, fact: Fact) -> bool:
    return _amount(fact).agrees_with(item.said.amount)
