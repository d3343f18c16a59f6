"""One amount in 元 among many in 万元: perhaps a 万 that was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.check.compare import in_words, statement_side
from ingest.records import Disclosure, Finding, Role, Severity, Statement

LEAST = 8  # amounts in 万元, nine in ten of all, make it the unit of the narrative
SMALL = 100_000  # 元: a larger amount may well have been told in 元 on purpose
PRICED = re.compile("每|人均|标准|单价|单位价值|以上|以下|不超过|不低于|限额|起点|／|/")


def units_unlike_the_rest(disclosure: Disclosure) -> Iterator[Finding]:
    told = [s for s in disclosure.statements if s.role is Role.LEVEL and s.amount.is_money]
    usual = sum(s.amount.unit == "万元" for s in told)
    if usual < LEAST or usual * 10 < len(told) * 9:
        return
    for said in told:
        small = said.amount.unit == "元" and 0 < said.amount.number < SMALL
        if small and not PRICED.search(said.sentence):
            yield _notice(said)


def _notice(said: Statement) -> Finding:
    side = statement_side(said)
    message = f"{side.what}为 {in_words(said.amount)}，而正文别的数都以万元计，单位可能有误。"
    return Finding("unit_unlike_the_rest", Severity.NOTICE, message, (side,), None, None)
