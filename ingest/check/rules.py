"""The audit: a rule is a function from a disclosure to findings, the rules are a tuple."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ingest.records import Disclosure, Finding

Rule = Callable[[Disclosure], Iterable[Finding]]

RULES: tuple[Rule, ...] = ()


def audit(disclosure: Disclosure) -> tuple[Finding, ...]:
    return tuple(finding for rule in RULES for finding in rule(disclosure))
