"""Numbers in the sentences of the books that nothing else was made of: read as a draft is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.catalogue import Catalogue, Unit
from assistant.claims.roles import Role as Said
from assistant.claims.roles import role_of
from assistant.datum import Datum
from assistant.evidence.likeness import LEAD
from assistant.prose.figure import Figure, Kind
from assistant.prose.figures import currency_after, figures
from assistant.prose.plain import plain
from assistant.understand.leftover import letters
from ingest.amount import Amount
from ingest.records import Disclosure, Indicator, Passage, PassageKind, Role, Source

UNITS = 12  # whose sentences are kept read


@dataclass(frozen=True, slots=True)
class InText:
    figure: Figure
    datum: Datum
    beside: Figure | None = None  # the last number of another kind before it in its sentence
    role: Said = Said.LEVEL  # what it is said to do there, as the reader of drafts has it
    direction: int = 0


class Sentences:
    """The numbers of the passages of a disclosure, read when they are first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._read = lru_cache(maxsize=UNITS)(self._of_docs)

    def of(self, unit: Unit) -> tuple[InText, ...]:
        return self._read(unit.doc_ids)

    def _of_docs(self, doc_ids: tuple[str, ...]) -> tuple[InText, ...]:
        told = [
            found
            for doc, passage in self.catalogue.passages(doc_ids)
            if passage.kind is PassageKind.NARRATIVE
            for found in _of_passage(doc, passage)
        ]
        aims = _under_titles(self.catalogue.indicators(doc_ids))
        return (*told, *(found for doc, aim in aims for found in _of_target(doc, aim)))


_TITLE = re.compile(r"(?P<project>.{2,60}?)(?:项目)?(?:支出)?绩效目标(?:申报|批复)?表")


def _under_titles(
    aims: Iterable[tuple[Disclosure, Indicator]],
) -> Iterator[tuple[Disclosure, Indicator]]:
    """Targets of the project whose title stands over them, where tables that are printed one under
    the other were read as one, and their titles as rows."""
    titles: dict[tuple[str, int], str] = {}
    for doc, aim in aims:
        place = (doc.id, aim.table)
        title = _TITLE.fullmatch("".join(aim.name.split())) if aim.name == aim.target else None
        if title is not None:
            titles[place] = title["project"]
        yield doc, replace(aim, project=titles.get(place, aim.project))


_LEVEL = re.compile("[\u4e00-\u9fff]{0,8}指标|年度目标")
_UNIT_COLUMN = frozenset({"计量单位", "度量单位", "计算单位"})
_OF_MONEY = re.compile("费$|资金|拨款|金额|总额|投入|预算|成本")


def _unit_of(doc: Disclosure, aim: Indicator) -> str:
    """The unit of an amount that is a bare number: its row's, where a column has the units; else
    that of its table."""
    table = next((t for t in doc.tables if t.number == aim.table), None)
    if table is None:
        return "万元"
    if not any(c.text.strip() in _UNIT_COLUMN for c in table.cells):
        return table.unit or "万元"
    row = next((c.row for c in table.cells if c.source == aim.source), -1)
    said = (c.text.strip() for c in table.cells if c.row == row)
    return next((t for t in said if re.fullmatch("[百千]?[万亿]?元", t)), "")


def _of_target(doc: Disclosure, aim: Indicator) -> Iterator[InText]:
    """What a target says, in figures; a bare number that is money is in its table's unit."""
    said = plain(aim.target).text
    if re.fullmatch(r"[≤≥<>=约]?[\d,]+(?:\.\d+)?", said) and _OF_MONEY.search(aim.name):
        said += _unit_of(doc, aim)
    # 绩效目标指标, 时效指标 say nothing of what is measured
    path = tuple(p for p in (aim.project, *aim.path, aim.name) if not _LEVEL.fullmatch(p))
    for figure in _in_yuan(said):
        exact = len(re.sub(r"\D", "", said)) > 4  # hardly there by chance
        if figure.kind is not Kind.MONEY and _LEVEL.fullmatch(aim.name) and not exact:
            continue  # nobody says of what: the row itself may (see `targets`)
        datum = datum_of(aim.id, doc, "table", aim.form, said, figure, aim.source)
        yield InText(figure, replace(datum, row=path))


def _in_yuan(text: str) -> list[Figure]:
    """The numbers of a text, but for the money of others."""
    return [f for f in figures(text) if not currency_after(text[f.end :])]


def _of_passage(doc: Disclosure, passage: Passage) -> Iterator[InText]:
    text = plain(passage.text)
    text = replace(text, text=_COMMA.sub("，", text.text))
    found = _in_yuan(text.text)
    for n, figure in enumerate(found):
        printed = "".join(passage.text[slice(*text.original(figure.start, figure.end))].split())
        source = next((s for s in passage.sources if printed in "".join(s.text.split())), None)
        if source is not None:
            before = [
                f for f in found[:n]
                if f.kind is not figure.kind and "。" not in text.text[f.end : figure.start]
            ]  # fmt: skip
            since = max((f.end for f in found[:n]), default=0)
            until = found[n + 1].start if n + 1 < len(found) else len(text.text)
            lead, tail, sentence = _around(text.text, figure, since, until)
            role, direction = role_of(figure, lead, tail, sentence)
            far = LEAD
            if role in (Said.CHANGE, Said.RATE):  # the cause is told first, and at length
                since, far = _of_which(text.text, found, n), 2 * LEAD
            datum = _datum(doc, passage, source, text.text, figure, since, far)
            yield InText(figure, datum, before[-1] if before else None, role, direction)


def _of_which(text: str, found: Sequence[Figure], n: int) -> int:
    """Where what a change is of begins: 收入 100 万元，比上年增加 5 万元，增长 5%, of the revenue."""
    while n and len(letters(_MOVES.sub("", text[found[n - 1].end : found[n].start]))) < 2:
        n -= 1
    return found[n - 1].end if n else 0


_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_MOVES = re.compile(
    "增加|减少|增长|下降|降低|提高|上升|增幅|降幅|涨幅|减幅|比|较|上年|去年|同比|年初|预算|执行|决算|数|20\\d\\d年|，"
)


def _around(text: str, figure: Figure, since: int, until: int) -> tuple[str, str, str]:
    """(what leads up to a number, what follows it in its clause, its sentence up to it)."""
    sentence = re.split("[。；;]", text[max(0, figure.start - 2 * LEAD) : figure.start])[-1]
    lead = re.split("[。；;]", text[since : figure.start])[-1]
    tail = re.split("[，。；;、]", text[figure.end : until])[0]
    return lead, tail, sentence


def _datum(
    doc: Disclosure,
    passage: Passage,
    source: Source,
    text: str,
    figure: Figure,
    since: int,
    far: int,
) -> Datum:
    """A number within a sentence as something to be cited: its place is that of the lines. What it
    is called stands `since` the number before it."""
    start = max(0, since, figure.start - 2 * LEAD)
    before = re.split("[。；;]", text[start : figure.start])[-1]
    after = re.split("[，。；;、]", text[figure.end : figure.end + LEAD // 2])[0]
    heading = passage.headings[-1] if passage.headings else ""
    datum = datum_of(passage.id, doc, "narrative", "", heading, figure, source)
    return replace(datum, row=(before[-far:] + after,))


def datum_of(
    ref: str, doc: Disclosure, kind: str, form: str, title: str, figure: Figure, source: Source
) -> Datum:
    money = figure.kind is Kind.MONEY
    amount = Amount(
        figure.value / 10_000 if money else figure.value, "万元" if money else figure.unit
    )
    role = Role.COUNT if figure.kind is Kind.COUNT else Role.LEVEL
    return Datum(
        ref, doc, kind, form, title, "", "", "", frozenset(), "", amount, role,
        doc.identity.year, (), (), source,
    )  # fmt: skip
