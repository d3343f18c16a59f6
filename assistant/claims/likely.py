"""When what the books print of a number may be what the words of a draft mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.claims.claim import Claim
from assistant.claims.roles import Role
from assistant.evidence.arithmetic import Evidence, digits_said
from assistant.evidence.intext import InText
from assistant.evidence.likeness import Likeness


@dataclass(frozen=True, slots=True)
class Owned:
    """What the other numbers of a draft are: the references of their data, and whether one of them
    is this very number, borne out where it stands."""

    refs: frozenset[str] = frozenset()
    explained: bool = False


def owned_by_others(
    known: Sequence[Sequence[Evidence]], claims: Sequence[Claim], own: int
) -> Owned:
    """What the words of the other numbers mean: it is not what this number is of."""
    mine = claims[own]
    others = [
        (c, found)
        for n, (c, found) in enumerate(zip(claims, known, strict=True))
        if n != own and (c.items != mine.items or c.bodies != mine.bodies)
    ]
    refs = frozenset(e.data[0].ref for _, found in others for e in found if e.formula is None)
    explained = any(
        c.figure.kind is mine.figure.kind and c.figure.value == mine.figure.value
        and any(e.bears(c.figure, c.direction) for e in found)
        for c, found in others
    )  # fmt: skip
    return Owned(refs, explained)


def may_be(like: Likeness, claim: Claim) -> bool:
    """True where a cell that prints the number is likely what the words mean."""
    return like.fair if digits_said(claim.figure) >= 3 else like.strong


def right_after(before: Claim | None, claim: Claim, held: InText) -> bool:
    """会议费 5.6 万元，人数约 400 人: said together here and there."""
    if before is None or held.beside is None or before.sentence != claim.sentence:
        return False
    one, other = before.figure, held.beside
    return (
        one.kind is other.kind
        and one.kind is not claim.figure.kind
        and one.holds(other.value, other.step)
    )


def mentioned_there(claim: Claim, evidence: Evidence) -> bool:
    """信息化项目安排比上年少了 3,604.87 万元: too exact a number to be there by chance, and the words
    for the item lead up to it."""
    said = "".join(evidence.data[0].row)
    words = [i.words for i in claim.items[-1:] if len(i.words) >= 3]
    return digits_said(claim.figure) >= 5 and any(w in said for w in words)


TELLING = frozenset({"平方米", "亩", "公里"})  # units that say what is measured


def both_bought(claim: Claim, evidence: Evidence) -> bool:
    """再买 14 辆, and the books: 购置车辆 14 辆."""
    said = "".join(evidence.data[0].row)
    return (
        claim.bought
        and claim.role is Role.COUNT
        and "车" in said
        and re.search("购置|购买|更新|新增|采购", said) is not None
    )
