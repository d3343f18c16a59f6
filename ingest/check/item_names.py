"""One code, two names: an item that is called otherwise in one table than in the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from ingest.check.compare import fact_side
from ingest.interpret.labels import bare_label, is_total
from ingest.interpret.vocabulary import squeeze
from ingest.records import Disclosure, Fact, Finding, Severity

LENGTHS = (3, 5, 7)  # 类、款、项
ALIKE = 0.6  # an abbreviation, or a name cut by the end of a line, is no other name


def two_names_of_one_code(disclosure: Disclosure) -> Iterator[Finding]:
    """30216 培训费 in two tables, 30216 电费 in a third, where 电费 is the name of 30206."""
    rows: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    codes: dict[str, set[str]] = defaultdict(set)
    for fact in disclosure.facts:
        name = _name(fact)
        if name and len(fact.code) in LENGTHS and fact.code.isdigit():
            rows[fact.code][name].append(fact)
            codes[name].add(fact.code)
    for code, names in rows.items():
        found = _odd(code, names, codes)
        if found:
            yield _report(code, *found, disclosure)


def _odd(
    code: str, names: dict[str, list[Fact]], codes: dict[str, set[str]]
) -> tuple[Fact, Fact] | None:
    """A name in one table only that another code owns; the usual name is in more tables."""
    tables = Counter({name: len({f.table for f in facts}) for name, facts in names.items()})
    (usual, held), *others = tables.most_common()
    for name, count in others:
        owned = any(c != code and c[:1] == code[:1] for c in codes[name])
        if owned and count == 1 <= held and not _is_same(name, usual) and len(names) == 2:
            odd = held == 1 and len(codes[name]) <= len(codes[usual])
            pair = names[name][0], names[usual][0]
            return pair[::-1] if odd else pair
    return None


def _name(fact: Fact) -> str:
    label = squeeze(fact.row[-1]) if fact.row else ""
    return "" if is_total(label) or label.isdigit() else bare_label(label)


def _is_same(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() > ALIKE


def _report(code: str, odd: Fact, usual: Fact, disclosure: Disclosure) -> Finding:
    sides = (fact_side(odd, disclosure.tables), fact_side(usual, disclosure.tables))
    message = (
        f"同一个科目编码 {code}，{sides[0].what.split('》')[0]}》里叫“{odd.row[-1]}”，"
        f"{sides[1].what.split('》')[0]}》里叫“{usual.row[-1]}”，名称与编码必有一处写错。"
    )
    return Finding("item_name", Severity.NOTICE, message, sides, None, None)
