"""A verdict in words and in JSON: what was claimed, the right value, where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.claims.claim import Claim
from assistant.claims.roles import Role
from assistant.evidence.arithmetic import Evidence
from assistant.phrase.arithmetic import as_printed
from assistant.phrase.draft import in_unit, rounded
from assistant.phrase.scene import name_of
from assistant.prose.figure import Figure, Kind
from assistant.prose.numerals import last_digit
from ingest.amount import Amount


def claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "entities": sorted(claim.bodies),
        "year": claim.year - claim.before if claim.year else None,
        "stage": claim.stage,
        "role": str(claim.role),
        "items": [i.words for i in claim.items],
        "whole": [i.words for i in claim.whole],
        "direction": {1: "up", -1: "down", 0: ""}[claim.direction],
        "value": f"{claim.figure.value.normalize():f}",
        "kind": str(claim.figure.kind),
    }


def nearest(found: Sequence[Evidence], claim: Claim) -> Evidence:
    """Of several right values the first, unless one is nearer to what was written."""
    return min(found, key=lambda e: (abs(abs(e.value) - claim.figure.value), found.index(e)))


def is_slip(claim: Claim, evidence: Evidence) -> bool:
    """True where the number looks like the right one, wrongly copied: one digit or two that changed
    places, the point or the unit elsewhere, the direction turned round."""
    figure, true = claim.figure, abs(evidence.value)
    said = abs(figure.value)
    if not said or not true:
        return said == true
    if figure.holds(true, evidence.step) or said == true:
        return True  # the direction is wrong
    if any(scaled(figure, n).holds(true, evidence.step) for n in range(-8, 9) if n):
        return True
    step = figure.step or last_digit(said)
    a, b = (f"{(v / step).to_integral_value():f}" for v in (said, true))
    if len(a) != len(b) or (len(a) < 2 and not figure.exact):
        return False  # any fraction is but one digit off
    apart = [n for n in range(len(a)) if a[n] != b[n]]
    turned = len(apart) == 2 and sorted(a) == sorted(b)
    return len(apart) <= 1 or turned


def scaled(figure: Figure, tens: int) -> Figure:
    """The same digits with the point elsewhere."""
    value, low, high, step = (
        v.scaleb(tens) for v in (figure.value, figure.low, figure.high, figure.step)
    )
    return replace(figure, value=value, low=low, high=high, step=step)


def right_value(evidence: Evidence, claim: Claim) -> str:
    """The right value as the draft would print it."""
    first = evidence.data[0].amount
    assert first is not None
    kind = claim.figure.kind
    if evidence.formula is None:
        if kind is Kind.TIMES:
            return f"{first.number:f}%"
        return replace(
            first, number=abs(first.number) if evidence.signed else first.number
        ).printed()
    if kind is Kind.MONEY:
        yuan = Amount(abs(evidence.value), "元")
        return as_printed(in_unit(yuan, first.unit), list(evidence.data)).printed()
    if kind is Kind.COUNT:
        return Amount(abs(evidence.value), first.unit).printed()
    if kind is Kind.TIMES and not evidence.signed:
        return f"{rounded(evidence.value / 100, 2):f} 倍"
    return f"{rounded(abs(evidence.value), 2):f}%"


def why(evidence: Evidence, claim: Claim, *, shown: bool = True) -> str:
    datum = evidence.data[0]
    who = evidence.unit
    named = name_of(datum, claim.items[-1] if claim.items else None)
    moved = ""
    if evidence.signed and evidence.value:
        moved = "增加" if evidence.value > 0 else "减少"
        if claim.role is Role.DIFFERENCE:
            moved = "多" if evidence.value > 0 else "少"
        elif claim.role is Role.RATE:
            moved = "增长" if evidence.value > 0 else "下降"
    if not shown:
        return f"{who.entity} {who.year} 年的“{named}”。"
    worked = "（由文件里的数算出）" if evidence.formula else ""
    return f"{who.entity} {who.year} 年{named}{moved} {right_value(evidence, claim)}{worked}。"


def nothing(claim: Claim) -> str:
    if not claim.items:
        return "看不出说的是哪一项，没有可以核对的数。"
    named = "、".join(i.words for i in claim.items)
    year = f"{claim.year - claim.before} 年" if claim.year else ""
    return f"公开文件里没有找到{'、'.join(sorted(claim.bodies))} {year}“{named}”的数。"
