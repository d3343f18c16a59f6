"""Data of the ledger: of one disclosure at once, or of many by what they are called."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.datum import Datum, data_of, fact_datum, statement_datum
from assistant.shelf.keys import hundredths, measure, value_of
from assistant.shelf.shelf import Shelf, Shelved
from assistant.understand.normalise import is_coded, label_key
from ingest.corpus.labelled import WHOLE, Row
from ingest.records import Statement

FEW = 8  # disclosures that may be read whole where they are asked often
OFTEN = 6  # times that a disclosure is asked for some labels before it is read whole
BYTES = 1200  # of a datum, in memory
MOST = 300_000  # answers to what was asked of many disclosures, kept at hand
DATUM = 10  # of them, as one datum takes as much memory
Index = dict[str, list[Datum]]
Found = dict[tuple[str, str], dict[str, list[Datum]]]


@dataclass(frozen=True, slots=True)
class Books:
    """All data of one disclosure, by what they are called."""

    data: list[Datum]
    by: Mapping[str, Index]  # item, part, code, above

    @classmethod
    def of(cls, data: list[Datum]) -> Books:
        by: dict[str, Index] = {c: defaultdict(list) for c in ("item", "part", "code", "above")}
        for datum in data:
            for column, key in (("item", datum.item), ("part", datum.column), ("code", datum.code)):
                if key:
                    by[column][key].append(datum)
            for above in datum.row[:-1]:
                if is_coded(above):  # 3021101-差旅费 over 办公经费
                    by["above"][label_key(above)].append(datum)
        return cls(data, {column: dict(index) for column, index in by.items()})


class Reader:
    """Reads data of the disclosures of one catalogue. Thread-safe."""

    def __init__(self, shelf: Shelf, docs: Mapping[str, Shelved]) -> None:
        self.docs = docs
        self._shelf = shelf
        self._lock = threading.Lock()
        # (column, value) → disclosure → its data; there with none is known to have none
        self._found: Found = {}
        self._refs: dict[str, Datum] = {}
        self._size = 0
        self._asked: Counter[str] = Counter()  # disclosure → how often it was asked for labels

    def books(self, doc_id: str) -> Books:
        def read() -> tuple[Books, int]:
            made = Books.of(self._data_of(self.docs[doc_id]))
            return made, BYTES * (1 + len(made.data))

        return self._shelf.get((doc_id, "books"), read)

    def _data_of(self, doc: Shelved) -> list[Datum]:
        """Each at its place in the whole file, though a part of it may be read elsewhere."""
        titles = self._titles([doc.id])[doc.id]
        if doc.is_whole:
            return data_of(doc, titles)
        kept = {f.id for f in doc.facts} | {s.id for s in doc.statements}
        return [replace(d, doc=doc) for d in data_of(doc.entire(), titles) if d.ref in kept]

    def statements(self, doc_id: str) -> Sequence[Datum]:
        """The data that the narrative of a disclosure says; its tables are left closed."""
        doc = self.docs[doc_id]
        books: Books | None = self._shelf.peek((doc_id, "books"))
        if books is not None or not doc.is_whole:
            return [d for d in self.books(doc_id).data if d.statement is not None]

        def read() -> tuple[list[Datum], int]:
            said = doc.statements
            first = int(doc.counts["data"]) - len(said)
            made = [statement_datum(doc, one, first + n) for n, one in enumerate(said)]
            return made, BYTES * (1 + len(made))

        return self._shelf.get((doc_id, "said"), read)

    def by_ref(self, ref: str) -> Datum | None:
        if (found := self._refs.get(ref)) is not None:
            return found
        doc_id = ref.split(":", 1)[0]
        if doc_id not in self.docs:
            return None
        books: Books | None = self._shelf.peek((doc_id, "books"))
        if books is not None or self._is_asked_often(doc_id):
            return next((d for d in self.books(doc_id).data if d.ref == ref), None)
        row = self._shelf.askable.named(ref)
        return None if row is None else next(iter(self._made([row]).values()), None)

    def read(
        self,
        doc_ids: Sequence[str],
        wanted: Mapping[str, Collection[str]],
        *,
        alone: bool = True,
    ) -> Iterator[Datum]:
        """What some disclosures hold under labels, column by column; a datum may come twice.

        `alone` False reads by label even where the disclosures are few.
        """
        unread: list[str] = []
        known = self._found  # as it is now: another thread may begin a new one
        for doc_id in dict.fromkeys(doc_ids):
            if doc_id not in self.docs:
                continue
            books: Books | None = self._shelf.peek((doc_id, "books"))
            if books is not None:
                yield from _within(books, wanted)
            elif _is_known(known, doc_id, wanted):
                yield from _known(known, doc_id, wanted)
            else:
                unread.append(doc_id)
        if alone and len(unread) <= FEW:
            for doc_id in [i for i in unread if self._is_asked_often(i)]:
                yield from _within(self.books(doc_id), wanted)
                unread.remove(doc_id)
        if unread:
            known = self._fetch(unread, wanted)
        for doc_id in unread:
            yield from _known(known, doc_id, wanted)

    def _is_asked_often(self, doc_id: str) -> bool:
        """Whether it pays to read all data of a disclosure at once."""
        with self._lock:
            if len(self._asked) > MOST:
                self._asked.clear()
            self._asked[doc_id] += 1
            return self._asked[doc_id] > OFTEN

    def _fetch(self, doc_ids: Sequence[str], wanted: Mapping[str, Collection[str]]) -> Found:
        """What is known now, with all that was wanted of these disclosures."""
        read = self._shelf.askable.data(
            doc_ids, {column: sorted(values) for column, values in wanted.items() if values}
        )
        data = self._made(row for rows in read.values() for _, row in rows)
        fresh: Found = {
            (column, value): {i: [] for i in doc_ids}
            for column, values in wanted.items()
            for value in values
        }
        seen: set[tuple[str, str, str, int]] = set()
        for column, rows in read.items():
            for value, row in rows:
                datum, place = data.get((row.disclosure, row.at)), (column, value, row.disclosure, row.at)  # fmt: skip
                if datum is not None and place not in seen:
                    seen.add(place)
                    fresh[column, value][row.disclosure].append(datum)
        with self._lock:
            if self._size > MOST:
                self._found, self._refs, self._size = {}, {}, 0
            known = self._found
            for key, of_docs in fresh.items():
                # in place of what another thread may have read meanwhile: it is the same
                known.setdefault(key, {}).update(of_docs)
            self._size += len(fresh) * len(doc_ids) + DATUM * len(data)
            self._refs |= {d.ref: d for d in data.values()}
        return known

    def _made(self, rows: Iterable[Row]) -> dict[tuple[str, int], Datum]:
        """Each row as a datum, once; without what another format of its disclosure has better."""
        held = {(row.disclosure, row.at): row for row in rows}
        titles = self._titles({row.disclosure for row in held.values()})
        out: dict[tuple[str, int], Datum] = {}
        for key, row in held.items():
            doc = self.docs.get(row.disclosure)
            if doc is None or not doc.has(row.record):
                continue
            if isinstance(row.record, Statement):
                out[key] = statement_datum(doc, row.record, row.at)
            else:
                title = titles[doc.id][row.record.table]
                out[key] = fact_datum(doc, row.record, title, row.item, row.part, row.at)
        return out

    def _titles(self, doc_ids: Collection[str]) -> dict[str, dict[int, str]]:
        found = {i: t for i in doc_ids if (t := self._shelf.peek((i, "titles"))) is not None}
        missing = sorted(set(doc_ids) - found.keys())
        if missing:
            read = self._shelf.askable.titles(missing)
            for own, titles in read.items():
                self._shelf.put((own, "titles"), titles, 200 * (1 + len(titles)))
            found |= read
        return found

    def valued(self, kind: str, low: int, high: int, docs: Collection[str] | None) -> list[Datum]:
        """Data whose amount is of a kind and between two, in hundredths."""
        if docs is not None and len(docs) <= FEW:
            return [
                d for i in docs if i in self.docs for d in self.books(i).data
                if d.amount is not None and measure(d.amount) == kind
                and low <= hundredths(value_of(d.amount)) <= high
            ]  # fmt: skip
        wanted = None if docs is None else [i for i in docs if i in self.docs]
        rows = self._shelf.askable.valued(kind, low, high, wanted)
        known = (r for r in rows if r.disclosure in self.docs)
        return list(self._made(known).values())


def _within(books: Books, wanted: Mapping[str, Collection[str]]) -> Iterator[Datum]:
    for column, values in wanted.items():
        own, beside = WHOLE.get(column, (column, ""))
        for value in values:
            yield from _whole(books.by[own].get(value, ()), beside)


def _whole(data: Iterable[Datum], beside: str) -> Iterator[Datum]:
    """Those with nothing in the column that must be empty, if any must be."""
    for datum in data:
        if not (beside and (datum.item if beside == "item" else datum.column)):
            yield datum


def _is_known(found: Found, doc_id: str, wanted: Mapping[str, Collection[str]]) -> bool:
    return all(
        _held(found, doc_id, column, value) is not None
        for column, values in wanted.items()
        for value in values
    )


def _known(found: Found, doc_id: str, wanted: Mapping[str, Collection[str]]) -> Iterator[Datum]:
    for column, values in wanted.items():
        for value in values:
            yield from _held(found, doc_id, column, value) or ()


def _held(found: Found, doc_id: str, column: str, value: str) -> Iterable[Datum] | None:
    """What is known of a disclosure; who knows all under a label knows what is whole of it."""
    held = found.get((column, value), {}).get(doc_id)
    if held is not None or column not in WHOLE:
        return held
    own, beside = WHOLE[column]
    every = found.get((own, value), {}).get(doc_id)
    return None if every is None else list(_whole(every, beside))
