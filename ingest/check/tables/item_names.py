"""One code, two names: an item that is called otherwise in one table than in the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from ingest.check.compare import fact_side
from ingest.interpret.labels import bare_label, is_total
from ingest.interpret.vocabulary import squeeze, words
from ingest.records import Disclosure, Fact, Finding, Severity

LENGTHS = (3, 5, 7)  # 类、款、项
REFORMED = 2020  # the classification has had these names since
MOST_TOLD = 3  # of one table, in the sentence
ALIKE = 0.6  # an abbreviation, or a name cut by the end of a line, is no other name


def two_names_of_one_code(disclosure: Disclosure) -> Iterator[Finding]:
    """30216 培训费 in two tables, 30216 电费 in a third, where 电费 is the name of 30206."""
    rows: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    codes: dict[str, set[str]] = defaultdict(set)
    for fact in disclosure.facts:
        if not fact.row or len(fact.code) not in LENGTHS or not fact.code.isdigit():
            continue
        if name := _name(fact.row[-1]):
            rows[fact.code][name].append(fact)
            codes[name].add(fact.code)
    told: set[str] = set()
    for code, names in rows.items():
        found = _odd(code, names, codes)
        if found:
            told.add(code)
            yield _report(code, *found, disclosure)
    if disclosure.identity.year >= REFORMED:
        rest = {code: names for code, names in rows.items() if code not in told}
        yield from _against_standard(rest, codes, disclosure)


def _odd(
    code: str, names: dict[str, list[Fact]], codes: dict[str, set[str]]
) -> tuple[Fact, Fact] | None:
    """A name in one table only that another code owns; the usual name is in more tables."""
    tables = Counter({name: len({f.table for f in facts}) for name, facts in names.items()})
    (first, held), *others = tables.most_common()
    if len(others) != 1 or _is_same(others[0][0], first):
        return None
    second, count = others[0]
    owned = {name: any(c != code for c in codes[name]) for name in (first, second)}
    if count != 1 or not (owned[second] or (held == 1 and owned[first])):
        return None
    # of a tie, the odd one is what other codes are called
    turned = held == 1 and (not owned[second] or len(codes[second]) <= len(codes[first]))
    turned = turned and owned[first]
    odd, usual = (first, second) if turned else (second, first)
    return names[odd][0], names[usual][0]


@lru_cache(maxsize=20_000)
def _name(label: str) -> str:
    plain = squeeze(label)
    return "" if is_total(plain) or plain.isdigit() else bare_label(plain)


def _is_same(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() > ALIKE


def _report(code: str, odd: Fact, usual: Fact, disclosure: Disclosure) -> Finding:
    sides = (fact_side(odd, disclosure.tables), fact_side(usual, disclosure.tables))
    message = (
        f"同一个科目编码 {code}，{sides[0].what.split('》')[0]}》里叫“{odd.row[-1]}”，"
        f"{sides[1].what.split('》')[0]}》里叫“{usual.row[-1]}”，名称与编码必有一处写错。"
    )
    return Finding("item_name", Severity.NOTICE, message, sides, None, None)


def _against_standard(
    rows: dict[str, dict[str, list[Fact]]], codes: dict[str, set[str]], disclosure: Disclosure
) -> Iterator[Finding]:
    """A code of the classification under the name of another one, of those that all have or of
    those that this file has; one finding a table."""
    standard: dict[str, str] = words("checks")["standard_names"]
    names = frozenset(standard.values())
    odd: dict[int, list[Fact]] = defaultdict(list)
    for code, called in rows.items():
        for name, facts in called.items():
            known = name in names or len(codes[name]) > 1
            if known and not _is_same(name, standard.get(code, name)):
                odd[facts[0].table].append(facts[0])
    for facts in odd.values():
        sides = tuple(fact_side(fact, disclosure.tables) for fact in facts)
        told = "、".join(
            f"{f.code} {f.row[-1]}（应是{standard[f.code]}）" for f in facts[:MOST_TOLD]
        )
        more = f"等 {len(facts)} 处" if len(facts) > MOST_TOLD else ""
        message = (
            f"{sides[0].what.split('》')[0]}》里的科目编码与名称对不上：{told}{more}，"
            f"与《政府收支分类科目》不同，可能是编码或名称写错，也可能是自己编的流水号。"
        )
        yield Finding("item_name", Severity.NOTICE, message, sides, None, None)
