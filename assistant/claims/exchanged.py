"""Numbers that stand in the place of another: another number's of the draft, another body's.

Looks at values, and so it only ever turns "not found" or a number borne out by chance into
"contradicted".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

from assistant.claims.claim import LEFT_OVER, Claim
from assistant.claims.judged import Judged
from assistant.claims.judging import Judge
from assistant.claims.likely import may_be, numbered, told_apart
from assistant.claims.roles import near
from assistant.claims.verdict import Verdict
from assistant.datum import Datum
from assistant.evidence.arithmetic import digits_said
from assistant.evidence.likeness import likeness, pairs
from assistant.evidence.sounding import Sounding
from assistant.prose.english import UNKNOWN
from assistant.prose.figure import Kind

EXACT = 2  # digits with which two numbers are hardly the same by chance


def told_elsewhere(claims: Sequence[Claim], judged: Sequence[Judged], judge: Judge) -> list[Judged]:
    """培训费 95.4 万元 after 会议费 95.4 万元: where just this number is borne out of something else
    in the draft, and the books print it of nothing that these words could mean."""
    out = list(judged)
    alike: dict[tuple[Kind, Decimal], list[int]] = defaultdict(list)
    for n, claim in enumerate(claims):
        alike[claim.figure.kind, claim.figure.value].append(n)
    for n, claim in enumerate(claims):
        if not _in_doubt(judged[n]) or not claim.figure.value or not claim.bodies:
            continue
        same = alike[claim.figure.kind, claim.figure.value]
        twins = [k for k in same if k != n and _is_twin(claims, out, n, k)]
        if twins and not _printed_of_it(claim, claims[twins[0]], judge.sounding):
            out[n] = judge.of_another_number(
                out[n], out[twins[0]], claim, certain=digits_said(claim.figure) >= EXACT
            )
    return out


def _in_doubt(judged: Judged) -> bool:
    return judged.checked.verdict is Verdict.NOT_FOUND or (judged.by is not None and judged.loose)


def _is_twin(claims: Sequence[Claim], judged: Sequence[Judged], n: int, k: int) -> bool:
    """True where number k is the same amount, more surely borne out, and of something else."""
    claim, other = claims[n], claims[k]
    own, theirs = judged[n].by, judged[k].by
    if theirs is None or other.role is not claim.role or not _says_else(claim, other):
        return False
    if own is None:
        return True
    if (
        own.formula is not None
        or theirs.formula is not None
        or own.unit.entity != theirs.unit.entity
    ):
        return False
    surer = not judged[k].loose or k < n
    return surer and not _sounds_more(own.data[0], claim, other)


def _sounds_more(datum: Datum, claim: Claim, than: Claim) -> bool:
    """True where a cell sounds more like the words of one number than like those of another."""
    own, other = (likeness(c.said, c.told, datum) for c in (claim, than))
    return own.clause + own.label > other.clause + other.label


def _says_else(claim: Claim, other: Claim) -> bool:
    """True where the words of a number are not those of the other; 即 100 万元 says nothing."""
    which, other_one = (numbered(near(c.lead)) for c in (claim, other))
    if any(which[of] != other_one[of] for of in which.keys() & other_one.keys()):
        return True
    if UNKNOWN in claim.said and claim.leftover >= LEFT_OVER:  # including 2 million for publicity
        return True
    if claim.items and other.items and claim.items != other.items:
        return True
    own, theirs = pairs(claim.said), pairs(other.said) | pairs(other.told)
    if claim.bodies != other.bodies or (claim.year, claim.before) != (other.year, other.before):
        return True
    return bool(own) and len(own & theirs) * 2 < len(own)


def _printed_of_it(claim: Claim, other: Claim, sounding: Sounding) -> bool:
    """True where the books have the number of something that sounds like these words, and more so
    than like those of the other."""
    return any(
        may_be(like, claim, e)
        and not told_apart(claim, e)
        and _sounds_more(e.data[0], claim, other)
        for like, e in sounding.printed_there(claim, lambda ref: False)
    )


VOTES = 12  # wrong numbers of a body that are asked whose they are


def anothers(
    claims: Sequence[Claim], judged: Sequence[Judged], sounding: Sounding
) -> dict[frozenset[str], str]:
    """Bodies that numbers are said to be of → the body whose numbers they are, for those with
    numbers of which nothing was found."""
    open_ones = {c.bodies for c, j in zip(claims, judged, strict=True)
                 if j.checked.verdict is Verdict.NOT_FOUND and c.bodies}  # fmt: skip
    found: dict[frozenset[str], str] = {}
    for bodies in open_ones:
        wrong = (
            c for c, j in zip(claims, judged, strict=True)
            if c.bodies == bodies and j.checked.verdict is Verdict.CONTRADICTED
            and digits_said(c.figure) >= 2
        )  # fmt: skip
        owners = (sounding.owner(c) for c in islice(wrong, VOTES))
        votes = Counter(e.unit.entity for e in owners if e and e.unit.entity not in bodies)
        if votes:
            found[bodies] = votes.most_common(1)[0][0]
    return found
