"""What the disclosures print of what a claim is about: every value that it could rightly be.

Evidence is found by the claim's words alone; the number that the draft gives is not looked at.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial

from assistant.catalogue import Catalogue, Unit, concept_item, total_item
from assistant.claims.claim import Claim
from assistant.claims.roles import Role
from assistant.datum import Datum
from assistant.evidence.arithmetic import (
    Evidence,
    added,
    as_evidence,
    digits_said,
    half_of,
    minus_of,
    rate_of,
    ratios,
    same_form,
    whole_fits,
    words_at,
    worked,
    yuan_of,
)
from assistant.evidence.intext import InText, Sentences
from assistant.evidence.likeness import Likeness, likeness, pairs
from assistant.evidence.printed import PRINTED_AS, Printed
from assistant.execute import ALIKE, beneath, changes, parts_of
from assistant.execute import find as _find
from assistant.lexicon import lexicon
from assistant.prose.figure import Kind
from assistant.understand.linking import Linker
from assistant.understand.normalise import label_key
from assistant.understand.query import Item, Operation, Query
from ingest.records import Role as Said
from ingest.records import Stage

find = partial(_find, whole=False)  # a draft may tell a part of what a question asks for

_BOUGHT = re.compile("购|更新|新增")
_FUND = re.compile("政府性基金|国有资本经营")
MANY = 40  # data of one item that are looked at: a label of a long list says little


class Finder:
    """Finds evidence in one catalogue."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker
        self.printed = Printed(catalogue)
        self.sentences = Sentences(catalogue)

    def units(self, claim: Claim, bodies: frozenset[str], year: int | None) -> list[Unit]:
        """The disclosures that a claim may be about: of its year, or the newest where none is said."""
        held = [u for u in self.catalogue.units if u.entity in bodies]
        if year is None:
            newest = {
                e: max(u.year for u in held if u.entity == e)
                for e in bodies
                if any(u.entity == e for u in held)
            }
            held = [u for u in held if u.year == newest[u.entity]]
        else:
            held = [u for u in held if u.year == year]
        if claim.scope:
            held = [u for u in held if u.scope == claim.scope] or held
        if claim.stage in ("final", "budget"):
            wanted = Stage.FINAL if claim.stage == "final" else Stage.BUDGET
            staged = [u for u in held if u.stage is wanted]
            return staged or (held if claim.stage == "budget" else [])
        return held

    def evidence(self, claim: Claim, numbers: Sequence[Sequence[Evidence]] = ()) -> list[Evidence]:
        """`numbers` are the evidence of the numbers before it, for what is added up from them."""
        out: list[Evidence] = []
        for unit in self.units(claim, claim.bodies, claim.year):
            out += self._of_unit(claim, unit, numbers)
        if not out and claim.year is not None and not claim.before:
            # what the year after prints of it: 2025 in the books of 2026
            for unit in self.units(claim, claim.bodies, claim.year + 1):
                if claim.role in (Role.LEVEL, Role.COUNT):
                    out += self._levels(replace(claim, before=True), unit, claim.year)
        return out

    def printed_there(
        self, claim: Claim, owned: Collection[str]
    ) -> list[tuple[Likeness, Evidence]]:
        """Where the books in question print just this number, whatever they call it, the likest
        words first; what other numbers of the draft are is left out."""
        units = self.units(claim, claim.bodies, claim.year)
        docs = {i: u for u in units for i in u.doc_ids}
        found = [
            (Likeness(1, 1) if _says(claim, d) else likeness(claim.said, claim.told, d), d)
            for d in self.printed.where(claim.figure, claim.role, docs)
            if d.ref not in owned and (claim.year is None or d.year == claim.year - claim.before)
        ]
        found.sort(key=lambda f: -(f[0].clause + f[0].label))
        signed = claim.role in (Role.CHANGE, Role.RATE, Role.DIFFERENCE)
        return [(like, as_evidence(d, docs[d.doc.id], signed=signed)) for like, d in found]

    def said_in_text(self, claim: Claim) -> list[tuple[InText, Evidence]]:
        """Numbers in sentences of the books that are just this one, in the same kind of unit."""
        figure = claim.figure
        if claim.before:
            return []
        return [
            (held, Evidence(held.figure.value, held.figure.step, (held.datum,), unit))
            for unit in self.units(claim, claim.bodies, claim.year)
            for held in self.sentences.of(unit)
            if held.figure.kind is figure.kind and held.figure.value
            and (figure.kind is not Kind.COUNT or _one_unit(held.figure.unit, figure.unit))
            and figure.holds(held.figure.value, held.figure.step)
        ]  # fmt: skip

    def owner(self, claim: Claim) -> Evidence | None:
        """Where just this number is printed of the same thing in the books of another body or
        year. For what is said too exactly to be there by chance."""
        if not claim.figure.value:
            return None
        exact = digits_said(claim.figure) >= 3
        keys = {k for i in claim.items[-1:] for k in i.keys}
        for datum in self.printed.where(claim.figure, claim.role):
            unit = self._unit_of.get(datum.doc.id)
            if unit is None or unit.entity in claim.named - claim.bodies:
                continue  # whose number it is has been misread rather than miswritten
            if unit.entity in claim.bodies and datum.year == claim.year:
                continue  # it is theirs
            like = likeness(claim.said, claim.told, datum)
            told = like.label >= 0.75 and like.clause >= 0.6
            if told or (exact and (datum.item in keys or like.strong)):
                return as_evidence(datum, unit)
        return None

    @cached_property
    def _unit_of(self) -> dict[str, Unit]:
        return {i: u for u in self.catalogue.units for i in u.doc_ids}

    @cached_property
    def _all_ids(self) -> tuple[str, ...]:
        return tuple(self._unit_of)

    def _of_unit(
        self, claim: Claim, unit: Unit, numbers: Sequence[Sequence[Evidence]]
    ) -> list[Evidence]:
        match claim.role:
            case Role.LEVEL | Role.COUNT:
                return self._levels(claim, unit, unit.year - claim.before)
            case Role.CHANGE:
                return self._changes(claim, unit, Said.CHANGE)
            case Role.RATE:
                return self._changes(claim, unit, Said.RATE)
            case Role.SHARE | Role.OUTTURN:
                return self._shares(claim, unit)
            case Role.TIMES:
                return self._times(claim, unit)
            case Role.DIFFERENCE:
                return self._differences(claim, unit, numbers)
            case Role.SUM:
                return self._sums(claim, unit, numbers)
        return []

    # ------------------------------------------------------------------ printed

    def data(self, claim: Claim, unit: Unit, item: Item, year: int | None = None) -> list[Datum]:
        """The levels (or counts) of an item, those that the clause's other words fit best."""
        query = Query(Operation.LOOKUP, unit.doc_ids, year=year)
        if claim.figure.kind is Kind.COUNT:
            item = replace(item, count=True)
        elif item.count:  # 7592 万元用于公务用车
            item = concept_item("vehicles") if "车" in item.words else item
        found: list[Datum] = []
        for part in reversed(claim.around):
            found = find(query, self.catalogue, part, item) if part != item else []
            if self._fitting(found, claim):
                break
        else:
            found = []
        crossed = [d for d in self._fitting(found, claim) if self._fund_said(d, claim)]
        plain: list[Datum] = []
        for one in (item, *self._longer(item)):
            plain += self._fitting(find(query, self.catalogue, one), claim)
            # not only under the very label that is said
            plain += self._fitting(find(query, self.catalogue, replace(one, words="—")), claim)
        if not plain and not crossed and (less := self._shorter(item)) is not None:
            plain = self._fitting(find(query, self.catalogue, less), claim)
        if not plain and re.search("总计|合计|收支|总额", item.words):
            plain = self._fitting(find(query, self.catalogue, total_item(item.side)), claim)
        if unit.stage is Stage.FINAL:
            plain += self._fitting(find(query, self.catalogue, item, phase="budget"), claim)
        return crossed + [d for d in plain if d not in crossed]

    @staticmethod
    def _fund_said(datum: Datum, claim: Claim) -> bool:
        """False for a part by fund of which the draft says nothing: 0.00 of the government funds."""
        fund = _FUND.search(datum.column)
        return fund is None or fund[0] in claim.sentence_text

    def _shorter(self, item: Item) -> Item | None:
        """年收入预算, which is nowhere printed: 收入预算."""
        for cut in range(1, len(item.words) - 2):
            keys, count = self.linker.words.get(item.words[cut:], (frozenset(), False))
            if keys:
                return Item(item.words[cut:], tuple(sorted(keys)), side=item.side, count=count)
        return None

    def _longer(self, item: Item) -> list[Item]:
        """一般公共预算拨款 is said for 一般公共预算拨款收入, too."""
        out = []
        for end in ("收入", "支出"):
            keys, count = self.linker.words.get(item.words + end, (frozenset(), False))
            if keys and not item.side and not set(keys) <= set(item.keys):
                out.append(Item(item.words + end, tuple(sorted(keys)), side=end, count=count))
        return out

    @staticmethod
    def _fitting(data: Sequence[Datum], claim: Claim, most: int | None = MANY) -> list[Datum]:
        out = []
        for datum in data[:most]:
            if datum.amount is None:
                continue
            if claim.figure.kind is Kind.COUNT:
                unit = claim.figure.unit
                if claim.bought != bool(_BOUGHT.search(words_at(datum))):
                    continue
                if datum.amount.is_money or datum.amount.unit in ("%", "个百分点"):
                    continue
                if (
                    unit in ALIKE
                    and datum.amount.unit not in ALIKE[unit]
                    and datum.amount.unit not in ("辆", "台")
                ):
                    continue
            elif not datum.amount.is_money:
                continue
            out.append(datum)
        return out

    def _levels(self, claim: Claim, unit: Unit, year: int) -> list[Evidence]:
        found = [
            as_evidence(d, unit)
            for item in claim.items[-1:]
            for d in self.data(claim, unit, item, year)
        ]
        if found or claim.role is not Role.LEVEL:
            return found
        if claim.before:
            return self._worked_back(claim, unit)
        query = Query(Operation.LOOKUP, unit.doc_ids, year=year)
        rows = [r for i in claim.items[-1:] for r in beneath(query, self.catalogue, i)]
        printed = [[as_evidence(d, unit) for d in r] for r in rows]
        return [e for r in printed for e in r] + [added(r, unit) for r in printed if len(r) > 1]

    def alike(self, claim: Claim) -> list[Evidence]:
        """What stands under labels, or in sentences, that share most of the clause's letters."""
        best: list[Evidence] = []
        most = 1.3
        for unit in self.units(claim, claim.bodies, claim.year) if claim.said.strip() else ():
            for datum in self._fitting(list(self.catalogue.within(unit.doc_ids)), claim, most=None):
                if datum.role not in PRINTED_AS[claim.role]:
                    continue
                if claim.before and claim.year and datum.year != claim.year - 1:
                    continue
                like = likeness(claim.said, claim.told, datum)
                score = like.clause + like.label
                if like.clause >= 0.99 and len(pairs(claim.said)) > 1:
                    score += 0.3
                if like.strong and score >= most:
                    best = [] if score > most else best
                    most = score
                    best.append(as_evidence(datum, unit))
        return best

    def _worked_back(self, claim: Claim, unit: Unit) -> list[Evidence]:
        """Last year's amount: this year's, less what it changed by."""
        out = []
        for item in claim.items[-1:]:
            told = [e.data[0] for e in self._changes(claim, unit, Said.CHANGE) if not e.formula]
            for now in self.data(claim, unit, item, unit.year):
                for moved in told:
                    if moved.amount is None or not moved.amount.is_money:
                        continue
                    sign = "-" if moved.amount.number > 0 else "+"
                    out.append(Evidence(yuan_of(now) - yuan_of(moved), half_of(now) + half_of(moved),
                                        (now, moved), unit, f"d0 {sign} d1"))  # fmt: skip
        return out

    def _said(self, claim: Claim, unit: Unit, item: Item, role: Said) -> list[Datum]:
        query = Query(Operation.CHANGE, unit.doc_ids)
        found = changes(query, self.catalogue, item, (role,))
        return found or [  # 其他收入 is said of 其他收入资金
            d for d in self.catalogue.within(unit.doc_ids)
            if d.role is role and any(d.item.startswith(k) and len(d.item) - len(k) < 3 for k in item.keys if len(k) > 2)
        ]  # fmt: skip

    # ------------------------------------------------------------------ against the year before

    def _changes(self, claim: Claim, unit: Unit, role: Said) -> list[Evidence]:
        out: list[Evidence] = []
        for item in claim.items[-1:]:
            out += [as_evidence(d, unit, signed=True) for d in self._said(claim, unit, item, role)]
            now = self._money(claim, unit, item, unit.year)
            for new, old in self._years(claim, unit, item, now):
                out.append(worked(role, new, old, unit))
            if role is Said.RATE:
                for moved in self._said(claim, unit, item, Said.CHANGE):
                    out += [e for d in now if (e := rate_of(d, moved, unit)) is not None]
        return out or self._of_the_treasury(claim, unit, role)

    def _of_the_treasury(self, claim: Claim, unit: Unit, role: Said) -> list[Evidence]:
        """Where all that comes in is appropriated, its change is that of the whole; so where all is
        spent on one thing."""
        if not claim.items:
            return []
        whole = self._money(claim, unit, claim.items[-1], unit.year)
        if "总计" not in claim.items[-1].keys:
            all_of_it = self._money(claim, unit, total_item(), unit.year)
            if not any(yuan_of(w) == yuan_of(d) for w in whole for d in all_of_it):
                return []
        out: list[Evidence] = []
        for item in (
            total_item(),
            Item("财政拨款收入", ("财政拨款收入",)),
            Item("财政拨款", ("财政拨款",)),
        ):
            same = [
                d for d in self._money(claim, unit, item, unit.year)
                if any(yuan_of(d) == yuan_of(w) for w in whole)
            ]  # fmt: skip
            if same:
                out += [
                    as_evidence(d, unit, signed=True) for d in self._said(claim, unit, item, role)
                ]
                if role is Said.RATE:
                    moved = self._said(claim, unit, item, Said.CHANGE)
                    out += [e for m in moved if (e := rate_of(same[0], m, unit)) is not None]
        return out

    def _money(self, claim: Claim, unit: Unit, item: Item, year: int) -> list[Datum]:
        money = replace(claim, figure=replace(claim.figure, kind=Kind.MONEY))
        return self.data(money, unit, item, year)

    def _years(
        self, claim: Claim, unit: Unit, item: Item, now: Sequence[Datum]
    ) -> Iterator[tuple[Datum, Datum]]:
        """This year's and last year's of one form: from one book, or from two."""
        then = self._money(claim, unit, item, unit.year - 1)
        for before in self.catalogue.units:
            if (before.entity, before.year, before.stage, before.scope) == (
                unit.entity, unit.year - 1, unit.stage, unit.scope,
            ):  # fmt: skip
                then = [*then, *self._money(claim, before, item, before.year)]
        for new, old in itertools.product(now, then):
            if new.form == old.form and new.kind == old.kind and old.amount and old.amount.number:
                yield new, old

    # ------------------------------------------------------------------ shares, multiples

    def _shares(self, claim: Claim, unit: Unit) -> list[Evidence]:
        if not claim.items:
            return []
        item = claim.items[-1]
        out = [as_evidence(d, unit) for d in self._said(claim, unit, item, Said.SHARE)]
        if claim.role is Role.OUTTURN:
            return out + self._outturn(claim, unit, item)
        parts = self._money(claim, unit, item, unit.year)
        wholes = claim.whole or self._wholes(claim)
        for whole in wholes:
            if whole == item or {"总计"} <= set(whole.keys) & set(item.keys):
                continue
            out += list(ratios(parts, self._money(claim, unit, whole, unit.year), unit))
        if claim.whole:
            named = {k for w in claim.whole for k in w.keys}
            kept = [e for e in out if e.formula is not None or whole_fits(e.data[0], named)]
            return kept or out
        return out

    @staticmethod
    def _wholes(claim: Claim) -> tuple[Item, ...]:
        """What a share may be of where nothing says it: what was named before, or all."""
        return (*dict.fromkeys(claim.around), total_item("支出"), total_item("收入"))

    def _outturn(self, claim: Claim, unit: Unit, item: Item) -> list[Evidence]:
        query = Query(Operation.OUTTURN, unit.doc_ids, year=unit.year)
        spent = [d for d in find(query, self.catalogue, item) if d.amount and d.amount.is_money]
        planned = find(query, self.catalogue, item, phase="budget")
        return list(ratios(spent, [d for d in planned if d.amount and d.amount.is_money], unit))

    def _times(self, claim: Claim, unit: Unit) -> list[Evidence]:
        if claim.other:
            if not claim.items:
                return []
            item = claim.items[-1]
            others = list(self.units(claim, claim.other, claim.year))
            return [
                e for o in others
                for e in ratios(self._money(claim, unit, item, unit.year),
                                 self._money(claim, o, item, o.year), unit)
            ]  # fmt: skip
        out: list[Evidence] = []
        for item, base in itertools.product(claim.items, claim.whole):
            if item != base:
                out += list(ratios(self._money(claim, unit, item, unit.year),
                                    self._money(claim, unit, base, unit.year), unit))  # fmt: skip
        if not out:
            for item in (claim.whole or claim.items)[-1:]:
                now = self._money(claim, unit, item, unit.year)
                pairs = self._years(claim, unit, item, now)
                out += [e for new, old in pairs for e in ratios([new], [old], unit)]
                out += [
                    Evidence(100 + d.amount.number, d.amount.step(), (d,), unit, "100 + d0")
                    for d in self._said(claim, unit, item, Said.RATE) if d.amount
                ]  # fmt: skip
        return out

    # ------------------------------------------------------------------ sums and differences

    def _differences(
        self, claim: Claim, unit: Unit, numbers: Sequence[Sequence[Evidence]]
    ) -> list[Evidence]:
        if claim.other and claim.items:
            item = claim.items[-1]
            return [
                minus_of(mine, theirs, unit)
                for o in self.units(claim, claim.other, claim.year)
                for mine, theirs in same_form(
                    self._money(claim, unit, item, unit.year), self._money(claim, o, item, o.year)
                )
            ]
        if claim.items and claim.whole:
            return [
                minus_of(a, b, unit)
                for a, b in same_form(
                    self._money(claim, unit, claim.items[-1], unit.year),
                    self._money(claim, unit, claim.whole[-1], unit.year),
                )
            ]
        two = [n for n in numbers if n][-2:]
        if len(two) < 2:
            return []
        return [
            replace(minus_of(a.data[0], b.data[0], unit), signed=False, value=abs(a.value - b.value))
            for a, b in itertools.product(*two) if a.formula is None and b.formula is None
        ]  # fmt: skip

    def _sums(
        self, claim: Claim, unit: Unit, numbers: Sequence[Sequence[Evidence]]
    ) -> list[Evidence]:
        if claim.parts:
            terms = [[e for e in n if e.formula is None][:6] for n in numbers[-claim.parts :]]
            printed: list[Evidence] = []
        else:
            terms = [
                [as_evidence(d, unit) for d in self._money(claim, unit, i, unit.year)][:6]
                for i in claim.items
            ]
            printed = []
        if len(terms) < 2 or not all(terms):
            return printed
        out = list(printed)
        for chosen in itertools.islice(itertools.product(*terms), 200):
            out.append(added(chosen, unit))
        return out


@cache
def _total_words() -> frozenset[str]:
    concept = next(c for c in lexicon()["concept"] if c["name"] == "total")
    return frozenset(label_key(w) for w in concept["words"]) - {""}


def _says(claim: Claim, datum: Datum) -> bool:
    """预算单位, where 所属预算单位 is printed; any word for the whole where the whole is meant."""
    if claim.items and "总计" in claim.items[-1].keys and datum.item in _total_words():
        return True
    return any(len(i.words) > 3 and i.words in datum.item for i in claim.items[-1:])


def _one_unit(a: str, b: str) -> bool:
    return a == b or b in ALIKE.get(a, ())


def wholes_named(claim: Claim) -> list[Item]:
    return [p for i in claim.items for p in parts_of(i)]
