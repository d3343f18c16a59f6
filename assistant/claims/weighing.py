"""What speaks for or against taking what the books print for what a claim says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.claims.claim import Claim
from assistant.claims.judged import Judged
from assistant.claims.likely import is_shorter
from assistant.claims.roles import Role, near
from assistant.evidence.arithmetic import Evidence, digits_said
from assistant.evidence.likeness import likeness
from assistant.prose.figure import Kind


def is_wider(claim: Claim, evidence: Evidence) -> bool:
    """What was found may hold what the words mean, and much else: 转移支付 to others are told of
    apart from the office's own spending."""
    return is_own_money(claim, evidence) or (
        evidence.formula is None and is_shorter(claim, evidence)
    )


def is_own_money(claim: Claim, evidence: Evidence) -> bool:
    """True where the sentence is on what is passed on to others, and the books do not say so."""
    said = "转移支付"
    return said in claim.sentence_text and not any(
        said in "".join((d.title, *d.row, *d.columns)) for d in evidence.data
    )


def is_named(claim: Claim, found: Sequence[Evidence]) -> bool:
    """True where its clause has the label, of which the books print one amount, and it is said in
    more than one digit."""
    return claim.spelt_out and digits_said(claim.figure) >= 2 and len({e.value for e in found}) == 1


def is_of_a_change(claim: Claim) -> bool:
    """占增量的六成, 一半增在人: a share of what something moved by, and not of the whole."""
    said = re.search("[增减](?:量|加额|少额)", near(claim.lead)) or re.match("[增减]在", claim.tail)
    return claim.role is Role.SHARE and said is not None


def is_named_by_words(evidence: Evidence) -> bool:
    """False where what stands for a label is but the amount itself: 2000万元."""
    label = evidence.data[0].label
    return re.fullmatch(r"[\d.,，%]*(?:[万亿]?元|%)?", label) is None


def measures_else(claim: Claim, evidence: Evidence) -> bool:
    """True for an amount of money where percentage points are said."""
    first = evidence.data[0].amount
    return claim.figure.kind is Kind.POINTS and first is not None and first.is_money


def is_more_than_all(claim: Claim, found: Sequence[Evidence]) -> bool:
    """A part of what its clause names cannot be more than the whole."""
    found = [e for e in found if not is_own_money(claim, e)]
    if not found:
        return False
    levels = claim.role in (Role.LEVEL, Role.COUNT) and all(e.formula is None for e in found)
    return (
        claim.spelt_out and levels and claim.figure.low > max(abs(e.value) + e.step for e in found)
    )


def by_its_words(claim: Claim, held: Judged) -> bool:
    """False for a level that took its item from the number before, or that is of another year than
    the one that is said of it."""
    if claim.role is not Role.LEVEL or held.by is None or held.by.formula is not None:
        return True
    year = held.by.data[0].year
    carried = claim.carried and claim.leftover >= 2  # 复印纸也上了清单，170 万元
    return not carried and (claim.year is None or year == claim.year - claim.before)


def likest(claim: Claim, found: Sequence[Evidence]) -> list[Evidence]:
    """Those that sound most like the words; nothing is no other amount."""
    found = [e for e in found if e.value]
    scores = [likeness(claim.said, claim.told, e.data[0]) for e in found]
    most = max((s.clause + s.label for s in scores), default=0)
    return [
        e for s, e in zip(scores, found, strict=True) if s.clause + s.label >= most * 0.9
    ]  # fmt: skip
