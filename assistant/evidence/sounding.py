"""What in the books sounds like the words of a claim: by its number, or without it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property

from assistant.catalogue import Catalogue, Unit
from assistant.claims.claim import Claim
from assistant.claims.roles import Role, near
from assistant.datum import Datum
from assistant.evidence.arithmetic import Evidence, as_evidence, digits_said
from assistant.evidence.books import (
    PARTIAL,
    counts_else,
    fitting,
    of_the_phase,
    one_unit,
    units_of_claim,
)
from assistant.evidence.intext import InText, Sentences
from assistant.evidence.likeness import Likeness, likeness, pairs
from assistant.evidence.printed import PRINTED_AS, Printed
from assistant.lexicon import lexicon
from assistant.prose.figure import Kind
from assistant.understand.normalise import label_key

BY = 60  # letters between two numbers that are told together


class Sounding:
    """Listens in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.printed = Printed(catalogue)
        self.sentences = Sentences(catalogue)

    def _units(self, claim: Claim) -> list[Unit]:
        return units_of_claim(self.catalogue, claim, claim.bodies, claim.year)

    def printed_there(
        self, claim: Claim, owned: Callable[[str], bool]
    ) -> list[tuple[Likeness, Evidence]]:
        """Where the books in question print just this number, whatever they call it, the likest
        words first; what other numbers of the draft are is left out."""
        units = self._units(claim)
        docs = {i: u for u in units for i in u.doc_ids}
        found = [
            (Likeness(1, 1) if _says(claim, d) else likeness(claim.said, claim.told, d), d)
            for d in self.printed.where(claim.figure, claim.role, docs)
            if not owned(d.ref)
            and of_the_phase(claim, d)
            and not counts_else(claim, d)
            and _of_the_year(claim, d, docs[d.doc.id])
        ]
        found.sort(key=lambda f: -(f[0].clause + f[0].label))
        signed = claim.role in (Role.CHANGE, Role.RATE, Role.DIFFERENCE)
        return [(like, as_evidence(d, docs[d.doc.id], signed=signed)) for like, d in found]

    def said_in_text(self, claim: Claim) -> list[tuple[InText, Evidence]]:
        """Numbers in sentences of the books that are just this one, in the same kind of unit."""
        figure = claim.figure
        if claim.before:
            return []
        moves = claim.role in (Role.CHANGE, Role.RATE)
        return [
            (held, _in_sentence(held, unit, moves=moves))
            for unit in self._units(claim)
            for held in self.sentences.of(unit)
            if held.figure.kind is figure.kind and held.figure.value
            and (figure.kind is not Kind.COUNT or one_unit(held.figure.unit, figure.unit))
            and (held.role is claim.role if moves else held.role not in (Role.CHANGE, Role.RATE))
            and of_the_phase(claim, held.datum)
            and figure.holds(held.figure.value, held.figure.step)
        ]  # fmt: skip

    def named_nearer(self, claim: Claim, evidence: Evidence) -> bool:
        """True where what was found is called by a longer name than the words, and something else by
        just the words: 文体和水务工程管理中心 is not 工程管理中心, where that is there, too."""
        last = re.search("[\u4e00-\u9fff]{4,}$", near(claim.lead))
        words = last[0] if last else ""
        own = _name(evidence.data[0])
        if not words or not own.endswith(words) or len(own) - len(words) < 3:
            return False
        names = (_name(d) for u in self._units(claim) for d in self.catalogue.within(u.doc_ids))
        return any(n.endswith(words) and len(own) - len(n) > 1 for n in names)

    def told_together(self, held: InText, claim: Claim, beside: Sequence[Claim]) -> bool:
        """True where another number of the draft's sentence stands by this one in the books, too."""
        near_it = [
            h for unit in self._units(claim) for h in self.sentences.of(unit)
            if h.datum.ref == held.datum.ref and h is not held
            and abs(h.figure.start - held.figure.start) < BY
        ]  # fmt: skip
        return any(
            other.figure.kind is h.figure.kind
            and other.figure.holds(h.figure.value, h.figure.step)
            and digits_said(other.figure) + digits_said(claim.figure) >= 4
            for other in beside
            for h in near_it
        )

    def named_in_text(self, claim: Claim) -> list[Evidence]:
        """What sentences of the books say of the very label, in the same role, whatever the number."""
        moves = claim.role in (Role.CHANGE, Role.RATE)
        return [
            _in_sentence(held, unit, moves=moves)
            for unit in (() if claim.before or claim.bought else self._units(claim))
            for held in self.sentences.of(unit)
            if held.role is claim.role and held.figure.kind is claim.figure.kind
            and (claim.figure.kind is not Kind.COUNT or one_unit(held.figure.unit, claim.figure.unit))
            and of_the_phase(claim, held.datum) and names_it(claim, held.datum)
        ]  # fmt: skip

    def told_in_text(self, claim: Claim) -> list[tuple[InText, Evidence]]:
        """All that sentences of the books count, or say in money, as the number does."""
        return [
            (held, _in_sentence(held, unit, moves=False))
            for unit in self._units(claim)
            for held in self.sentences.of(unit)
            if held.figure.kind is claim.figure.kind
        ]

    def owner(self, claim: Claim) -> Evidence | None:
        """Where just this number is printed of the same thing in the books of another body or
        year. For what is said too exactly to be there by chance."""
        if not claim.figure.value or self.said_in_text(claim):
            return None
        exact = digits_said(claim.figure) >= 3
        keys = {k for i in claim.items[-1:] for k in i.keys}
        for datum in self.printed.where(claim.figure, claim.role):
            unit = self._unit_of.get(datum.doc.id)
            if unit is None or unit.entity in claim.named - claim.bodies:
                continue  # whose number it is has been misread rather than miswritten
            if (
                unit.entity in claim.bodies
                and claim.year is not None
                and (datum.year == claim.year - claim.before)
            ):
                continue  # it is theirs
            like = likeness(claim.said, claim.told, datum)
            told = like.label >= 0.75 and like.clause >= 0.6
            if told or (exact and (datum.item in keys or like.strong)):
                return as_evidence(datum, unit)
        return None

    @cached_property
    def _unit_of(self) -> dict[str, Unit]:
        return {i: u for u in self.catalogue.units for i in u.doc_ids}

    def alike(self, claim: Claim) -> list[Evidence]:
        """What stands under the labels that share most of the clause's letters."""
        found = [(score, e) for score, e in self._sounding(claim) if score >= 1.3]
        most = max((score for score, _ in found), default=0.0)
        return [e for score, e in found if score == most]

    def sounding_like(self, claim: Claim, *, fair: bool = False) -> list[Evidence]:
        """What stands under labels, or in sentences, that sound like the clause: read without its
        number. `fair` likeness is enough where the number is to be much the same, too."""
        moves = claim.role in (Role.CHANGE, Role.RATE)
        told = [
            _in_sentence(held, unit, moves=moves)
            for unit in (self._units(claim) if claim.said.strip() else ())
            for held in self.sentences.of(unit)
            if held.figure.kind is claim.figure.kind and not claim.before
            and (claim.figure.kind is not Kind.COUNT or one_unit(held.figure.unit, claim.figure.unit))
            and (held.role is claim.role if moves else held.role not in (Role.CHANGE, Role.RATE))
            and (_alike(claim, held.datum, fair=fair) or names_it(claim, held.datum))
        ]  # fmt: skip
        return [e for _, e in self._sounding(claim, fair=fair)] + told

    def _sounding(self, claim: Claim, *, fair: bool = False) -> Iterator[tuple[float, Evidence]]:
        for unit in self._units(claim) if claim.said.strip() else ():
            for datum in fitting(list(self.catalogue.within(unit.doc_ids)), claim, most=None):
                if datum.role not in PRINTED_AS[claim.role] or not of_the_phase(claim, datum):
                    continue
                if claim.before and claim.year and datum.year != claim.year - 1:
                    continue
                like = likeness(claim.said, claim.told, datum)
                score = like.clause + like.label
                if like.clause >= 0.99 and len(pairs(claim.said)) > 1:
                    score += 0.3
                if like.strong or (fair and like.fair) or _says(claim, datum):
                    signed = claim.role in (Role.CHANGE, Role.RATE)
                    yield score, as_evidence(datum, unit, signed=signed)


def _name(datum: Datum) -> str:
    return re.sub("(?:预算|支出|经费)$", "", datum.item or "".join(datum.row[-1:]))


def _alike(claim: Claim, datum: Datum, *, fair: bool) -> bool:
    like = likeness(claim.said, claim.told, datum)
    return like.strong or (fair and like.fair)


def _of_the_year(claim: Claim, datum: Datum, unit: Unit) -> bool:
    """Counts are mostly of the end of another year, where the draft names none."""
    if claim.year is None and claim.figure.kind is Kind.COUNT:
        return True
    year = unit.year if claim.year is None else claim.year
    return datum.year == year - claim.before


_NARROWER = re.compile("财政拨款|一般公共预算|政府性基金|国有资本|其中")
_SAYS_NO_MORE = re.compile(
    "(?:预算|决算|支出|收入|总额|金额|资金|合计|共计|安排|增加|减少|增长|下降|增幅|降幅|年|涉及|财拨|财政|拨款|比|较"
    r"|20\d\d年|上年|年初|[为是达共约数的了])*"
)


def _is_of_the_other_side(said: str, datum: Datum) -> bool:
    """收入 where 支出合计 is printed: they need not be the same, before what is carried over."""
    own, other = ("收入", "支出") if "收入" in said else ("支出", "收入")
    sides = datum.label if re.search("收入|支出", datum.label) else datum.title
    return other in sides and own not in sides


_ITS_MONEY = re.compile("资金总额|预算(?:数|金额|总额)")


def names_it(claim: Claim, datum: Datum) -> bool:
    """其他收入少 503.68 万元: the sentence has the very label right before the number."""
    if datum.kind == "table":  # the money of a project whose targets are told
        of_it = bool(datum.row) and datum.row[0] in {i.words for i in claim.items[-1:]}
        return of_it and _ITS_MONEY.search("".join(datum.row[-1:])) is not None
    said = "".join(datum.row).rstrip("，,、")
    if claim.role in (Role.CHANGE, Role.RATE):  # …项目 100 万元，比上年增加 5 万元，增长 5%
        said = re.sub(r"[\d,.]+(?:[万亿]?元|%|个百分点)?[，,]?", "", said)
    said = re.split("[，,、：]", said)[-1]
    for words in (i.words for i in claim.items[-1:] if len(i.words) > 3):
        before, found, after = said.rpartition(words)
        narrower = _NARROWER.search(before) and not _NARROWER.search(words)
        if found and not narrower and _SAYS_NO_MORE.fullmatch(after):
            return True
    return False


def _in_sentence(held: InText, unit: Unit, *, moves: bool) -> Evidence:
    """A number of a sentence; of a change with its sign, where the sentence says which way."""
    value = -held.figure.value if moves and held.direction < 0 else held.figure.value
    signed = moves and held.direction != 0
    return Evidence(value, held.figure.step, (held.datum,), unit, signed=signed)


@cache
def _total_words() -> frozenset[str]:
    concept = next(c for c in lexicon()["concept"] if c["name"] == "total")
    return frozenset(label_key(w) for w in concept["words"]) - {""}


def _says(claim: Claim, datum: Datum) -> bool:
    """预算单位, where 所属预算单位 is printed; any word for the whole where the whole is meant."""
    if (
        claim.items
        and PARTIAL.search("".join(datum.row))
        and not PARTIAL.search(claim.items[-1].words)
    ):
        return False  # 财政拨款收入支出总计 is not the whole
    if claim.items and "总计" in claim.items[-1].keys:
        if datum.kind == "table" and (datum.column or datum.form == "appropriation_summary"):
            return False  # of one kind of spending, or of the treasury's money alone
        said = near(claim.lead) + claim.tail
        if ("收入" in said) != ("支出" in said) and _is_of_the_other_side(said, datum):
            return False
        told = datum.statement is not None and datum.item in ("收入", "支出")  # 收入预算 1,361 万元
        if told or datum.item in _total_words():
            return True
    return any(len(i.words) > 3 and i.words in datum.item for i in claim.items[-1:])
