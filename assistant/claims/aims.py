"""Whether a number that nothing else explains is a target of a performance table, told in other
words: 常驻律师不少于 6 名, 社零增 5% 以上."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalogue import Catalogue, Unit
from assistant.claims.claim import Claim
from assistant.claims.roles import Role, near
from assistant.evidence.arithmetic import Evidence, as_evidence, digits_said
from assistant.evidence.books import one_unit, units_of_claim
from assistant.evidence.likeness import Pairs, pairs
from assistant.evidence.targets import Target, Targets, named_by
from assistant.prose.figure import Kind
from assistant.prose.figures import currency_after
from assistant.understand.leftover import letters

_AIMS = re.compile("目标|指标|绩效|要求|考核")
_AT_LEAST = re.compile("不少于|不低于|至少|≥|>=")
_AT_MOST = re.compile("不超过|不高于|不多于|至多|最多|控制在|≤")
_SHORT_OF = re.compile("(?:不到|不足|接近|将近|近|(?<!不)低于|(?<!不)少于)$")
_ROLES = frozenset({Role.LEVEL, Role.COUNT, Role.SHARE, Role.RATE})

GREAT = 1000  # so many of one kind are hardly there by chance, too


@dataclass(frozen=True, slots=True)
class _Like:
    """How much of the draft's words the target's name has, and how much of that name they have."""

    target: Target
    unit: Unit
    said: float
    name: float
    project: bool  # the sentence names the project before

    @property
    def score(self) -> float:
        return self.said + self.name + self.project


class Aims:
    """Finds the targets that numbers tell, in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.targets = Targets(catalogue)

    def bearing(self, claim: Claim) -> list[Evidence]:
        """The target that the words name best, where it is just this number."""
        found = self._alike(claim)
        same = [x for x in found if x.target.figure.value == claim.figure.value]
        best = max((x.score for x in found), default=0.0)
        return [
            _evidence(x) for x in same
            if x.score == best and not _turned(claim, x.target) and _named(claim, x, found)
        ]  # fmt: skip

    def against(self, claim: Claim) -> list[Evidence]:
        """The one target that the words name beyond doubt, where it is another number."""
        own = claim.sentence_text + claim.lead + claim.tail
        if claim.items or not (_AIMS.search(own) or _AT_LEAST.search(claim.lead)):
            return []
        found = self._alike(claim)
        if any(x.target.figure.value == claim.figure.value for x in found):
            return []
        sure = [x for x in found if x.said >= 0.6 and x.name >= 0.6]
        return (
            [_evidence(x) for x in sure] if len({x.target.figure.value for x in sure}) == 1 else []
        )

    def _alike(self, claim: Claim) -> list[_Like]:
        """The targets in the same measure, those first that share most of the words."""
        if claim.role not in _ROLES or claim.before or len(claim.bodies) != 1:
            return []
        if _SHORT_OF.search(near(claim.lead)):
            return []
        parts = [p for part in claim.said.split() if (p := named_by(part))]
        before = _said_before(claim)
        out = [
            like
            for unit in units_of_claim(self.catalogue, claim, claim.bodies, claim.year)
            for target in self.targets.of(unit)
            if _one_measure(claim, target)
            and (like := _like(parts, before, target, unit)).score > 0
        ]
        return sorted(out, key=lambda x: -x.score)


def _said_before(claim: Claim) -> Pairs:
    at = claim.figure.start - claim.sentence[0]
    return pairs(letters(claim.sentence_text[:at]))


def _one_measure(claim: Claim, target: Target) -> bool:
    if target.figure.kind is not claim.figure.kind:
        return False
    if target.currency != currency_after(claim.tail):
        return False
    return claim.figure.kind is not Kind.COUNT or one_unit(target.figure.unit, claim.figure.unit)


def _like(parts: Sequence[Pairs], before: Pairs, target: Target, unit: Unit) -> _Like:
    every = frozenset[str]().union(*parts)
    said = max((len(p & target.words) / len(p) for p in parts), default=0.0)
    name = len(every & target.words) / len(target.words) if target.words else 0.0
    project = target.project
    named = len(project) > 1 and len(project & before) / len(project) >= 0.6
    return _Like(target, unit, said, name, named)


def _named(claim: Claim, like: _Like, found: Sequence[_Like]) -> bool:
    """True where the words are enough: more of them for a number that may be there by chance; none
    besides the project where that has but one target in this measure."""
    if like.said >= 0.5 and (like.name >= 0.3 or like.project):
        return True
    if like.said and like.name >= 0.6:
        return True
    great = claim.figure.kind is Kind.COUNT and claim.figure.value >= GREAT
    if like.said >= 0.5 and (great or digits_said(claim.figure) >= 3):
        return True
    exact = digits_said(claim.figure) >= 2
    mute = not any(named_by(part) for part in claim.said.split())
    values = {x.target.figure.value for x in found if x.project}
    return exact and mute and like.project and len(values) == 1


def _turned(claim: Claim, target: Target) -> bool:
    """At least so many, where the table has at most."""
    said = near(claim.lead)
    least, most = _AT_LEAST.search(said) is not None, _AT_MOST.search(said) is not None
    return least and not most if target.most else most


def _evidence(like: _Like) -> Evidence:
    return as_evidence(like.target.datum, like.unit)
