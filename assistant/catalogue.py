"""What the corpus holds, in the shape in which questions are linked to it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.understand.normalise import fold, label_key
from assistant.understand.query import Item
from ingest.amount import Amount
from ingest.records import (
    Disclosure,
    Fact,
    Finding,
    Indicator,
    Passage,
    Role,
    Source,
    Stage,
    Statement,
    Table,
)

GENERIC = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "金额",
        "预算数",
        "决算数",
        "资金总额",
        "本年收入合计",
        "本年支出合计",
        "项目",
        "收入",
        "支出",
        "预算",
        "决算",
        "总额",
        "本年预算数",
        "年初预算数",
        "全年预算数",
        "本年一般公共预算基本支出",
        "项目金额(万元)",
        "项目金额",
        "本年收入",
        "本年支出",
        "总计金额",
    ]
)


@cache
def lexicon() -> dict[str, Any]:
    """The hand-kept words of assistant/data/lexicon.toml."""
    text = files("assistant").joinpath("data/lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Datum:
    """A fact or a statement as something that can be asked for.

    `item` is the comparable core of what the amount is of ("" for a form's total row), `column`
    of what part of it ("" for the whole). `context` holds the cores of everything above both.
    """

    ref: str
    doc: Disclosure
    kind: str  # "table" or "narrative"
    form: str
    title: str
    side: str
    item: str
    column: str
    context: frozenset[str]
    code: str
    amount: Amount | None
    role: Role
    year: int
    row: tuple[str, ...]
    columns: tuple[str, ...]
    source: Source
    statement: Statement | None = None

    @property
    def label(self) -> str:
        """What a sentence calls it."""
        parts = [self.row[-1] if self.row else "", *self.columns[-1:]]
        return "".join(p for p in parts if p)


_YEARLY = re.compile(r"^(?:20\d\d|本|上|当)年(?:度|初)?|^年初")


def leaf(path: tuple[str, ...], form: str = "") -> str:
    """The core of the innermost part that says something; "" where all are totals.

    A year says which year, not what; so does the form's own name over its columns.
    """
    for part in reversed(path):
        plain = _YEARLY.sub("", fold(part))
        if plain in GENERIC or label_key(plain) in GENERIC or not label_key(plain):
            continue
        if plain.endswith("支出") and fold(_form_item(form)).endswith(plain):
            continue
        return label_key(plain)
    return ""


def _form_item(form: str) -> str:
    return str(lexicon()["form_item"].get(form, ""))


def fact_datum(doc: Disclosure, fact: Fact, table: Table) -> Datum:
    inner = fact.row[-1] if fact.row else ""
    total_row = not inner or fold(inner) in ("合计", "总计", "") or _is_entity(inner, doc)
    column = leaf(fact.column, fact.form)
    if doc.identity.stage is Stage.FINAL and not column and "预算" in "".join(fact.column[-1:]):
        column = "预算数"  # beside a final figure, the budgeted one is another thing
    item = "" if total_row else label_key(inner)
    if total_row and not column:
        item = label_key(_form_item(fact.form)) or fold(inner)
    context = {label_key(p) for p in (*fact.row[:-1], *fact.column)} - {"", column, item}
    return Datum(
        fact.id, doc, "table", fact.form, table.title, fact.side, item, column,
        frozenset(context), fact.code, fact.amount, Role.LEVEL, fact.year, fact.row,
        fact.column, fact.source,
    )  # fmt: skip


def _is_entity(label: str, doc: Disclosure) -> bool:
    plain = fold(label)
    return plain == fold(doc.identity.entity)


def statement_datum(doc: Disclosure, said: Statement) -> Datum:
    context = {label_key(h) for h in said.headings}
    return Datum(
        said.id, doc, "narrative", "", said.headings[-1] if said.headings else "", "",
        label_key(said.subject), "", frozenset(context), "", said.amount, said.role, said.year,
        (said.subject,), (), said.source, said,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One body's one fiscal year's one stage: what a question is about, in one file or several."""

    entity: str
    year: int
    stage: Stage
    docs: tuple[Disclosure, ...]

    @property
    def doc_ids(self) -> tuple[str, ...]:
        return tuple(d.id for d in self.docs)


def units_of(docs: Iterable[Disclosure]) -> tuple[Unit, ...]:
    """Narrative and tables of one disclosure together; the newest of each body first."""
    held: dict[tuple[str, int, Stage], list[Disclosure]] = defaultdict(list)
    for doc in docs:
        who = doc.identity
        held[who.entity, who.year, who.stage].append(doc)
    units = [Unit(*key, tuple(files)) for key, files in held.items()]
    return tuple(sorted(units, key=lambda u: (u.entity, -u.year, u.stage is Stage.BUDGET)))


@dataclass(slots=True)
class Catalogue:
    """Everything askable, by label and by reference. Built once for a corpus."""

    docs: tuple[Disclosure, ...]
    units: tuple[Unit, ...] = ()
    data: list[Datum] = field(default_factory=list)
    by_doc: dict[str, list[Datum]] = field(default_factory=lambda: defaultdict(list))
    by_item: dict[str, list[Datum]] = field(default_factory=lambda: defaultdict(list))
    by_column: dict[str, list[Datum]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, list[Datum]] = field(default_factory=lambda: defaultdict(list))
    by_ref: dict[str, Datum] = field(default_factory=dict)
    findings: dict[str, list[tuple[Disclosure, Finding]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def indicators(self, doc_ids: Iterable[str]) -> Iterator[tuple[Disclosure, Indicator]]:
        wanted = set(doc_ids)
        return ((d, i) for d in self.docs if d.id in wanted for i in d.indicators)

    def passages(self, doc_ids: Iterable[str]) -> Iterator[tuple[Disclosure, Passage]]:
        wanted = set(doc_ids)
        return ((d, p) for d in self.docs if d.id in wanted for p in d.passages)

    def within(self, doc_ids: Iterable[str]) -> Iterator[Datum]:
        """The data of some disclosures, in their order."""
        return (datum for doc_id in doc_ids for datum in self.by_doc.get(doc_id, ()))

    def labels(self) -> set[str]:
        return {*self.by_item, *self.by_column} - {""}


def build(docs: Iterable[Disclosure]) -> Catalogue:
    held = tuple(docs)
    catalogue = Catalogue(held, units_of(held))
    for doc in catalogue.docs:
        tables = {t.number: t for t in doc.tables}
        for fact in doc.facts:
            _add(catalogue, fact_datum(doc, fact, tables[fact.table]))
        for said in doc.statements:
            _add(catalogue, statement_datum(doc, said))
        for finding in doc.findings:
            for side in finding.sides:
                catalogue.findings[side.ref or doc.id].append((doc, finding))
    return catalogue


def total_item(side: str = "") -> Item:
    """The whole budget, where a question names nothing narrower; of one side where it matters."""
    concept = next(c for c in lexicon()["concept"] if c["name"] == "total")
    keys = tuple(sorted({label_key(x) for x in concept["labels"]}))
    return Item("预算总额", keys, side=side)


def _add(catalogue: Catalogue, datum: Datum) -> None:
    catalogue.data.append(datum)
    catalogue.by_doc[datum.doc.id].append(datum)
    catalogue.by_ref[datum.ref] = datum
    if datum.item:
        catalogue.by_item[datum.item].append(datum)
    if datum.column:
        catalogue.by_column[datum.column].append(datum)
    if datum.code:
        catalogue.by_code[datum.code].append(datum)
