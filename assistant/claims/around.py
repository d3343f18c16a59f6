"""What a number of a draft comes to by the numbers around it that the books bear out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assistant.claims.claim import Claim
from assistant.claims.judged import Judged
from assistant.claims.roles import Role
from assistant.evidence.arithmetic import Evidence, in_percent
from assistant.evidence.worked import Told, worked_out


def from_around(
    claims: Sequence[Claim],
    judged: Sequence[Judged],
    n: int,
    told: Sequence[Told],
    known: Sequence[Evidence],
    homes: Mapping[str, Collection[str]],
) -> list[Evidence]:
    """`told` are the levels, counts and shares that are borne out, `known` what the books print of
    this number's own words."""
    claim = claims[n]
    worked = worked_out(claim, told, homes, alone=not known)
    if claim.role is Role.CHANGE and known:  # of two things it may be, and need not
        return [e for e in worked if e.bears(claim.figure, claim.direction)]
    gap = judged[n - 1].by if n and claim.sentence == claims[n - 1].sentence else None
    if claim.role is Role.RATE and gap is not None:
        worked += in_percent(gap)
    return worked
