"""From the finished text to a verdict on every numeral in it, whoever wrote the text.

Nothing that the composer claims is believed: each numeral is found in the text again, the citation
beside it is read again from the file, a formula is recomputed from what was read, and the sentence
must name the entity, year and item of the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Check, Citation, Number
from assistant.datum import TWO_SIDED, leaf, phase_of, subject_path
from assistant.formula import evaluate
from assistant.lexicon import lexicon
from assistant.phrase.draft import Draft
from assistant.understand.normalise import fold, is_coded, label_key
from ingest.amount import Amount, is_amount, parse_amount
from ingest.interpret.mentions import same_pattern

UNITS = "亿元|万元|千元|百元|元|个百分点|%|倍|辆|台（套）|台|套|批次|人次|批|人|个|家|次|项|小时|分|名|处"
_NUMERAL = re.compile(
    rf"(?<![\d.,])(-?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(\s*(?:{UNITS}))?"
)
SCAN = "scan"
_MARKS = re.compile(r"((?:\[\d+\])+)")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=\s?(?:年|-|—|–|、))")
_TITLE = re.compile(r"《[^》]*》")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found at a citation when it was read again; None where it differs."""

    amount: Amount | None
    text: str | None
    unsure: bool = False  # of a scan, and not read again alike


Reread = Callable[[Citation], str | None]


def verify(
    draft: Draft, reread: Reread, printed: Mapping[int, Amount], *, conflicts: frozenset[int]
) -> tuple[tuple[Number, ...], tuple[str, ...]]:
    """The numbers of the text with their checks, and what failed in plain words.

    `reread` returns what the file prints in the citation's box; `printed` has the amount that the
    ledger holds for it, which lends a bare cell its unit and says which number of a whole line is
    meant; `conflicts` are citations with a finding.
    """
    readings = {c.id: _read(c, reread, printed.get(c.id)) for c in draft.citations}
    failures = [f"引用[{i}]重读不符" for i, r in readings.items() if r.text is None]
    failures += _quote_failures(draft, readings)
    numbers: list[Number] = []
    for match in _numerals(draft):
        number, failure = _judge(draft, match, readings, printed, conflicts)
        numbers.append(number)
        failures += [failure] if failure else []
    return tuple(numbers), tuple(failures)


def _read(citation: Citation, reread: Reread, held: Amount | None) -> Reading:
    found = None if citation.doubtful else reread(citation)
    same = found is not None and _bare(found) == _bare(citation.text)
    if found is None or not same:
        if citation.source != SCAN:
            return Reading(None, None)
        found = citation.text  # what was recognised once: shown, but never as verified
    amount = amount_in(found, held.unit if held else "")
    if amount is None and held is not None and _stands_in(held, fold(found)):
        amount = Amount(abs(held.number), held.unit)
    return Reading(amount, found, unsure=not same)


def _stands_in(held: Amount, text: str) -> bool:
    """True where whole lines, of a number broken over two of them, print just this number."""
    number = f"{abs(held.number):f}"
    unit = fold(held.unit)
    cut = "|".join(re.escape(unit[:n]) + "$" for n in range(len(unit)))  # the unit wraps, too
    plain = text.replace(",", "")
    return (
        re.search(rf"(?<![\d.]){re.escape(number)}(?:{re.escape(unit)}|{cut})", plain) is not None
    )


def _bare(text: str) -> str:
    return fold(text)


_AMOUNT_UNIT = re.compile(rf"^(-?[\d,，]+(?:[.．]\d+)?)({UNITS})?(?:\(套\))?$")


def amount_in(text: str, unit: str) -> Amount | None:
    """The one amount that a re-read text is; None for a text that is no single number."""
    plain = fold(text).replace("，", ",")
    if same_pattern().fullmatch(plain):
        return Amount(Decimal(0), "万元")
    match = _AMOUNT_UNIT.match(plain)
    if match is None or not is_amount(match[1]):
        return None
    return parse_amount(match[1], match[2] or unit)


def _spans(draft: Draft) -> list[tuple[int, int]]:
    """Where digits are no amounts: citation marks, years, titles, labels printed with digits."""
    text = draft.text
    spans = [m.span() for p in (_MARKS, _YEAR, _TITLE) for m in p.finditer(text)]
    for citation in draft.citations:
        for label in (*citation.row, *citation.column):
            if re.search(r"\d", label) and not is_amount(label):
                spans += [m.span() for m in re.finditer(re.escape(label), text)]
    return spans


def _numerals(draft: Draft) -> list[re.Match[str]]:
    hidden = _spans(draft)
    return [
        m for m in _NUMERAL.finditer(draft.text) if not any(a <= m.start() < b for a, b in hidden)
    ]


def _judge(
    draft: Draft,
    match: re.Match[str],
    readings: Mapping[int, Reading],
    printed: Mapping[int, Amount],
    conflicts: frozenset[int],
) -> tuple[Number, str]:
    unit = (match[2] or "").strip()
    said = Amount(Decimal(match[1].replace(",", "")), unit)
    quote = next((q for q in draft.quotes if q.start <= match.start() < q.end), None)
    if quote is not None:
        unsure = readings[quote.citation].unsure
        check = Check.UNVERIFIED if unsure else Check.QUOTED
        return _number(match, said, check, None, (quote.citation,)), ""
    marks = _MARKS.match(draft.text, match.end())
    cited = tuple(int(n) for n in re.findall(r"\d+", marks[0])) if marks else ()
    claim = next((c for c in draft.claims if c.start == match.start()), None)
    formula = claim.formula if claim else None
    if not cited or any(c not in readings for c in cited):
        return _number(match, said, Check.UNVERIFIED, None, cited), f"{match[0]}：没有出处"
    if formula is None:
        holds = _same(said, readings[cited[0]].amount, bool(claim and claim.absolute))
        check = Check.VERIFIED
    else:
        holds = _follows(said, formula, readings)
        check = Check.DERIVED
    holds = holds and _direction_holds(draft, match.start(), cited, formula, readings, printed)
    holds = holds and all(
        _role_holds(draft, match.start(), n, among=formula is not None and len(cited) > 1)
        for n in cited
    )
    if not holds:
        return _number(match, said, Check.UNVERIFIED, formula, cited), f"{match[0]}：与出处不符"
    if conflicts & set(cited) and formula is None:
        check = Check.CONFLICT
    if any(readings[n].unsure for n in cited):
        check = Check.UNVERIFIED
    return _number(match, said, check, _readable(formula, readings), cited), ""


def _number(
    match: re.Match[str], said: Amount, check: Check, formula: str | None, cited: tuple[int, ...]
) -> Number:
    yuan = f"{said.in_yuan().normalize():f}" if said.is_money else None
    value = f"{said.number:f}"
    return Number(match[0], value, said.unit, yuan, check, formula, cited, *match.span())


def _same(said: Amount, printed: Amount | None, absolute: bool) -> bool:
    """The very digits that are printed; only a sign may have become a word (减少)."""
    if printed is None or said.unit != printed.unit:
        return False
    if absolute:  # the word before it says the direction, a minus would turn it round
        return said.number >= 0 and said.number == abs(printed.number)
    return said.number == printed.number


_UP = "增加|增长|上升|提高|多出|多|高出|高|涨"
_DOWN = "减少|下降|降低|压减|少|低|降"
_DIRECTION = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约| )*$")


def _direction_holds(
    draft: Draft,
    at: int,
    cited: Sequence[int],
    formula: str | None,
    readings: Mapping[int, Reading],
    printed: Mapping[int, Amount],
) -> bool:
    """Where a word says that a number is more or less, so it is: by the sign of what is held, or of
    what the formula gives without taking its size alone."""
    word = _DIRECTION.search(draft.text[max(0, at - 12) : at])
    if word is None:
        return True
    if formula is None:
        held = printed.get(cited[0])
        true = held.number if held is not None else Decimal(0)
    elif (first := printed.get(cited[0])) is not None and first.number < 0:
        true = first.number  # a fall, printed in the story without its sign
    else:
        values = {f"c{i}": r.amount.in_yuan() for i, r in readings.items() if r.amount is not None}
        try:
            true = evaluate(formula.replace("abs(", "("), values)
        except (KeyError, ArithmeticError, ValueError, SyntaxError):
            return False
    return true == 0 or (true > 0) == bool(word["up"])


# ---------------------------------------------------------------------- formulas


def _follows(said: Amount, formula: str, readings: Mapping[int, Reading]) -> bool:
    values = {f"c{i}": r.amount.in_yuan() for i, r in readings.items() if r.amount is not None}
    try:
        exact = evaluate(formula, values)
    except (KeyError, ArithmeticError, ValueError, SyntaxError):
        return False
    if not _unit_follows(
        said.unit,
        formula,
        [
            r.amount
            for i, r in readings.items()
            if f"c{i}" in values and re.search(rf"\bc{i}\b", formula) and r.amount
        ],
    ):
        return False
    # Half a unit of the last place shown: what is shown must be the rounding of the exact value.
    return abs(exact - said.in_yuan()) <= said.half_step()


def _unit_follows(unit: str, formula: str, terms: Sequence[Amount]) -> bool:
    """Percent of a ratio in hundredths, 倍 of a bare one; money of money, and what is counted of it."""
    money = [t.is_money for t in terms]
    if re.search(r"\* 100\)? - ", formula):
        return unit == "个百分点"
    if "/" in formula and "* 100" in formula:
        return unit == "%"
    if "/" in formula:
        return unit == "倍" if len(set(money)) == 1 else Amount(Decimal(0), unit).is_money
    if all(money):
        return Amount(Decimal(0), unit).is_money
    counted = {t.unit for t in terms}
    if counted == {"台", "辆"}:  # cars, as two offices count them
        return unit in counted
    return all(unit == t.unit or (t.unit == "%" and unit == "个百分点") for t in terms)


def _readable(formula: str | None, readings: Mapping[int, Reading]) -> str | None:
    if formula is None:
        return None
    out = re.sub(
        r"c(\d+)",
        lambda m: r.amount.printed() if (r := readings[int(m[1])]).amount else m[0],
        formula,
    )
    out = re.sub(r"abs(\([^()]*\))", r"\1", out)
    out = re.sub(r"^\(([^()]*)\)$", r"\1", out)
    return out.replace("*", "×").replace("/", "÷").replace(" - ", " − ")


# ---------------------------------------------------------------------- roles


def _role_holds(draft: Draft, at: int, cited: int, *, among: bool) -> bool:
    """The text names the cell's entity and year, and the words before the number its item.

    Of all the items cited, the one named last before a printed number must be the cell's own: the
    right value of another row fails. A formula (`among`) only needs each of its items named.
    """
    citation = next(c for c in draft.citations if c.id == cited)
    text = fold(draft.text)
    if fold(citation.entity) not in text or str(citation.year) not in text:
        return False
    before = fold(draft.text[_sentence_start(draft.text, at) : at])
    own = item_keys(citation)
    if not among and not (_owner_holds(draft, at, citation) and _phase_holds(before, citation)):
        return False
    if among:  # or what it stands under, printed with its code: 30227-委托业务费 over 行政运行
        above = {label_key(r) for r in citation.row[-2:-1] if is_coded(r)}
        return not own or any(k in before for k in {*own, *above})
    if not own:
        return any(k in before for k in whole_names(citation))
    named = _last_named(before, {k for c in draft.citations for k in item_keys(c)})
    if citation.kind == "narrative":
        others = {k for c in draft.citations if c.id != cited for k in item_keys(c)}
        plain = _TOTAL_WORD.sub("", named)  # 收入总计 is what the story calls 收入
        return plain in {_TOTAL_WORD.sub("", k) for k in own} or (
            named not in others and any(k in named for k in own)
        )
    return named in own and all(k in before for k in own)


_TOTAL_WORD = re.compile("总计|合计|总额$")


def _owner_holds(draft: Draft, at: int, own: Citation) -> bool:
    """Where several bodies or years are cited, the one named last before the number is its own."""
    before = fold(draft.text[:at])
    bodies = {fold(c.entity) for c in draft.citations}
    if len(bodies) > 1 and _last_named(before, bodies) != fold(own.entity):
        return False
    years = {str(c.year) for c in draft.citations}
    return len(years) < 2 or _last_named(before, years) == str(own.year)


_PHASE = re.compile("(?:年初|全年|调整)预算|预算数|决算")


def _phase_holds(before: str, own: Citation) -> bool:
    """In final accounts, a budgeted amount is called so, and nothing else is."""
    if own.stage != "final":
        return True
    said = _PHASE.findall(before)
    planned = phase_of((*own.row, *own.column), own.stage) == "budget"
    return planned == bool(said and "预算" in said[-1])


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind("。", 0, at), text.rfind("\n\n", 0, at), 0)


def item_keys(citation: Citation) -> tuple[str, ...]:
    """The cores of the row and the column that say what the amount is of; () for a grand total."""
    row = label_key(citation.row[-1]) if citation.row else ""
    if citation.kind == "narrative" and citation.row:
        row = label_key(subject_path(citation.row[-1], citation.stage)[0][-1])
    if row in _TOTALS or row == fold(citation.entity):
        row = ""
    column = leaf(citation.column, citation.form)
    return tuple(k for k in dict.fromkeys((row, column)) if k)


_TOTALS = frozenset({"合计", "总计", ""})


def whole_names(citation: Citation) -> tuple[str, ...]:
    """What the total of a form may be called: its own name in the lexicon, or its title."""
    names = [str(lexicon()["form_item"].get(citation.form, "")), citation.table]
    if citation.form in TWO_SIDED:
        names += citation.row[-1:]  # 合计 of the whole books
    return tuple(fold(n) for n in names if n)


def _last_named(before: str, keys: set[str]) -> str:
    """The item named last, the longest where several end at the same place."""
    spans = [(before.rfind(k), before.rfind(k) + len(k), k) for k in keys if k in before]
    last = max(spans, key=lambda s: (s[1], len(s[2])), default=None)
    while (
        last is not None
    ):  # 一般公共预算基本 is more than the 基本支出 that ends two letters later
        longer = [s for s in spans if s[0] < last[0] < s[1] and len(s[2]) > len(last[2])]
        if not longer:
            return last[2]
        last = longer[0]
    return ""


def _quote_failures(draft: Draft, readings: Mapping[int, Reading]) -> list[str]:
    out = []
    for quote in draft.quotes:
        said = fold(draft.text[quote.start : quote.end])
        found = readings[quote.citation].text
        if found is None or not all(p in fold(found) for p in said.split("…") if p):
            out.append(f"引文与原文不符：{draft.text[quote.start : quote.end][:20]}")
    return out
