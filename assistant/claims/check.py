"""A draft → a verdict on every number in it, each with the cell that bears it out or tells against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.catalogue import Catalogue, total_item
from assistant.claims.aims import Aims
from assistant.claims.around import adds_changes, from_around
from assistant.claims.claim import LEFT_OVER, Claim
from assistant.claims.claims import Reader
from assistant.claims.exchanged import anothers, told_elsewhere
from assistant.claims.judged import Judged
from assistant.claims.judging import Judge
from assistant.claims.likely import (
    Owners,
    counts_units,
    is_shorter,
    is_what_it_is_not,
    people_moved,
)
from assistant.claims.otherwise import other_readings
from assistant.claims.roles import Role
from assistant.claims.telling import is_slip, nearest
from assistant.claims.things import of_one, paid_for
from assistant.claims.verdict import Report, Verdict
from assistant.evidence.arithmetic import (
    Evidence,
    digits_said,
    is_sum,
    ratio,
    share_of_sum,
    value_of,
)
from assistant.evidence.finder import Finder
from assistant.evidence.worked import EACH, Told, years_apart
from assistant.prose.english import in_terms
from assistant.prose.everyday import in_official_terms
from assistant.prose.figure import Kind
from assistant.prose.naming import in_full
from assistant.prose.plain import Plain, plain, sentences
from assistant.prose.rewriting import rewritten
from assistant.prove import Prover
from assistant.understand.linking import Linker

PRINTED = frozenset({Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE, Role.SHARE})


ROUNDS = 2  # a sum of numbers, and then what that sum is a share of


def bearing(found: Sequence[Evidence], claim: Claim) -> list[Evidence]:
    return [e for e in found if e.bears(claim.figure, claim.direction)]


def _in_sentence(claims: Sequence[Claim], n: int) -> Sequence[Claim]:
    """The numbers of a number's sentence: they stand side by side."""
    start = end = n
    while start and claims[start - 1].sentence == claims[n].sentence:
        start -= 1
    while end + 1 < len(claims) and claims[end + 1].sentence == claims[n].sentence:
        end += 1
    return claims[start : end + 1]


def _rests_on_the_unsure(claim: Claim, before: Claim, judged: Judged) -> bool:
    """教学改革专项从 2112 万元减到 1960 万元: where it is not sure what the first is of, no more is it
    of the second, which names nothing itself."""
    unsure = judged.by is None and before.leftover >= LEFT_OVER
    return (
        claim.carried
        and unsure
        and claim.sentence == before.sentence
        and claim.items == before.items
    )


class Checker:
    """Checks drafts against one catalogue; what is cited is read again from the files."""

    def __init__(self, catalogue: Catalogue, linker: Linker, prover: Prover) -> None:
        self.reader = Reader(catalogue, linker)
        self.finder = Finder(catalogue, linker)
        self.judge = Judge(catalogue, prover)
        self.aims = Aims(catalogue)

    def check(self, draft: str) -> Report:
        text = self._in_terms(draft)
        if not text.text.strip():
            return Report(draft)
        claims = self.reader.read(text)
        judged = self._verdicts(draft, text, claims)
        judged = told_elsewhere(claims, judged, self.judge)
        swapped = anothers(claims, judged, self.judge.sounding)
        if swapped:
            theirs = self._renamed(text, swapped)
            of_them = self._verdicts(draft, theirs, self.reader.read(theirs))
            held = {j.checked.start: j for j in of_them if j.by is not None}
            judged = [
                self.judge.theirs(j, held.get(j.checked.start), c) if c.bodies in swapped else j
                for c, j in zip(claims, judged, strict=True)
            ]
        return Report(draft, tuple(j.checked for j in judged))

    def _renamed(self, text: Plain, swapped: Mapping[frozenset[str], str]) -> Plain:
        """The text with other bodies' names in the place of some that it names."""
        named = [
            (start + m.start, start + m.end, swapped[m.entities])
            for start, end in sentences(text.text)
            for m in self.reader.linker.link(text.text[start:end]).mentions
            if m.entities in swapped
        ]
        return rewritten(text, named)

    def _verdicts(self, draft: str, text: Plain, claims: Sequence[Claim]) -> list[Judged]:
        """A verdict on each claim: by its words, then with the numbers around it."""
        known: list[list[Evidence]] = []
        levels: list[list[Evidence]] = []
        for claim in claims:
            known.append(
                []
                if adds_changes(claim) and len(claim.items) < 2
                else self._evidence(claim, levels)
            )
            if claim.role is Role.LEVEL:  # a difference of two is of what they turn out to be
                levels.append(bearing(known[-1], claim) or known[-1])
        judged = self._all_judged(draft, text, claims, known)
        judged = [self._otherwise(claims, judged, n) for n in range(len(claims))]
        for _ in range(ROUNDS):
            before = sum(j.by is not None for j in judged)
            judged = self._worked_out(draft, text, claims, known, judged)
            if sum(j.by is not None for j in judged) == before:
                break  # nothing new to work from
        judged = [self._otherwise(claims, judged, n) for n in range(len(claims))]
        return [self._as_target(c, j) for c, j in zip(claims, judged, strict=True)]

    def _as_target(self, claim: Claim, own: Judged) -> Judged:
        """What nothing else explains may be a target."""
        if own.checked.verdict is not Verdict.NOT_FOUND or claim.stranger:
            return own
        blank = replace(own.checked, citations=(), expected=None)
        good = self.aims.bearing(claim) or self._counted_in_text(claim)
        if (held := self.judge.borne_out(blank, claim, good, good)) is not None:
            return replace(held, loose=True)
        found = [] if good else self.aims.against(claim)
        return Judged(self.judge.wrong(own.checked, claim, found[0])) if found else own

    def _counted_in_text(self, claim: Claim) -> list[Evidence]:
        """The units below a body, the people who came or left, where its sentences count them."""
        if claim.figure.kind is not Kind.COUNT:
            return []
        said_in_text = self.judge.sounding.said_in_text
        there = [e for held, e in said_in_text(claim) if counts_units(claim, held)]
        moved = said_in_text(replace(claim, role=Role.CHANGE))
        return there or [e for held, e in moved if people_moved(claim, held)]

    def _worked_out(
        self,
        draft: str,
        text: Plain,
        claims: Sequence[Claim],
        known: list[list[Evidence]],
        judged: Sequence[Judged],
    ) -> list[Judged]:
        """Once more, with what the numbers that are borne out come to among themselves."""
        told = [
            Told(c, j.by) for c, j in zip(claims, judged, strict=True)
            if j.by is not None and (c.role in (Role.LEVEL, Role.COUNT, Role.SHARE)
                                     or (c.role is Role.SUM and c.figure.kind is Kind.COUNT))
        ]  # fmt: skip
        homes = self.reader.linker.bodies.home
        for n, claim in enumerate(claims):
            worked = from_around(claims, judged, n, told, known[n], homes)
            worked += self._of_a_sum(claims, judged, n)
            worked += self._for_each(claims, judged, n)
            if claim.parts:  # a sum of the numbers before it stands on what bears them out
                known[n] = worked
            elif judged[n].by is None:
                known[n] = [*worked, *self._share_alike(claims, n), *known[n]]
        return self._all_judged(draft, text, claims, known, judged)

    def _share_alike(self, claims: Sequence[Claim], n: int) -> list[Evidence]:
        """A share of what is called by other words, where it is exact; 近八成（79.1%） is as exact as
        what its bracket says."""
        claim, exact = claims[n], claims[n]
        if digits_said(claim.figure) < 3:
            exact = next((c for c in claims[n + 1 : n + 2] if c.lead in ("(", "（")), claim)
        if exact.role is not Role.SHARE or digits_said(exact.figure) < 3:
            return []
        found = self.finder.compared.shares_alike(exact)
        return [e for e in found if e.bears(claim.figure, claim.direction)]

    def _for_each(
        self, claims: Sequence[Claim], judged: Sequence[Judged], n: int
    ) -> list[Evidence]:
        """再买 50 辆，平均每辆 20.5 万元; 接待 26 人次，人均 150 元: what the books pay for all that are
        counted right before it, by each of them."""
        claim, counted = claims[n], judged[n - 1].by if n else None
        if claim.role is not Role.LEVEL or counted is None or counted.formula is not None:
            return []
        one, before = EACH.search(claim.lead), claims[n - 1]
        if one is None or before.sentence != claim.sentence or before.role is not Role.COUNT:
            return []
        if not of_one(claim, before):
            return []
        item = paid_for(before, counted)
        if item is None or not counted.value:
            return []
        money = self._evidence(replace(claim, items=(item,), year=before.year, bodies=before.bodies,
                                       stage=before.stage, around=(), lead="", carried=False), ())  # fmt: skip
        return [
            ratio(e, counted, Kind.MONEY)
            for e in money
            if e.formula is None
            and e.value
            and e.unit.doc_ids == counted.unit.doc_ids
            and e.data[0].phase != "budget"  # those that came were paid for, not those planned
        ]

    def _of_a_sum(
        self, claims: Sequence[Claim], judged: Sequence[Judged], n: int
    ) -> list[Evidence]:
        """合计 1303 万元，占全年支出的 28%: what the sum before it is of the whole that it names."""
        claim, before = claims[n], claims[n - 1] if n else None
        if claim.role is not Role.SHARE or before is None:
            return []
        by = judged[n - 1].by
        if by is None or before.sentence != claim.sentence:
            return []
        # of a sum; or of what was found by its number, whatever the words are read as
        found_out = by.formula is None and judged[n - 1].loose and before.role is Role.LEVEL
        if not is_sum(by) and not found_out:
            return []
        whole = replace(
            before, role=Role.LEVEL, items=claim.whole[-1:] or (total_item(),), parts=0, around=()
        )
        wholes = [w for w in self._evidence(whole, ()) if w.formula is None and w.value]
        if found_out:
            return [ratio(by, w, Kind.PERCENT) for w in wholes if w.value != by.value]
        return [s for w in wholes if (s := share_of_sum(by, w)) is not None]

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
        last: Claim | None = None
        for n, (claim, found) in enumerate(zip(claims, known, strict=True)):
            if before and before[n].by is not None:
                out.append(before[n])
                last = claim
                continue
            beside = [c for c in _in_sentence(claims, n) if c is not claim]
            beside = [*beside, *claims[max(n - 1, 0) : n]]
            if last is not None and _rests_on_the_unsure(claim, last, out[n - 1]):
                claim = replace(claim, bound=False, leftover=max(claim.leftover, LEFT_OVER))
            out.append(self.judge.judged(draft, text, claim, found, owners, beside))
            last = claim
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
            held_of_it = self._evidence(reading, ())
            own = [
                e for e in held_of_it
                if not any(d.amount and (e.unit.entity, value_of(d.amount)) in taken for d in e.data)
            ]  # fmt: skip
            good = [e for e in own if e.bears(claim.figure, claim.direction)]
            if (held := self.judge.borne_out(blank, claim, good, own)) is not None:
                return replace(held, reading=reading, loose=True)
            found += held_of_it if as_before else own
        if unnamed:
            return first
        slips = [e for e in found if is_slip(claim, e) and digits_said(claim.figure) >= 3]
        if as_before and claim.leftover < 2:
            slips = found  # its words are all placed
        if said.verdict is Verdict.NOT_FOUND and slips:
            return Judged(self.judge.wrong(said, claim, nearest(slips, claim)))
        return first

    def _in_terms(self, draft: str) -> Plain:
        """The draft in the words of the disclosures: English, short names, everyday words."""
        linker = self.reader.linker
        text = in_terms(plain(draft), linker.bodies)
        return in_official_terms(in_full(text, linker.bodies, linker.words))

    def _evidence(self, claim: Claim, levels: Sequence[Sequence[Evidence]]) -> list[Evidence]:
        """Of its year; or of another that its sentence names, where only that bears it out."""
        if claim.role in (Role.RATE, Role.CHANGE) and years_apart(claim.lead):
            return []  # 两年间涨了 15%: not against the year before
        found = [e for e in self.finder.evidence(claim, levels) if not is_what_it_is_not(claim, e)]
        if any(e.bears(claim.figure, claim.direction) for e in found):
            return found
        for year in claim.years:
            other = self.finder.evidence(replace(claim, year=year, before=False), levels)
            if any(e.bears(claim.figure, claim.direction) for e in other):
                return other
        wider = all(e.formula is None and is_shorter(claim, e) for e in found)
        if wider and claim.role in (Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE):
            return self.judge.sounding.named_in_text(claim) or found
        return found
