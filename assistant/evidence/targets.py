"""What performance tables set as targets: every number in their cells, with the words that name it.

Tables that are printed one under the other may have been read as one, so the rows are read as they
stand: a short cell is a target of what the cell before it names, a long one is read as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from assistant.catalogue import Catalogue, Unit
from assistant.datum import Datum
from assistant.evidence.intext import currency_after, datum_of
from assistant.evidence.likeness import Pairs, pairs
from assistant.prose.figure import Figure
from assistant.prose.figures import figures
from assistant.prose.plain import plain
from assistant.understand.leftover import letters
from ingest.records import Cell, Disclosure, Table

UNITS = 12  # whose targets are kept read

_SHORT = 24  # letters of a cell that is but a target
_TITLE = re.compile(r"(?P<project>.{2,60}?)(?:项目)?(?:支出)?绩效目标(?:申报|批复)?表")
_UNIT_HEADER = re.compile("(?:计量|度量|计算)?单位")
_NUMBER = re.compile(r"[≤≥<>=＝約约]?[\d,]+(?:\.\d+)?")
_LEVEL = re.compile("[一二三四]级指标|.{0,8}指标|指标[值名].{0,2}")
_BREAK = re.compile("[，。；;、：！？]|,(?!\\d)|(?<!\\d),")
# words that say that it is a target, or how much of one, and not of what
_SAYS_TARGET = re.compile(
    "绩效|目标|指标|要求|考核|力争|确保|计划|给自己|定下|设定|之一|不少于|不低于|不超过|不多于|至少|至多"
    "|以上|以内|控制|达到|超过|完成|开展|全年|今年|一年|数量|总[值量额]|同比|增速|[≥≤<>=]|要保|对应|需要"
)
_SHORTENED = {"社零": "社会消费品零售"}


@dataclass(frozen=True, slots=True)
class Target:
    """`words` name it; `project` is whose target it is, "" where none is named."""

    figure: Figure
    words: Pairs
    project: Pairs
    datum: Datum
    most: bool  # what must not be more
    currency: str = ""  # "" for yuan, and for what is no money


class Targets:
    """The targets of a disclosure, read when they are first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._read = lru_cache(maxsize=UNITS)(self._of_docs)

    def of(self, unit: Unit) -> tuple[Target, ...]:
        return self._read(unit.doc_ids)

    def _of_docs(self, doc_ids: tuple[str, ...]) -> tuple[Target, ...]:
        docs = [doc for i in doc_ids if (doc := self.catalogue.get(i)) is not None]
        return tuple(
            target
            for doc in docs
            for table in doc.tables
            if table.form.endswith("performance")
            for target in _of_table(doc, table)
        )


def named_by(text: str) -> Pairs:
    """The pairs of letters of what names a target, in a table or in a draft."""
    for short, full in _SHORTENED.items():
        text = text.replace(short, full)
    text = re.sub(r"[（(][^（）()]*[）)]", " ", text)
    return pairs(letters(_SAYS_TARGET.sub(" ", text)))


def _of_table(doc: Disclosure, table: Table) -> Iterator[Target]:
    project = ""
    header: dict[int, str] = {}
    cells = sorted(table.cells, key=lambda c: (c.row, c.column))
    for _, group in groupby(cells, key=lambda c: c.row):
        row = [c for c in group if c.text.strip()]
        project = _project(row) or project
        if any(_UNIT_HEADER.fullmatch(_bare(c)) for c in row):
            header = {c.column: _bare(c) for c in row}
        for n, cell in enumerate(row):
            said = plain(cell.text).text
            if cell.source is None or not re.search(r"\d", said):
                continue
            name = _name(row[:n])
            if len(said) > _SHORT:
                of = " ".join([project, *(_bare(c) for c in row[:n] if len(c.text) <= _SHORT)])
                yield from _in_sentences(doc, table, cell, said, of)
            elif name:
                unit = _unit(row[n + 1 :], header) if _NUMBER.fullmatch(said) else ""
                yield from _alone(doc, table, cell, said + unit, name, project)


def _bare(cell: Cell) -> str:
    return "".join(cell.text.split())


def _project(row: Sequence[Cell]) -> str:
    """The project that a row names: its title, or what stands behind 项目名称."""
    for n, cell in enumerate(row):
        if (title := _TITLE.fullmatch(_bare(cell))) is not None:
            return title["project"]
        if _bare(cell) in ("项目名称", "专项名称") and n + 1 < len(row):
            return _bare(row[n + 1])
    return ""


def _name(before: Sequence[Cell]) -> str:
    """What the cells before a target call it: the nearest that is more than a sign or a level."""
    for cell in reversed(before):
        said = _bare(cell)
        if re.search("[\u4e00-\u9fff]{2}", said):
            # of the levels alone nothing is said
            return "" if _LEVEL.fullmatch(said) or len(said) > 2 * _SHORT else said
    return ""


def _unit(after: Sequence[Cell], header: dict[int, str]) -> str:
    """The unit of a bare number, where a column of its table is one of units."""
    found = (_bare(c) for c in after if _UNIT_HEADER.fullmatch(header.get(c.column, "")))
    return next((u for u in found if len(u) <= 6), "")


def _alone(
    doc: Disclosure, table: Table, cell: Cell, said: str, name: str, project: str
) -> Iterator[Target]:
    found = figures(said)
    if len(found) == 1:
        most = re.match("[≤<]|不超过|不高于|不多于|不大于", said) is not None
        target = _target(doc, table, cell, found[0], name, project, most=most)
        yield replace(target, currency=currency_after(said[found[0].end :]))


def _in_sentences(
    doc: Disclosure, table: Table, cell: Cell, said: str, project: str
) -> Iterator[Target]:
    found = figures(said)
    for n, figure in enumerate(found):
        since = found[n - 1].end if n else 0
        until = found[n + 1].start if n + 1 < len(found) else len(said)
        lead = _BREAK.split(said[since : figure.start])[-1]
        tail = _BREAK.split(said[figure.end : until])[0]
        most = re.search("不超过|不高于|不多于|不大于|控制在", lead) is not None
        target = _target(doc, table, cell, figure, f"{lead} {tail}", project, most=most)
        yield replace(target, currency=currency_after(said[figure.end :]))


def _target(
    doc: Disclosure, table: Table, cell: Cell, figure: Figure, name: str, project: str, *, most: bool
) -> Target:  # fmt: skip
    assert cell.source is not None
    ref = f"{doc.id}:t{table.number}:r{cell.row}c{cell.column}"
    datum = datum_of(ref, doc, "table", table.form, table.title, figure, cell.source)
    row = tuple(w for w in (project.strip(), name.strip()) if w)
    return Target(figure, named_by(name), named_by(project), replace(datum, row=row), most)
