"""One amount in 元 among many in 万元, or with other decimals than all the rest: perhaps a slip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.check.compare import in_words, statement_side
from ingest.check.tables.decimals import odd_decimals, told
from ingest.records import Disclosure, Finding, Role, Severity, Statement

LEAST = 8  # amounts in 万元, nine in ten of all, make it the unit of the narrative
SMALL = 100_000  # 元: a larger amount may well have been told in 元 on purpose
PRICED = re.compile("每|人均|标准|单价|单位价值|以上|以下|不超过|不低于|限额|起点|／|/")


def units_unlike_the_rest(disclosure: Disclosure) -> Iterator[Finding]:
    levels = [s for s in disclosure.statements if s.role is Role.LEVEL and s.amount.is_money]
    usual = sum(s.amount.unit == "万元" for s in levels)
    if usual < LEAST or usual * 10 < len(levels) * 9:
        return
    for said in levels:
        small = said.amount.unit == "元" and 0 < said.amount.number < SMALL
        if small and not PRICED.search(said.sentence):
            yield _notice(said)


def _notice(said: Statement) -> Finding:
    side = statement_side(said)
    message = f"{side.what}为 {in_words(said.amount)}，而正文别的数都以万元计，单位可能有误。"
    return Finding("unit_unlike_the_rest", Severity.NOTICE, message, (side,), None, None)


def decimals_of_the_narrative(disclosure: Disclosure) -> Iterator[Finding]:
    """8,460.194 万元 among many like 84,601.94 万元."""
    held: dict[str, list[Statement]] = defaultdict(list)
    for said in disclosure.statements:
        if said.amount.is_money and said.amount.number and said.role in (Role.LEVEL, Role.CHANGE):
            held[said.amount.unit].append(said)
    for statements in held.values():
        for place, usual in odd_decimals([said.amount for said in statements]):
            yield told(statement_side(statements[place]), usual, "正文里别的数")
