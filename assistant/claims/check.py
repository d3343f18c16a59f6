"""A draft → a verdict on every number in it, each with the cell that bears it out or tells against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from assistant.answer import Citation
from assistant.catalogue import Catalogue
from assistant.claims.claim import Claim
from assistant.claims.claims import Reader
from assistant.claims.roles import Role
from assistant.claims.telling import claim_json, is_slip, nearest, nothing, right_value, why
from assistant.evidence.arithmetic import Evidence, digits_said
from assistant.evidence.finder import Finder
from assistant.evidence.intext import InText
from assistant.evidence.likeness import Likeness, likeness
from assistant.evidence.worked import Told, worked_out
from assistant.phrase.draft import Draft
from assistant.prose.english import in_terms
from assistant.prose.everyday import in_official_terms
from assistant.prose.naming import in_full
from assistant.prose.plain import Plain, plain
from assistant.prove import Prover
from assistant.understand.linking import Linker
from ingest.records import Severity


class Verdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Checked:
    """text[start:end] of the draft; `expected` is the right value, None where none was found;
    `warnings` say where the disclosure contradicts itself at the cells that it rests on."""

    text: str
    start: int
    end: int
    verdict: Verdict
    claim: dict[str, Any]
    citations: tuple[Citation, ...] = ()
    expected: str | None = None
    reason: str = ""  # one plain Chinese sentence
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    numbers: tuple[Checked, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


PRINTED = frozenset({Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE, Role.SHARE})


LEFT_OVER = 4  # letters of a clause that may say that another thing is meant than its label


@dataclass(frozen=True, slots=True)
class Owned:
    """What the other numbers of a draft are: the references of their data, and whether one of them
    is this very number, borne out where it stands."""

    refs: frozenset[str] = frozenset()
    explained: bool = False


def _owned(known: Sequence[Sequence[Evidence]], claims: Sequence[Claim], own: int) -> Owned:
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


def _may_be(like: Likeness, claim: Claim) -> bool:
    """True where a cell that prints the number is likely what the words mean."""
    return like.fair if digits_said(claim.figure) >= 3 else like.strong


def _right_after(before: Claim | None, claim: Claim, held: InText) -> bool:
    """会议费 5.6 万元，人数约 400 人: said together here and there."""
    if before is None or held.beside is None or before.sentence != claim.sentence:
        return False
    one, other = before.figure, held.beside
    return (
        one.kind is other.kind
        and one.kind is not claim.figure.kind
        and one.holds(other.value, other.step)
    )


def _both_bought(claim: Claim, evidence: Evidence) -> bool:
    """再买 14 辆, and the books: 购置车辆 14 辆."""
    said = "".join(evidence.data[0].row)
    return (
        claim.bought
        and claim.role is Role.COUNT
        and "车" in said
        and re.search("购置|购买|更新|新增|采购", said) is not None
    )


class Checker:
    """Checks drafts against one catalogue; what is cited is read again from the files."""

    def __init__(self, catalogue: Catalogue, linker: Linker, prover: Prover) -> None:
        self.reader = Reader(catalogue, linker)
        self.finder = Finder(catalogue, linker)
        self.prover = prover

    def check(self, draft: str) -> Report:
        text = self._in_terms(draft)
        if not text.text.strip():
            return Report(draft)
        claims = self.reader.read(text)
        known: list[list[Evidence]] = []
        for claim in claims:
            levels = [k for k, c in zip(known, claims, strict=False) if c.role is Role.LEVEL]
            known.append(self._evidence(claim, levels))
        told = self._told(claims, known)
        for n, claim in enumerate(claims):
            worked = worked_out(claim, told, self.reader.linker.bodies.home)
            known[n] = [*worked, *known[n]]
        return Report(draft, tuple(
            self._judged(
                draft, text, claim, found, _owned(known, claims, n), claims[n - 1] if n else None
            )
            for n, (claim, found) in enumerate(zip(claims, known, strict=True))
        ))  # fmt: skip

    def _in_terms(self, draft: str) -> Plain:
        """The draft in the words of the disclosures: English, short names, everyday words."""
        linker = self.reader.linker
        text = in_terms(plain(draft), linker.bodies)
        return in_official_terms(in_full(text, linker.bodies, linker.words))

    def _evidence(self, claim: Claim, levels: Sequence[Sequence[Evidence]]) -> list[Evidence]:
        """Of its year; or of another that its sentence names, where only that bears it out."""
        found = self.finder.evidence(claim, levels)
        if any(e.bears(claim.figure, claim.direction) for e in found):
            return found
        for year in claim.years:
            other = self.finder.evidence(replace(claim, year=year, before=False), levels)
            if any(e.bears(claim.figure, claim.direction) for e in other):
                return other
        return found

    def _told(self, claims: Sequence[Claim], known: Sequence[Sequence[Evidence]]) -> list[Told]:
        """The levels and counts of the draft that the books bear out, each with its evidence."""
        out = []
        for claim, found in zip(claims, known, strict=True):
            if claim.role not in (Role.LEVEL, Role.COUNT, Role.SHARE) or claim.stranger:
                continue
            good = [e for e in found if e.bears(claim.figure, claim.direction)]
            if not good and not claim.bound and claim.bodies:
                there = self.finder.printed_there(claim, frozenset())
                good = [e for like, e in there if _may_be(like, claim)]
            if good:
                out.append(Told(claim, good[0]))
        return out

    def _judged(
        self,
        draft: str,
        text: Plain,
        claim: Claim,
        found: Sequence[Evidence],
        owned: Owned,
        before: Claim | None,
    ) -> Checked:
        start, end = text.original(claim.figure.start, claim.figure.end)
        said = Checked(draft[start:end], start, end, Verdict.NOT_FOUND, claim_json(claim))
        if claim.stranger:
            return replace(said, reason=f"文件库里没有“{claim.stranger}”的公开文件。")
        if not claim.bodies:
            return replace(said, verdict=Verdict.AMBIGUOUS, reason="看不出说的是哪个部门或单位。")
        good = [e for e in found if e.bears(claim.figure, claim.direction)]
        if (held := self._borne_out(said, claim, good, found)) is not None:
            return held
        pinned = bool(found) and claim.bound
        settled = pinned or owned.explained
        there = [] if settled else self.finder.printed_there(claim, owned.refs)
        may = [
            e
            for like, e in there
            if _may_be(like, claim) and e.bears(claim.figure, claim.direction)
        ]
        if (held := self._borne_out(said, claim, may, found or may)) is not None:
            return held
        if not settled and (
            held := self._borne_out(said, claim, self._in_text(claim, before), found)
        ):
            return held
        if not found and claim.role in PRINTED:
            found = self.finder.alike(claim)
            good = [e for e in found if e.bears(claim.figure, claim.direction)]
            if (held := self._borne_out(said, claim, good, found)) is not None:
                return held
            pinned = pinned or bool(found)
        return self._against(said, claim, found, pinned or self._pinned(claim, found, there))

    def _in_text(self, claim: Claim, before: Claim | None) -> list[Evidence]:
        """Sentences of the books that give just this number in much the same words, or right after
        the number that the draft, too, gives right before it."""
        if claim.role not in (Role.LEVEL, Role.COUNT):
            return []
        found = [
            (likeness(claim.said, claim.told, e.data[0]), _right_after(before, claim, held), e)
            for held, e in self.finder.said_in_text(claim)
        ]
        likely = [f for f in found if _may_be(f[0], claim) or f[1] or _both_bought(claim, f[2])]
        likely.sort(key=lambda f: -(f[0].clause + f[0].label))
        return [e for _, _, e in likely]

    @staticmethod
    def _pinned(
        claim: Claim, found: Sequence[Evidence], there: Sequence[tuple[Likeness, Evidence]]
    ) -> bool:
        """True where the words can hardly mean anything else than what was found: nothing of the
        clause is left over, and the books print this number of nothing that sounds like it."""
        if not found:
            return False
        guessed = claim.role is Role.SHARE and not claim.whole and all(e.formula for e in found)
        if guessed and not claim.bound:
            return False
        exact = digits_said(claim.figure) >= 4
        near_it = any(exact or like.clause > 0 or like.label >= 0.5 for like, _ in there)
        return claim.leftover < LEFT_OVER and not near_it

    def _borne_out(
        self, said: Checked, claim: Claim, good: Sequence[Evidence], found: Sequence[Evidence]
    ) -> Checked | None:
        for evidence in good:
            citations = self._cited(evidence)
            if citations:
                said = replace(said, warnings=self._warnings(evidence))
                bodies = {e.unit.entity for e in found}
                if len(bodies) > 1 and len(claim.bodies) > 1:
                    return replace(said, verdict=Verdict.AMBIGUOUS, citations=citations,
                                   reason="几个部门都叫这个名字，没有说是哪一个。")  # fmt: skip
                return replace(said, verdict=Verdict.SUPPORTED, citations=citations,
                               expected=right_value(evidence, claim), reason=why(evidence, claim))  # fmt: skip
        return None

    def _against(
        self, said: Checked, claim: Claim, found: Sequence[Evidence], pinned: bool
    ) -> Checked:
        """What is said of a number that nothing bears out."""
        other = None if pinned else self.finder.owner(claim)
        if other is not None:
            best = nearest(found, claim) if found else None
            return replace(
                said, verdict=Verdict.CONTRADICTED, citations=self._cited(best or other),
                expected=right_value(best, claim) if best else None,
                reason="公开文件里这个数是" + why(other, claim, shown=False),
            )  # fmt: skip
        if not found:
            return replace(said, reason=nothing(claim))
        best = nearest(found, claim)
        if not pinned and not any(is_slip(claim, e) for e in found):
            return replace(
                said, reason="没有核对上：说的也许是别的数。最接近的是" + why(best, claim)
            )
        return replace(said, verdict=Verdict.CONTRADICTED, citations=self._cited(best),
                       expected=right_value(best, claim), reason="公开文件里是" + why(best, claim))  # fmt: skip

    def _cited(self, evidence: Evidence) -> tuple[Citation, ...]:
        """The cells, read again; () where the file does not print them any more."""
        draft = Draft()
        for datum in evidence.data:
            draft.cite(datum)
        for citation in draft.citations:
            found = self.prover.reread(citation)
            if found is None or "".join(found.split()) != "".join(citation.text.split()):
                return ()
        return tuple(draft.citations)

    def _warnings(self, evidence: Evidence) -> tuple[str, ...]:
        draft = Draft()
        for datum in evidence.data:
            draft.cite(datum)
        found = [f for c in draft.citations for f in self.prover.findings_on(draft.refs[c.id], c)]
        told = [f.message for f in found if f.severity is Severity.CONTRADICTION]
        return tuple(dict.fromkeys(told))
