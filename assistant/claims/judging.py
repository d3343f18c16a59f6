"""What is said of one number of a draft: whether what the books hold bears it out, tells against it,
or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.answer import Citation
from assistant.catalogue import Catalogue
from assistant.claims.claim import LEFT_OVER, Claim
from assistant.claims.judged import Judged
from assistant.claims.likely import (
    TELLING,
    Owners,
    both_bought,
    is_bare,
    is_longer,
    is_of_all_money,
    may_be,
    mentioned_there,
    right_after,
    says_the_like,
    told_apart,
)
from assistant.claims.roles import Role, near
from assistant.claims.telling import claim_json, is_slip, nearest, nothing, right_value, why
from assistant.claims.verdict import Checked, Verdict
from assistant.claims.weighing import (
    by_its_words,
    is_more_than_all,
    is_named,
    is_named_by_words,
    is_of_a_change,
    is_wider,
    likest,
    measures_else,
)
from assistant.evidence.arithmetic import Evidence, digits_said
from assistant.evidence.books import MEASURES
from assistant.evidence.likeness import Likeness, likeness
from assistant.evidence.sounding import Sounding, names_it
from assistant.evidence.worked import EACH
from assistant.phrase.draft import Draft
from assistant.prose.plain import Plain
from assistant.prove import Prover
from ingest.records import Severity

PRINTED = frozenset({Role.LEVEL, Role.COUNT, Role.CHANGE, Role.RATE, Role.SHARE})


def _bare(printed: str) -> str:
    """Without white space, and without the marks of a sentence that its box cuts into."""
    return "".join(printed.split()).strip("，。；：、（）")


class Judge:
    """Judges numbers against one catalogue; what is cited is read again from the files."""

    def __init__(self, catalogue: Catalogue, prover: Prover) -> None:
        self.sounding = Sounding(catalogue)
        self.prover = prover

    def judged(
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
        found = self._of_the_same(claim, before) or found
        good = [e for e in found if e.bears(claim.figure, claim.direction)]
        if (held := self.borne_out(said, claim, good, found)) is not None:
            return replace(held, loose=not by_its_words(claim, held))
        pinned = claim.bound and any(not is_wider(claim, e) for e in found)
        pinned = pinned and not is_of_a_change(claim)
        explained = owners.explained(claim)
        settled = pinned or explained
        others = partial(owners.owned, by_others_than=claim)
        there = [] if settled else self.sounding.printed_there(claim, others)
        if pinned and claim.role is Role.LEVEL and not explained:
            all_money = [
                e for _, e in self.sounding.printed_there(claim, others)
                if is_of_all_money(claim, e, found) and e.bears(claim.figure, claim.direction)
            ]  # fmt: skip
            if (held := self.borne_out(said, claim, all_money, found)) is not None:
                return held
        may = [
            e
            for like, e in there
            if may_be(like, claim, e)
            and e.bears(claim.figure, claim.direction)
            and not self.sounding.named_nearer(claim, e)
        ]
        if (held := self.borne_out(said, claim, may, found or may)) is not None:
            return replace(held, loose=True)
        told = [] if explained else self._in_text(claim, beside, only_named=pinned)
        if (held := self.borne_out(said, claim, told, found)) is not None:
            return replace(held, loose=True)
        if not found and claim.role in PRINTED:
            found = self.sounding.alike(claim)
            good = [e for e in found if e.bears(claim.figure, claim.direction)]
            if (held := self.borne_out(said, claim, good, found)) is not None:
                return replace(held, loose=True)
            pinned = pinned or (bool(found) and len(claim.said.replace(" ", "")) >= 4)
        found = [e for e in found if e.formula or not is_longer(claim, e)]
        found = [e for e in found if not measures_else(claim, e)]
        if any(
            not told_apart(claim, e) for e in (*good, *may)
        ):  # it is there, and could not be read again
            return Judged(replace(said, reason="公开文件里有这个数，但没能在原文里再读到它。"))
        if all(is_wider(claim, e) for e in found):
            pinned = False
        else:
            pinned = pinned or self._pinned(claim, found, there)
        return Judged(self._against(said, claim, found, pinned, before))

    def _of_the_same(self, claim: Claim, before: Claim | None) -> list[Evidence]:
        """10 万元办培训，人数 800 人: how many there are of what the amount before it is for, and
        not of the meetings."""
        if claim.role is not Role.COUNT or claim.items[-1:] == () or before is None:
            return []
        if claim.items[-1].words not in ("人数", "人次", "批次", "场次", "数量"):
            return []
        return [
            e for held, e in self.sounding.told_in_text(claim)
            if held.figure.unit == claim.figure.unit and right_after(before, claim, held)
        ]  # fmt: skip

    def theirs(self, own: Judged, of_them: Judged | None, claim: Claim) -> Judged:
        """Not found of the body that the draft names, and borne out of the one whose numbers those
        around it are."""
        if own.checked.verdict is not Verdict.NOT_FOUND or of_them is None or of_them.by is None:
            return own
        told = "公开文件里这个数是" + why(of_them.by, claim, shown=False)
        return Judged(replace(own.checked, verdict=Verdict.CONTRADICTED,
                              citations=of_them.checked.citations, expected=None, reason=told))  # fmt: skip

    def of_another_number(
        self, own: Judged, twin: Judged, claim: Claim, *, certain: bool
    ) -> Judged:
        """The number of something else that the draft tells, too; where it is `certain` that this
        is no chance, it is wrong here."""
        assert twin.by is not None
        if not certain:
            none = replace(own.checked, verdict=Verdict.NOT_FOUND, citations=(), expected=None)
            return Judged(replace(none, warnings=(), reason=nothing(claim)))
        told = "公开文件里这个数是" + why(twin.by, claim, shown=False)
        return Judged(replace(own.checked, verdict=Verdict.CONTRADICTED, warnings=(),
                              citations=twin.checked.citations, expected=None, reason=told))  # fmt: skip

    def _in_text(
        self, claim: Claim, beside: Sequence[Claim], *, only_named: bool
    ) -> list[Evidence]:
        """Sentences of the books that give just this number in much the same words, or right after
        the number that the draft, too, gives right before it; or those alone that name the very
        label."""
        if claim.role not in PRINTED or claim.whole:
            return []
        # a score may stand between the two in the draft: it is hardly said in the same breath
        before = next((c for c in beside[::-1] if c.figure.unit not in MEASURES), None)
        found = [
            (
                likeness(claim.said, claim.told, e.data[0]),
                # but not 换两台车：应急保障用车 57 万元, where the books have 2 辆、57 万元
                (not claim.spelt and right_after(before, claim, held))
                or (
                    is_bare(claim)
                    and says_the_like(claim, held)
                    and self.sounding.told_together(held, claim, beside)
                ),
                e,
            )
            for held, e in self.sounding.said_in_text(claim)
            if e.bears(claim.figure, claim.direction) and not self.sounding.named_nearer(claim, e)
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
        each = re.search("每|均|单价", claim.lead) is not None or claim.leftover <= LEFT_OVER
        if each and EACH.search(claim.lead) and all(e.formula for e in found):
            # (a month's is not worked out of what is told of a year)
            return (
                re.search("[月日天]", near(claim.lead)) is None
            )  # of the two numbers that it stands by
        if not claim.items and claim.role in PRINTED and all(e.formula for e in found):
            return False
        if is_of_a_change(claim):
            return False  # 增量占全部增量的一半: of what both moved by
        guessed = claim.role is Role.SHARE and not claim.whole and all(e.formula for e in found)
        if guessed and not claim.bound:
            return False
        exact = digits_said(claim.figure) >= 4
        complete = claim.leftover < 2  # the words are all placed: another row is another thing
        near_it = any(
            like.clause > 0 or like.label >= 0.5 or (exact and not complete) for like, _ in there
        )
        return claim.leftover < LEFT_OVER and not near_it

    def borne_out(
        self, said: Checked, claim: Claim, good: Sequence[Evidence], found: Sequence[Evidence]
    ) -> Judged | None:
        for evidence in (e for e in good if not told_apart(claim, e)):
            citations = self.cited(evidence)
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
                said, verdict=Verdict.CONTRADICTED, citations=self.cited(best or other),
                expected=right_value(best, claim) if best else None,
                reason="公开文件里这个数是" + why(other, claim, shown=False),
            )  # fmt: skip
        if not pinned and (other := self._slip_of(claim, before)) is not None:
            return self.wrong(said, claim, other)
        if not found:
            return replace(said, reason=nothing(claim))
        best = nearest(found, claim)
        close = claim.leftover < LEFT_OVER or digits_said(claim.figure) >= 4
        close = close or is_named(claim, found)
        slip = close and any(is_slip(claim, e) for e in found)
        if not pinned and not slip and not is_more_than_all(claim, found):
            return replace(
                said, reason="没有核对上：说的也许是别的数。最接近的是" + why(best, claim)
            )
        return self.wrong(said, claim, best)

    def _slip_of(self, claim: Claim, before: Claim | None) -> Evidence | None:
        """What sounds like the clause and has nearly this number, or stands right after the number
        that the draft, too, has before it."""
        exact = digits_said(claim.figure) >= 3
        like = self.sounding.sounding_like(claim, fair=exact)
        like = [e for e in like if not told_apart(claim, e)]
        if digits_said(claim.figure) < 2:
            like = [e for e in like if is_named_by_words(e)]  # 2000 亿元 is none of 2000 万元
        slips = [
            e for e in like if is_slip(claim, e) and not e.bears(claim.figure, claim.direction)
        ]  # fmt: skip
        if claim.role is Role.COUNT and not exact and claim.leftover >= LEFT_OVER:
            slips = []  # 换公务用车和皮卡共 5 台: of more than is understood
        if slips and (exact or len({e.value for e in likest(claim, like)} | {slips[0].value}) == 1):
            return nearest(slips, claim)
        beside = [
            e for held, e in self.sounding.told_in_text(claim)
            if held.figure.unit == claim.figure.unit and right_after(before, claim, held)
        ]  # fmt: skip
        if claim.role is not Role.COUNT:  # 项目 5 个，涉及资金 660 万元
            beside = [e for e in beside if not claim.spelt and is_slip(claim, e)]
        return beside[0] if beside else None

    def wrong(self, said: Checked, claim: Claim, best: Evidence) -> Checked:
        return replace(said, verdict=Verdict.CONTRADICTED, citations=self.cited(best),
                       expected=right_value(best, claim), reason="公开文件里是" + why(best, claim))  # fmt: skip

    def cited(self, evidence: Evidence) -> tuple[Citation, ...]:
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
