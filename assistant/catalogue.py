"""What the corpus holds, in the shape in which questions are linked to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.datum import Datum, fact_datum, is_total_row, leaf, statement_datum
from assistant.lexicon import lexicon
from assistant.understand.normalise import is_coded, label_key
from assistant.understand.query import Item
from ingest.corpus.beside import Found, findings_beside
from ingest.corpus.linking import linked
from ingest.records import Disclosure, Finding, Indicator, Passage, Scope, Stage

VEHICLES = "vehicle_count"  # what is counted where money is said to be for each car
BOUGHT = "vehicles_bought"  # what is to be bought of them
RUNNING = "vehicle_running"  # and what a car costs
SCOPES = {Scope.DEPARTMENT: "部门", Scope.OWN: "单位", Scope.UNKNOWN: ""}


@dataclass(frozen=True, slots=True)
class Unit:
    """One body's one fiscal year's one stage: what a question is about, in one file or several."""

    entity: str
    year: int
    stage: Stage
    docs: tuple[Disclosure, ...]
    between: tuple[
        Finding, ...
    ] = ()  # what its files say against each other, or other years' and scopes'
    scope: str = ""  # 部门 or 单位, where the corpus holds both of one body and year

    @property
    def doc_ids(self) -> tuple[str, ...]:
        return tuple(d.id for d in self.docs)


def units_of(docs: Iterable[Disclosure]) -> tuple[Unit, ...]:
    """Narrative and tables of one disclosure together; the newest of each body first."""
    docs = tuple(docs)
    beside = list(findings_beside(docs))
    units = [_unit(files, beside) for files in linked(docs)]
    counted = Counter((u.entity, u.year, u.stage) for u in units)
    twins = {key for key, n in counted.items() if n > 1}
    units = [
        replace(u, scope=SCOPES[u.docs[0].identity.scope])
        if (u.entity, u.year, u.stage) in twins
        else u
        for u in units
    ]
    return tuple(sorted(units, key=lambda u: (u.entity, -u.year, u.stage is Stage.BUDGET)))


def _unit(files: tuple[Disclosure, ...], beside: Sequence[Found]) -> Unit:
    who = files[0].identity
    own = {file.sha256 for file in files}
    found = (f for _, f in beside if own & {side.source.file for side in f.sides})
    return Unit(who.entity, who.year, who.stage, files, tuple(found))


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
    by_above: dict[str, list[Datum]] = field(default_factory=lambda: defaultdict(list))
    by_ref: dict[str, Datum] = field(default_factory=dict)
    _apart: dict[tuple[str, str], dict[str, list[Datum]]] = field(default_factory=dict)
    findings: dict[str, list[tuple[Disclosure, Finding]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    held: tuple[Disclosure, ...] = ()  # the same whole, also what a better source has

    def indicators(self, doc_ids: Iterable[str]) -> Iterator[tuple[Disclosure, Indicator]]:
        wanted = set(doc_ids)
        return ((d, i) for d in self.docs if d.id in wanted for i in d.indicators)

    def passages(self, doc_ids: Iterable[str]) -> Iterator[tuple[Disclosure, Passage]]:
        wanted = set(doc_ids)
        return ((d, p) for d in self.docs if d.id in wanted for p in d.passages)

    def within(self, doc_ids: Iterable[str]) -> Iterator[Datum]:
        """The data of some disclosures, in their order."""
        return (datum for doc_id in doc_ids for datum in self.by_doc.get(doc_id, ()))

    def called(
        self, doc_ids: Sequence[str], keys: Iterable[str], codes: Iterable[str] = ()
    ) -> list[Datum]:
        """The data of some disclosures with one of these labels or codes, in their order."""
        order = {doc_id: n for n, doc_id in enumerate(doc_ids)}
        found: dict[int, Datum] = {}
        for index, wanted in (
            ("item", set(keys)),
            ("column", set(keys)),
            ("code", set(codes)),
        ):
            for key in wanted:
                apart = self._by_document(index, key)
                found |= {d.at: d for doc_id in order for d in apart.get(doc_id, ())}
        return sorted(found.values(), key=lambda d: (order[d.doc.id], d.at))

    def _by_document(self, index: str, key: str) -> dict[str, list[Datum]]:
        """The data of one label, document by document; kept, for labels are asked for again."""
        if (index, key) not in self._apart:
            apart: dict[str, list[Datum]] = defaultdict(list)
            for datum in getattr(self, f"by_{index}").get(key, ()):
                apart[datum.doc.id].append(datum)
            self._apart[index, key] = dict(apart)
        return self._apart[index, key]

    def holding(self, keys: Iterable[str], codes: Iterable[str] = ()) -> set[str]:
        """The disclosures that print one of these labels or codes."""
        found = [self.by_item.get(k, ()) for k in keys] + [self.by_column.get(k, ()) for k in keys]
        found += [self.by_code.get(c, ()) for c in codes]
        return {datum.doc.id for data in found for datum in data}

    def labels(self) -> set[str]:
        return {*self.by_item, *self.by_column, *self.by_above} - {""}


def build(docs: Iterable[Disclosure]) -> Catalogue:
    held = tuple(docs)
    units = units_of(held)
    read = {doc.id: doc for unit in units for doc in unit.docs}  # without what another has better
    catalogue = Catalogue(tuple(read.get(doc.id, doc) for doc in held), units, held=held)
    for doc in catalogue.docs:
        tables = {t.number: t for t in doc.tables}
        named: dict[int, set[str]] = defaultdict(set)
        for fact in doc.facts:
            named[fact.table].add(leaf(fact.column, fact.form))
        totals = {
            (f.table, f.column): f.text for f in doc.facts if f.row and is_total_row(f.row[-1])
        }
        for fact in doc.facts:
            cores = frozenset(named[fact.table])
            part = totals.get((fact.table, fact.column), fact.text) != fact.text
            at = len(catalogue.data)
            _add(catalogue, fact_datum(doc, fact, tables[fact.table], cores, part=part, at=at))
        for said in doc.statements:
            _add(catalogue, statement_datum(doc, said, len(catalogue.data)))
        for finding in doc.findings:
            for side in finding.sides:
                catalogue.findings[side.ref or doc.id].append((doc, finding))
    for unit in catalogue.units:
        for finding in unit.between:
            for side in finding.sides:
                told = catalogue.findings[side.ref or unit.docs[0].id]
                if all(finding is not other for _, other in told):
                    told.append((unit.docs[0], finding))
    return catalogue


def total_item(side: str = "") -> Item:
    """The whole budget, where a question names nothing narrower; of one side where it matters."""
    return replace(concept_item("total"), words="预算总额", side=side)


def concept_item(name: str) -> Item:
    """What the lexicon calls by a name: vehicle_running."""
    concept = next(c for c in lexicon()["concept"] if c["name"] == name)
    keys = tuple(sorted({label_key(x) for x in concept["labels"]}))
    return Item(str(concept["words"][0]), keys, count=bool(concept.get("count")))


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
    for above in datum.row[:-1]:
        if is_coded(above):  # 3021101-差旅费 over 办公经费
            catalogue.by_above[label_key(above)].append(datum)
