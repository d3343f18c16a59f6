"""What the books print of an item: its levels and counts."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.catalogue import Catalogue, Unit, concept_item, total_item
from assistant.claims.claim import Claim
from assistant.claims.roles import Role
from assistant.datum import Datum
from assistant.evidence.arithmetic import Evidence, added, as_evidence
from assistant.evidence.books import PARTIAL, find, fitting, of_the_phase
from assistant.execute import WHOLE_BOOKS, beneath
from assistant.prose.figure import Kind
from assistant.understand.linking import Linker
from assistant.understand.normalise import label_key
from assistant.understand.query import Item, Operation, Query
from ingest.records import Stage

_FUND = re.compile("政府性基金|国有资本经营")
_ALL_MONEY = WHOLE_BOOKS - {"appropriation_summary"}
_TOTALS = frozenset({"合计", "总计", "支出合计", "支出总计", "本年支出合计"})
_FORM_OF = {
    "一般公共预算": "general_public_budget_expenditure",
    "财政拨款": "appropriation_expenditure",
    "政府性基金": "government_fund",
}


def _within(claim: Claim, found: list[Evidence]) -> list[Evidence]:
    """财政拨款支出中，节能环保支出 3417 万元: of the form of that money, where that is printed."""
    said = "[^，。；]{0,6}(?:中|里头?|当中|之中)，?[^，。；]*$"
    forms = {form for money, form in _FORM_OF.items() if re.search(money + said, claim.lead)}
    of_it = {"appropriation_expenditure": "appropriation_summary"}
    forms |= {of_it[f] for f in forms if f in of_it}
    return [e for e in found if e.data[0].form in forms] or found


_BUYING = ("购置", "拟购置", "计划购置", "安排购置", "单位预算安排购置", "部门预算安排购置")


def _of_whole_books(found: list[Datum]) -> list[Datum]:
    """The whole is the total of all money, where the books print one, not that of the treasury's."""
    if not any(d.form in _ALL_MONEY and not d.column for d in found):
        return found
    return [d for d in found if d.kind != "table" or (d.form in _ALL_MONEY and not d.column)]


class Levels:
    """Finds the levels and counts of one catalogue."""

    def __init__(self, catalogue: Catalogue, linker: Linker) -> None:
        self.catalogue = catalogue
        self.linker = linker

    def data(self, claim: Claim, unit: Unit, item: Item, year: int | None = None) -> list[Datum]:
        """The levels (or counts) of an item, those that the clause's other words fit best."""
        query = Query(Operation.LOOKUP, unit.doc_ids, year=year)
        if claim.figure.kind is Kind.COUNT:
            item = replace(item, count=True)
            if claim.bought:
                item = replace(
                    item, keys=(*item.keys, *(w + k for k in item.keys for w in _BUYING))
                )
        elif item.count:  # 7592 万元用于公务用车
            item = concept_item("vehicles") if "车" in item.words else item
        found: list[Datum] = []
        for part in reversed(claim.around):
            found = find(query, self.catalogue, part, item) if part != item else []
            if fitting(found, claim):
                break
        else:
            found = []
        crossed = [d for d in fitting(found, claim) if self._fund_said(d, claim)]
        plain: list[Datum] = []
        for one in (item, *self._longer(item)):
            plain += fitting(find(query, self.catalogue, one), claim)
            # not only under the very label that is said
            plain += fitting(find(query, self.catalogue, replace(one, words="—")), claim)
        if not plain and not crossed and (less := self._shorter(item)) is not None:
            plain = fitting(find(query, self.catalogue, less), claim)
        if not plain and re.search("总计|合计|收支|总额", item.words):
            plain = fitting(find(query, self.catalogue, total_item(item.side)), claim)
        if (of_year := re.fullmatch("(?:全年|本年|当年)总?(收入|支出)", item.words)) is not None:
            own = f"本年{of_year[1]}合计"  # without what is carried over
            plain += fitting(find(query, self.catalogue, Item(own, (label_key(own),))), claim)
        if unit.stage is Stage.FINAL:
            plain += fitting(find(query, self.catalogue, item, phase="budget"), claim)
        if "总计" in item.keys and not PARTIAL.search(item.words + claim.lead + claim.tail):
            plain = _of_whole_books(plain)
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

    def levels(self, claim: Claim, unit: Unit, year: int) -> list[Evidence]:
        found = self._of_its_own(claim, unit, year) or [
            as_evidence(d, unit)
            for item in claim.items[-1:]
            for d in self.data(claim, unit, item, year)
        ]
        if claim.role is not Role.LEVEL:
            return found
        found = _within(claim, [e for e in found if of_the_phase(claim, e.data[0])])
        if found:
            return found + self._of_basis(claim, unit, year)
        if claim.before:
            return []
        query = Query(Operation.LOOKUP, unit.doc_ids, year=year)
        rows = [r for i in claim.items[-1:] for r in beneath(query, self.catalogue, i)]
        printed = [[as_evidence(d, unit) for d in r] for r in rows]
        return [e for r in printed for e in r] + [added(r, unit) for r in printed if len(r) > 1]

    def _of_its_own(self, claim: Claim, unit: Unit, year: int) -> list[Evidence]:
        """工务署本级 1.45 亿元, where the department's books have a row for the bureau itself."""
        whole = bool(claim.items) and "总计" in claim.items[-1].keys
        own = unit.scope == "单位" or re.search("本级|本部", unit.entity) is not None
        if not whole or claim.scope != "单位" or own:
            return []
        return [
            as_evidence(d, unit)
            for d in fitting(list(self.catalogue.within(unit.doc_ids)), claim, most=None)
            if d.year == year and d.row and re.search("本级|本部", d.row[-1]) and not d.phase
            and (not d.column or label_key(d.columns[-1]) in _TOTALS)
        ]  # fmt: skip

    def _of_basis(self, claim: Claim, unit: Unit, year: int) -> list[Evidence]:
        """一般公共预算支出 10 亿元，项目支出占 6 亿元: the total of a column of the form that is named
        before."""
        forms = {_FORM_OF[m] for i in claim.around for m in _FORM_OF if i.words.startswith(m)}
        keys = {k for i in claim.items[-1:] for k in i.keys}
        return [
            as_evidence(d, unit)
            for d in fitting(list(self.catalogue.within(unit.doc_ids)), claim, most=None)
            if d.form in forms and d.year == year and d.row and label_key(d.row[-1]) in _TOTALS
            and keys & {label_key(c) for c in d.columns}
        ]  # fmt: skip

    def money(self, claim: Claim, unit: Unit, item: Item, year: int) -> list[Datum]:
        money = replace(claim, figure=replace(claim.figure, kind=Kind.MONEY))
        return self.data(money, unit, item, year)
