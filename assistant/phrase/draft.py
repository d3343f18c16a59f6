"""A sentence with slots: words are written here, digits come only from data and formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.answer import Citation
from assistant.datum import Datum
from ingest.amount import Amount
from ingest.records import NOWHERE, Disclosure, Reading, Source


@dataclass(frozen=True, slots=True)
class Claim:
    """What the draft says of the number at text[start:end]; the verifier trusts none of it."""

    start: int
    end: int
    amount: Amount
    citations: tuple[int, ...]
    formula: str | None = None  # over citations: "c1 / c2 * 100"; None for a number as printed
    absolute: bool = False  # printed without its sign: 减少 10.0 万元


@dataclass(frozen=True, slots=True)
class Quote:
    start: int
    end: int
    citation: int


@dataclass(slots=True)
class Draft:
    """Text being written, and what each of its numbers claims."""

    text: str = ""
    claims: list[Claim] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    cautions: list[tuple[str, str, tuple[int, ...]]] = field(
        default_factory=list
    )  # rule, message, citations
    refs: dict[int, str] = field(default_factory=dict)  # citation → datum, table or passage
    _known: dict[tuple[str, object], int] = field(default_factory=dict)

    def words(self, text: str) -> Draft:
        self.text += text
        return self

    def value(self, datum: Datum, *, unit: str = "", absolute: bool = False) -> Draft:
        """A printed number with its citation, in its own unit unless another is asked for."""
        assert datum.amount is not None
        number = self.cite(datum)
        amount = datum.amount
        formula = None
        if unit and amount.is_money and unit != amount.unit:
            amount, formula = in_unit(amount, unit), f"c{number}"
        self._number(abs_amount(amount) if absolute else amount, (number,), formula, absolute)
        return self

    def derived(self, amount: Amount, formula: str, data: list[Datum]) -> Draft:
        """A number worked out from printed ones; `formula` names data as d0, d1, …"""
        numbers = tuple(self.cite(d) for d in data)
        for i in reversed(range(len(data))):
            formula = formula.replace(f"d{i}", f"c{numbers[i]}")
        self._number(amount, tuple(dict.fromkeys(numbers)), formula, False)
        return self

    def _number(
        self, amount: Amount, cited: tuple[int, ...], formula: str | None, absolute: bool
    ) -> None:
        printed = amount.printed()
        start = len(self.text)
        self.text += printed + "".join(f"[{n}]" for n in cited)
        self.claims.append(Claim(start, start + len(printed), amount, cited, formula, absolute))

    def quote(
        self, text: str, doc: Disclosure, source: Source, *, kind: str, heading: str, ref: str
    ) -> Draft:
        """The document's own words between Chinese quotation marks, cited."""
        number = self.cite_place(doc, source, kind=kind, heading=heading, ref=ref)
        start = len(self.text) + 1
        inner = text.replace("“", "‘").replace("”", "’")
        self.text += f"“{inner}”[{number}]"
        self.quotes.append(Quote(start, start + len(inner), number))
        return self

    # ------------------------------------------------------------------ several drafts in one

    def adopt(self, other: Draft) -> Draft:
        """Another draft's text at the end of this one, its citations numbered on."""
        numbers = {old: self._number_of(key, other, old) for key, old in other._known.items()}
        shift = _Renumbered(other, numbers, len(self.text))
        self.text += shift.text
        for claim in other.claims:
            formula = claim.formula and re.sub(
                r"c(\d+)", lambda m: f"c{numbers[int(m[1])]}", claim.formula
            )
            cited = tuple(numbers[n] for n in claim.citations)
            self.claims.append(replace(claim, start=shift.at(claim.start), end=shift.at(claim.end),
                                       citations=cited, formula=formula))  # fmt: skip
        for held in other.quotes:
            self.quotes.append(
                Quote(shift.at(held.start), shift.at(held.end), numbers[held.citation])
            )
        for rule, message, cited in other.cautions:
            self.cautions.append((rule, message, tuple(numbers[n] for n in cited)))
        return self

    def _number_of(self, key: tuple[str, object], other: Draft, old: int) -> int:
        if key not in self._known:
            number = len(self.citations) + 1
            self.citations.append(replace(other.citations[old - 1], id=number))
            self._known[key] = number
            self.refs[number] = other.refs[old]
        return self._known[key]

    # ------------------------------------------------------------------ citations

    def cite(self, datum: Datum) -> int:
        key = (datum.ref, datum.source)
        if key not in self._known:
            row = tuple(r for r in datum.row if r)
            kind = datum.kind
            self._add(key, datum.doc, datum.source, kind, datum.title, datum.form, row,
                      datum.columns, datum.ref)  # fmt: skip
        return self._known[key]

    def cite_place(
        self,
        doc: Disclosure,
        source: Source,
        *,
        kind: str,
        heading: str,
        ref: str,
        form: str = "",
        row: tuple[str, ...] = (),
        column: tuple[str, ...] = (),
    ) -> int:
        key = (ref, source)
        if key not in self._known:
            self._add(key, doc, source, kind, heading, form, row, column, ref)
        return self._known[key]

    def _add(
        self,
        key: tuple[str, object],
        doc: Disclosure,
        source: Source,
        kind: str,
        table: str,
        form: str,
        row: tuple[str, ...],
        column: tuple[str, ...],
        ref: str,
    ) -> None:
        number = len(self.citations) + 1
        who = doc.identity
        box = source.box
        bbox = (box.x0, box.top, box.x1, box.bottom) if box else None
        self.citations.append(
            Citation(number, doc.path, doc.sha256, who.entity, who.year, str(who.stage), kind,
                     table, form, row, column, source.page, bbox, source.text, source.line,
                     *how_read(source.reading), **(source.spot or NOWHERE).fields())
        )  # fmt: skip
        self._known[key] = number
        self.refs[number] = ref


def how_read(reading: Reading) -> tuple[str, bool]:
    """`source` and `doubtful` of a citation."""
    if reading is Reading.PRINTED:
        return "text", False
    return "scan", reading is not Reading.SCAN


class _Renumbered:
    """A draft's text with other citation numbers, and where its places have gone."""

    def __init__(self, draft: Draft, numbers: dict[int, int], start: int) -> None:
        self._start = start
        self._moves: list[tuple[int, int]] = []  # from this place of the old text on, by so much
        inside = [(q.start, q.end) for q in draft.quotes]
        pieces, last, by = [], 0, 0
        for mark in re.finditer(r"\[(\d+)\]", draft.text):
            if any(a <= mark.start() < b for a, b in inside) or int(mark[1]) not in numbers:
                continue
            new = f"[{numbers[int(mark[1])]}]"
            pieces += [draft.text[last : mark.start()], new]
            last = mark.end()
            by += len(new) - len(mark[0])
            self._moves.append((mark.end(), by))
        self.text = "".join([*pieces, draft.text[last:]])

    def at(self, place: int) -> int:
        moved = [by for from_, by in self._moves if from_ <= place]
        return self._start + place + (moved[-1] if moved else 0)


def abs_amount(amount: Amount) -> Amount:
    return Amount(abs(amount.number), amount.unit)


def in_unit(amount: Amount, unit: str) -> Amount:
    """Another money unit, exactly, without trailing zeros that were never printed."""
    exact = amount.convert(unit).number
    return Amount(Decimal(f"{exact:f}"), unit)


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


_DIGITS = "零一二三四五六七八九"


def count_word(n: int) -> str:
    """A small count in words: 十二; every digit in an answer must have a source."""
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
