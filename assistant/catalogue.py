"""What the corpus holds, in the shape in which questions are linked to it: disclosures by name and
label in memory, their data read from the ledger by what is asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.datum import Datum
from assistant.lexicon import lexicon
from assistant.shelf.books import Reader
from assistant.shelf.labels import Labels
from assistant.shelf.settling import settle
from assistant.shelf.shelf import ROOM, Shelf, Shelved
from assistant.shelf.views import ByDocument, ByLabel, ByRef
from assistant.understand.normalise import label_key
from assistant.understand.query import Item
from ingest.check.beside.across import bare_name
from ingest.corpus.askable import Askable
from ingest.corpus.ledger import memory_ledger
from ingest.records import Disclosure, Finding, Indicator, Passage, Stage

VEHICLES = "vehicle_count"  # what is counted where money is said to be for each car
BOUGHT = "vehicles_bought"  # what is to be bought of them
RUNNING = "vehicle_running"  # and what a car costs
LETTERS = 2000  # bytes of a finding in memory
Told = tuple[Disclosure, Finding]


def _nothing() -> tuple[Finding, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Unit:
    """One body's one fiscal year's one stage: what a question is about, in one file or several."""

    entity: str
    year: int
    stage: Stage
    docs: tuple[Disclosure, ...]
    scope: str = ""  # 部门 or 单位, where the corpus holds both of one body and year
    told: Callable[[], tuple[Finding, ...]] = field(default=_nothing, repr=False, compare=False)
    doc_ids: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "doc_ids", tuple(d.id for d in self.docs))

    @property
    def between(self) -> tuple[Finding, ...]:
        """What its files say against each other, or against other years' and scopes'."""
        return self.told()


class Catalogue:
    """Everything askable. What belongs to single disclosures is read when it is asked for.

    `docs` are as answers read them, `held` the same whole, also what a better source has.
    """

    def __init__(self, askable: Askable, room: int = ROOM) -> None:
        self.askable = askable
        self.shelf = Shelf(askable, room)
        heads = {head.bare.id: head for head in askable.heads()}
        bound = askable.units()
        parts = {p.disclosure: p for unit in bound for p in unit.parts}
        self.printed = Labels({i: head.labels for i, head in heads.items()})
        heads = {i: head._replace(labels="") for i, head in heads.items()}
        self.held: tuple[Disclosure, ...] = tuple(Shelved.of(h, self.shelf) for h in heads.values())
        read = [Shelved.of(h, self.shelf, parts.get(i)) for i, h in heads.items()]
        self._read = {doc.id: doc for doc in read}
        self.docs: tuple[Disclosure, ...] = tuple(read)
        self.units = tuple(
            self._unit(u.entity, u.year, u.stage, u.scope, [p.disclosure for p in u.parts])
            for u in bound
        )
        self._reader = Reader(self.shelf, self._read)
        self.by_ref = ByRef(self._reader)
        self.by_doc = ByDocument(self._reader)
        self.findings = Findings(self)
        self.by_code = ByLabel(self._reader, askable, "code")
        self.by_item = ByLabel(self._reader, askable, "item")
        self.by_column = ByLabel(self._reader, askable, "part")

    def _unit(self, entity: str, year: int, stage: str, scope: str, ids: list[str]) -> Unit:
        files = tuple(self._read[i] for i in ids)
        own = {file.sha256 for file in files}

        def told() -> tuple[Finding, ...]:
            found = self.between(entity)
            return tuple(f for f in found if own & {side.source.file for side in f.sides})

        return Unit(entity, year, Stage(stage), files, scope, told)

    # ------------------------------------------------------------------ disclosures

    def in_order(self, doc_ids: Collection[str]) -> list[Disclosure]:
        """Some disclosures, in the order of all."""
        held = [i for i in dict.fromkeys(doc_ids) if i in self._read]
        return [self._read[i] for i in sorted(held, key=self._places.__getitem__)]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {doc.id: n for n, doc in enumerate(self.docs)}

    def get(self, doc_id: str) -> Disclosure | None:
        return self._read.get(doc_id)

    @cached_property
    def by_sha(self) -> dict[str, Disclosure]:
        return {d.sha256: d for d in self.held}

    @cached_property
    def _of_entity(self) -> dict[str, list[Disclosure]]:
        out: dict[str, list[Disclosure]] = defaultdict(list)
        for doc in self.docs:
            out[doc.identity.entity].append(doc)
        return out

    def of_entities(self, entities: Iterable[str]) -> list[Disclosure]:
        """The disclosures of some bodies, in the order of all."""
        found = [d.id for e in dict.fromkeys(entities) for d in self._of_entity.get(e, ())]
        return self.in_order(found)

    # ------------------------------------------------------------------ units

    @cached_property
    def _units_of(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = defaultdict(list)
        for n, unit in enumerate(self.units):
            out[unit.entity].append(n)
        return out

    @cached_property
    def _unit_at(self) -> dict[str, int]:
        return {i: n for n, unit in enumerate(self.units) for i in unit.doc_ids}

    def units_of(self, entities: Iterable[str]) -> list[Unit]:
        """The units of some bodies, in the order of all."""
        found = (n for e in set(entities) for n in self._units_of.get(e, ()))
        return [self.units[n] for n in sorted(found)]

    def unit_of(self, doc_id: str) -> Unit | None:
        """The unit that a file is of; None for a copy."""
        at = self._unit_at.get(doc_id)
        return None if at is None else self.units[at]

    def holding_any(self, doc_ids: Iterable[str]) -> list[Unit]:
        """The units that some files are of, in the order of all."""
        found = {self._unit_at[i] for i in doc_ids if i in self._unit_at}
        return [self.units[n] for n in sorted(found)]

    def meant(self, units: Iterable[tuple[str, ...]]) -> list[Unit]:
        """The units that a query names by their files, in the order of all."""
        wanted = set(units)
        found = self.holding_any(ids[0] for ids in wanted if ids)
        return [u for u in found if u.doc_ids in wanted]

    @cached_property
    def _beside(self) -> dict[str, set[str]]:
        out: dict[str, set[str]] = defaultdict(set)
        for entity in self._of_entity:
            out[bare_name(entity)].add(entity)
        return out

    def beside(self, entity: str) -> set[str]:
        """The bodies whose books are compared with those of this one, itself among them."""
        return self._beside[bare_name(entity)]

    @cached_property
    def _compared(self) -> frozenset[str]:
        """The bodies whose disclosures say something against each other."""
        return self.askable.compared()

    def between(self, entity: str) -> tuple[Finding, ...]:
        """What the disclosures of a body say against each other."""
        body = bare_name(entity)
        if body not in self._compared:
            return ()

        def read() -> tuple[tuple[Finding, ...], int]:
            found = self.askable.between(body)
            return found, LETTERS * (1 + len(found))

        return self.shelf.get((body, "between"), read)

    # ------------------------------------------------------------------ what they hold

    def indicators(self, doc_ids: Iterable[str]) -> Iterator[tuple[Disclosure, Indicator]]:
        return ((d, i) for d in self.in_order(tuple(doc_ids)) for i in d.indicators)

    def passages(self, doc_ids: Iterable[str]) -> Iterator[tuple[Disclosure, Passage]]:
        return ((d, p) for d in self.in_order(tuple(doc_ids)) for p in d.passages)

    def prints(self, doc_id: str) -> bool:
        """Whether a disclosure holds anything to be asked for."""
        doc = self._read.get(doc_id)
        if doc is None or doc.is_whole:
            return doc is not None and bool(doc.counts["data"])
        return bool(self.by_doc[doc_id])

    def counted(self, doc_id: str) -> int:
        """How many data a disclosure holds."""
        doc = self._read[doc_id]
        return int(doc.counts["data"]) if doc.is_whole else len(self.by_doc[doc_id])

    def targets(self, doc_ids: Collection[str]) -> frozenset[str]:
        """The names of the targets that some disclosures set."""
        if len(doc_ids) >= len(self.docs):
            return self._all_targets
        held = (self._read[i] for i in doc_ids if i in self._read)
        doc_ids = frozenset(doc.id for doc in held if doc.counts["targets"])
        if not doc_ids:
            return frozenset()
        kept = (doc_ids, "targets")

        def read() -> tuple[frozenset[str], int]:
            found = frozenset(name for _, name in self.askable.targets(sorted(doc_ids)))
            return found, 200 * (1 + len(found))

        return self.shelf.get(kept, read)

    @cached_property
    def _all_targets(self) -> frozenset[str]:
        return frozenset(name for _, name in self.askable.targets(None))

    @property
    def data(self) -> Iterator[Datum]:
        """All of it, disclosure by disclosure."""
        return self.within(doc.id for doc in self.docs)

    def within(self, doc_ids: Iterable[str]) -> Iterator[Datum]:
        """The data of some disclosures, in their order."""
        return (datum for doc_id in doc_ids for datum in self.by_doc.get(doc_id, ()))

    def statements(self, doc_id: str) -> Sequence[Datum]:
        """Those of a disclosure's data that its narrative says."""
        return self._reader.statements(doc_id)

    def after(self, datum: Datum) -> Datum | None:
        """What its disclosure prints next."""
        own = self.by_doc[datum.doc.id]
        at = bisect_left(own, datum.at + 1, key=lambda d: d.at)
        return own[at] if at < len(own) else None

    def called(
        self, doc_ids: Sequence[str], keys: Iterable[str], codes: Iterable[str] = (),
        *, whole: bool = False,
    ) -> list[Datum]:  # fmt: skip
        """The data of some disclosures with one of these labels or codes, in their order; only
        those that are the `whole` of what is called so, with nothing beside the label."""
        order = {doc_id: n for n, doc_id in enumerate(doc_ids)}
        wanted = _wanted(set(keys), set(codes), whole)
        found = {(d.doc.id, d.at): d for d in self._reader.read(list(order), wanted)}
        return sorted(found.values(), key=lambda d: (order[d.doc.id], d.at))

    def under(self, doc_ids: Sequence[str], key: str) -> list[Datum]:
        """The rows beneath a label that is printed with its code, in the order of all."""
        docs = [d.id for d in self.in_order(doc_ids)]
        found = self._reader.read(docs, {"above": {key}})
        return sorted(found, key=lambda d: (self._places[d.doc.id], d.at))

    def ahead(
        self, doc_ids: Sequence[str], keys: Iterable[str], codes: Iterable[str] = (),
        *, whole: bool = False,
    ) -> None:  # fmt: skip
        """Read at one go what will be asked of many disclosures one by one."""
        keys = set(keys)
        wanted = {**_wanted(keys, set(codes), whole), "above": keys}
        for _ in self._reader.read(doc_ids, wanted, alone=False):
            pass

    def printing(
        self, measure: str, low: int, high: int, docs: Collection[str] | None
    ) -> list[Datum]:
        """Data by their amount, in hundredths, in the order of all; see assistant/shelf/keys.py."""
        found = self._reader.valued(measure, low, high, docs)
        return sorted(found, key=lambda d: (self._places[d.doc.id], d.at))

    def holding(self, keys: Iterable[str], codes: Iterable[str] = ()) -> set[str]:
        """The disclosures that print one of these labels or codes."""
        keys, codes = sorted(set(keys)), sorted(set(codes))
        found: set[str] = set()
        for column, values in (("item", keys), ("part", keys), ("code", codes)):
            found |= self.askable.holding(column, values) if values else set()
        return found & self._read.keys()

    def labels(self) -> frozenset[str]:
        return self.printed.all

    def labels_of(self, doc_ids: Collection[str]) -> frozenset[str]:
        """The labels that some disclosures print."""
        return self.printed.of(doc_ids)


def _wanted(keys: set[str], codes: set[str], whole: bool) -> dict[str, set[str]]:
    kind = "whole_" if whole else ""
    return {f"{kind}item": keys, f"{kind}part": keys, f"{kind}code": codes}


class Findings:
    """Reference of a datum → what the audit says of it, each with the disclosure that says it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def get(self, ref: str, other: Sequence[Told] = ()) -> Sequence[Told]:
        held = self._catalogue
        doc = held.get(ref.split(":", 1)[0])
        if doc is None:
            return other
        found: list[Told] = [
            (doc, f) for f in doc.findings for side in f.sides if (side.ref or doc.id) == ref
        ]
        for unit in held.units_of(held.beside(doc.identity.entity)):
            for finding in unit.between:
                for side in finding.sides:
                    if (side.ref or unit.docs[0].id) == ref and all(
                        finding is not before for _, before in found
                    ):
                        found.append((unit.docs[0], finding))
        return found or other


def catalogue_of(askable: Askable, room: int = ROOM) -> Catalogue:
    """The catalogue of a ledger; what was not yet worked out of it is worked out first."""
    settle(askable.ledger)
    return Catalogue(askable, room)


def build(docs: Iterable[Disclosure]) -> Catalogue:
    """A catalogue of disclosures in memory, for tests and tools: through the same tables."""
    held = tuple(docs)
    ledger = memory_ledger()
    for doc in held:
        ledger.save(replace(doc, path=f"{doc.id}:{doc.path}"))
    made = catalogue_of(Askable(ledger))
    paths = {doc.id: doc.path for doc in held}
    for doc in (*made.docs, *made.held):
        object.__setattr__(doc, "path", paths[doc.id])
    return made


def total_item(side: str = "") -> Item:
    """The whole budget, where a question names nothing narrower; of one side where it matters."""
    return replace(concept_item("total"), words="预算总额", side=side)


def concept_item(name: str) -> Item:
    """What the lexicon calls by a name: vehicle_running."""
    concept = next(c for c in lexicon()["concept"] if c["name"] == name)
    keys = tuple(sorted({label_key(x) for x in concept["labels"]}))
    return Item(str(concept["words"][0]), keys, count=bool(concept.get("count")))
