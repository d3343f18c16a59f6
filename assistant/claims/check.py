"""A draft → a verdict on every number in it, each with the cell that bears it out or tells against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.answer import Citation
from assistant.catalogue import Catalogue, total_item
from assistant.claims.around import from_around
from assistant.claims.claim import LEFT_OVER, Claim
from assistant.claims.claims import Reader
from assistant.claims.judged import Judged
from assistant.claims.likely import (
    TELLING,
    Owners,
    both_bought,
    is_bare,
    is_longer,
    is_what_it_is_not,
    may_be,
    mentioned_there,
    right_after,
    told_apart,
)
from assistant.claims.otherwise import other_readings
from assistant.claims.roles import Role
from assistant.claims.telling import claim_json, is_slip, nearest, nothing, right_value, why
from assistant.claims.verdict import Checked, Report, Verdict
from assistant.evidence.arithmetic import (
    Evidence,
    digits_said,
    is_sum,
    share_of_sum,
    value_of,
)
from assistant.evidence.finder import Finder
from assistant.evidence.likeness import Likeness, likeness
from assistant.evidence.sounding import Sounding, names_it
from assistant.evidence.worked import EACH, Told
from assistant.phrase.draft import Draft
from assistant.prose.english import in_terms
from assistant.prose.everyday import in_official_terms
from assistant.prose.figure import Kind
from assistant.prose.naming import in_full
from assistant.prose.plain import Plain, plain
from assistant.prove import Prover
from assistant.understand.linking import Linker
from ingest.records import Severity

PRINTED = frozenset({Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE, Role.SHARE})


def _bare(printed: str) -> str:
    """Without white space, and without the marks of a sentence that its box cuts into."""
    return "".join(printed.split()).strip("，。；：、（）")


def _in_sentence(claims: Sequence[Claim], n: int) -> Sequence[Claim]:
    """The numbers of a number's sentence: they stand side by side."""
    start = end = n
    while start and claims[start - 1].sentence == claims[n].sentence:
        start -= 1
    while end + 1 < len(claims) and claims[end + 1].sentence == claims[n].sentence:
        end += 1
    return claims[start : end + 1]


class Checker:
    """Checks drafts against one catalogue; what is cited is read again from the files."""

    def __init__(self, catalogue: Catalogue, linker: Linker, prover: Prover) -> None:
        self.reader = Reader(catalogue, linker)
        self.finder = Finder(catalogue, linker)
        self.sounding = Sounding(catalogue)
        self.prover = prover

    def check(self, draft: str) -> Report:
        text = self._in_terms(draft)
        if not text.text.strip():
            return Report(draft)
        claims = self.reader.read(text)
        known: list[list[Evidence]] = []
        levels: list[list[Evidence]] = []
        for claim in claims:
            known.append(self._evidence(claim, levels))
            if claim.role is Role.LEVEL:
                levels.append(known[-1])
        judged = self._all_judged(draft, text, claims, known)
        judged = [self._otherwise(claims, judged, n) for n in range(len(claims))]
        told = [
            Told(c, j.by) for c, j in zip(claims, judged, strict=True)
            if j.by is not None and (c.role in (Role.LEVEL, Role.COUNT, Role.SHARE)
                                     or (c.role is Role.SUM and c.figure.kind is Kind.COUNT))
        ]  # fmt: skip
        homes = self.reader.linker.bodies.home
        for n, claim in enumerate(claims):
            worked = from_around(claims, judged, n, told, known[n], homes)
            worked += self._of_a_sum(claims, judged, n)
            if claim.parts:  # a sum of the numbers before it stands on what bears them out
                known[n] = worked
            elif judged[n].by is None:
                known[n] = [*worked, *known[n]]
        judged = self._all_judged(draft, text, claims, known, judged)
        return Report(draft, tuple(
            self._otherwise(claims, judged, n).checked for n in range(len(claims))
        ))  # fmt: skip

    def _of_a_sum(
        self, claims: Sequence[Claim], judged: Sequence[Judged], n: int
    ) -> list[Evidence]:
        """合计 1303 万元，占全年支出的 28%: what the sum before it is of the whole that it names."""
        claim, before = claims[n], claims[n - 1] if n else None
        if claim.role is not Role.SHARE or before is None:
            return []
        by = judged[n - 1].by
        if by is None or before.sentence != claim.sentence or not is_sum(by):
            return []
        whole = replace(
            before, role=Role.LEVEL, items=claim.whole[-1:] or (total_item(),), parts=0, around=()
        )
        found = (share_of_sum(by, w) for w in self._evidence(whole, ()))
        return [share for share in found if share is not None]

    def _all_judged(
        self,
        draft: str,
        text: Plain,
        claims: Sequence[Claim],
        known: Sequence[Sequence[Evidence]],
        before: Sequence[Judged] = (),
    ) -> list[Judged]:
        """A verdict on each claim by its own reading; what was borne out before stays so."""
        out: list[Judged] = []
        owners = Owners(known, claims)
        for n, (claim, found) in enumerate(zip(claims, known, strict=True)):
            if before and before[n].by is not None:
                out.append(before[n])
                continue
            beside = [c for c in _in_sentence(claims, n) if c is not claim]
            beside = [*beside, *claims[max(n - 1, 0) : n]]
            out.append(self._judged(draft, text, claim, found, owners, beside))
        return out

    def _otherwise(self, claims: Sequence[Claim], judged: Sequence[Judged], n: int) -> Judged:
        """Where the first reading bears nothing out, the others that the words permit; what other
        numbers of the draft are borne out by is theirs."""
        claim, first = claims[n], judged[n]
        said = first.checked
        settled = said.verdict is Verdict.AMBIGUOUS or bool(claim.stranger) or not claim.bodies
        by_text = first.by is not None and not first.by.data[0].item
        unnamed = by_text and not claim.items and first.reading is None
        if (first.by is not None and not unnamed) or settled:
            return first
        readings, as_before = other_readings(claims, judged, n)
        if not readings:
            return first
        taken = {
            (j.by.unit.entity, value_of(d.amount))
            for k, j in enumerate(judged)
            if k != n and j.by and j.by.formula is None
            for d in j.by.data
            if d.amount
        }
        blank = replace(said, verdict=Verdict.NOT_FOUND, citations=(), expected=None)
        found: list[Evidence] = []
        for reading in readings:
            own = [
                e for e in self._evidence(reading, ())
                if not any(d.amount and (e.unit.entity, value_of(d.amount)) in taken for d in e.data)
            ]  # fmt: skip
            good = [e for e in own if e.bears(claim.figure, claim.direction)]
            if (held := self._borne_out(blank, claim, good, own)) is not None:
                return replace(held, reading=reading)
            found += own
        if unnamed:
            return first
        slips = [e for e in found if is_slip(claim, e) and digits_said(claim.figure) >= 3]
        if as_before and claim.leftover < 2:
            slips = found  # its words are all placed
        if said.verdict is Verdict.NOT_FOUND and slips:
            return Judged(self._wrong(said, claim, nearest(slips, claim)))
        return first

    def _in_terms(self, draft: str) -> Plain:
        """The draft in the words of the disclosures: English, short names, everyday words."""
        linker = self.reader.linker
        text = in_terms(plain(draft), linker.bodies)
        return in_official_terms(in_full(text, linker.bodies, linker.words))

    def _evidence(self, claim: Claim, levels: Sequence[Sequence[Evidence]]) -> list[Evidence]:
        """Of its year; or of another that its sentence names, where only that bears it out."""
        found = [e for e in self.finder.evidence(claim, levels) if not is_what_it_is_not(claim, e)]
        if any(e.bears(claim.figure, claim.direction) for e in found):
            return found
        for year in claim.years:
            other = self.finder.evidence(replace(claim, year=year, before=False), levels)
            if any(e.bears(claim.figure, claim.direction) for e in other):
                return other
        if not found and claim.role in (Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE):
            return self.sounding.named_in_text(claim)
        return found

    def _judged(
        self,
        draft: str,
        text: Plain,
        claim: Claim,
        found: Sequence[Evidence],
        owners: Owners,
        beside: Sequence[Claim],
    ) -> Judged:
        """`beside` are the other numbers of its sentence, and the one right before it last."""
        before = beside[-1] if beside else None
        start, end = text.original(claim.figure.start, claim.figure.end)
        said = Checked(draft[start:end], start, end, Verdict.NOT_FOUND, claim_json(claim))
        if claim.stranger:
            return Judged(replace(said, reason=f"文件库里没有“{claim.stranger}”的公开文件。"))
        if not claim.bodies:
            return Judged(
                replace(said, verdict=Verdict.AMBIGUOUS, reason="看不出说的是哪个部门或单位。")
            )
        good = [e for e in found if e.bears(claim.figure, claim.direction)]
        if (held := self._borne_out(said, claim, good, found)) is not None:
            return held
        pinned = bool(found) and claim.bound
        explained = owners.explained(claim)
        settled = pinned or explained
        others = partial(owners.owned, by_others_than=claim)
        there = [] if settled else self.sounding.printed_there(claim, others)
        may = [
            e
            for like, e in there
            if may_be(like, claim, e) and e.bears(claim.figure, claim.direction)
        ]
        if (held := self._borne_out(said, claim, may, found or may)) is not None:
            return held
        told = [] if explained else self._in_text(claim, beside, only_named=pinned)
        if (held := self._borne_out(said, claim, told, found)) is not None:
            return held
        if not found and claim.role in PRINTED:
            found = self.sounding.alike(claim)
            good = [e for e in found if e.bears(claim.figure, claim.direction)]
            if (held := self._borne_out(said, claim, good, found)) is not None:
                return held
            pinned = pinned or (bool(found) and len(claim.said.replace(" ", "")) >= 4)
        found = [e for e in found if e.formula or not is_longer(claim, e)]
        if good or may:  # it is there, and could not be read again
            return Judged(replace(said, reason="公开文件里有这个数，但没能在原文里再读到它。"))
        pinned = pinned or self._pinned(claim, found, there)
        return Judged(self._against(said, claim, found, pinned, before))

    def _in_text(
        self, claim: Claim, beside: Sequence[Claim], *, only_named: bool
    ) -> list[Evidence]:
        """Sentences of the books that give just this number in much the same words, or right after
        the number that the draft, too, gives right before it; or those alone that name the very
        label."""
        if claim.role not in PRINTED or claim.whole:
            return []
        before = beside[-1] if beside else None
        found = [
            (
                likeness(claim.said, claim.told, e.data[0]),
                right_after(before, claim, held)
                or (is_bare(claim) and self.sounding.told_together(held, claim, beside)),
                e,
            )
            for held, e in self.sounding.said_in_text(claim)
            if e.bears(claim.figure, claim.direction)
        ]
        if only_named:
            return [e for _, _, e in found if names_it(claim, e.data[0])]
        likely = [
            f for f in found
            if claim.figure.unit in TELLING or may_be(f[0], claim, f[2]) or f[1] or both_bought(claim, f[2]) or names_it(claim, f[2].data[0]) or mentioned_there(claim, f[2])
        ]  # fmt: skip
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
        if EACH.search(claim.lead) and all(e.formula for e in found):
            return True  # of the two numbers that it stands by
        if not claim.items and claim.role in PRINTED and all(e.formula for e in found):
            return False
        guessed = claim.role is Role.SHARE and not claim.whole and all(e.formula for e in found)
        if guessed and not claim.bound:
            return False
        exact = digits_said(claim.figure) >= 4
        complete = claim.leftover < 2  # the words are all placed: another row is another thing
        near_it = any(
            like.clause > 0 or like.label >= 0.5 or (exact and not complete) for like, _ in there
        )
        return claim.leftover < LEFT_OVER and not near_it

    def _borne_out(
        self, said: Checked, claim: Claim, good: Sequence[Evidence], found: Sequence[Evidence]
    ) -> Judged | None:
        for evidence in (e for e in good if not told_apart(claim, e)):
            citations = self._cited(evidence)
            if citations:
                said = replace(said, warnings=self._warnings(evidence))
                bodies = {e.unit.entity for e in found}
                between = len({d.doc.identity.entity for d in evidence.data}) > 1
                if len(bodies) > 1 and len(claim.bodies) > 1 and not between:
                    return Judged(replace(said, verdict=Verdict.AMBIGUOUS, citations=citations,
                                          reason="几个部门都叫这个名字，没有说是哪一个。"))  # fmt: skip
                checked = replace(said, verdict=Verdict.SUPPORTED, citations=citations,
                                  expected=right_value(evidence, claim), reason=why(evidence, claim))  # fmt: skip
                return Judged(checked, evidence)
        return None

    def _against(
        self,
        said: Checked,
        claim: Claim,
        found: Sequence[Evidence],
        pinned: bool,
        before: Claim | None,
    ) -> Checked:
        """What is said of a number that nothing bears out."""
        other = None if pinned else self.sounding.owner(claim)
        if other is not None:
            best = nearest(found, claim) if found else None
            return replace(
                said, verdict=Verdict.CONTRADICTED, citations=self._cited(best or other),
                expected=right_value(best, claim) if best else None,
                reason="公开文件里这个数是" + why(other, claim, shown=False),
            )  # fmt: skip
        if not pinned and (other := self._slip_of(claim, before)) is not None:
            return self._wrong(said, claim, other)
        if not found:
            return replace(said, reason=nothing(claim))
        best = nearest(found, claim)
        close = claim.leftover < LEFT_OVER or digits_said(claim.figure) >= 4
        if not pinned and not (close and any(is_slip(claim, e) for e in found)):
            return replace(
                said, reason="没有核对上：说的也许是别的数。最接近的是" + why(best, claim)
            )
        return self._wrong(said, claim, best)

    def _slip_of(self, claim: Claim, before: Claim | None) -> Evidence | None:
        """What sounds like the clause and has nearly this number, or stands right after the number
        that the draft, too, has before it."""
        if digits_said(claim.figure) >= 3:
            slips = [e for e in self.sounding.sounding_like(claim) if is_slip(claim, e)]
            if slips:
                return nearest(slips, claim)
        if claim.role is not Role.COUNT:
            return None
        beside = [
            e for held, e in self.sounding.counted_in_text(claim)
            if held.figure.unit == claim.figure.unit and right_after(before, claim, held)
        ]  # fmt: skip
        return beside[0] if beside else None

    def _wrong(self, said: Checked, claim: Claim, best: Evidence) -> Checked:
        return replace(said, verdict=Verdict.CONTRADICTED, citations=self._cited(best),
                       expected=right_value(best, claim), reason="公开文件里是" + why(best, claim))  # fmt: skip

    def _cited(self, evidence: Evidence) -> tuple[Citation, ...]:
        """The cells, read again; () where the file does not print them any more."""
        draft = Draft()
        for datum in evidence.data:
            draft.cite(datum)
        for citation in draft.citations:
            found = self.prover.reread(citation)
            if found is None or _bare(found) != _bare(citation.text):
                return ()
        return tuple(draft.citations)

    def _warnings(self, evidence: Evidence) -> tuple[str, ...]:
        draft = Draft()
        for datum in evidence.data:
            draft.cite(datum)
        found = [f for c in draft.citations for f in self.prover.findings_on(draft.refs[c.id], c)]
        told = [f.message for f in found if f.severity is Severity.CONTRADICTION]
        return tuple(dict.fromkeys(told))
