"""Disclosures that are read when something of them is asked for, and put back when room is short."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from ingest.corpus.askable import Askable, Head
from ingest.corpus.derived import Part
from ingest.records import Disclosure, Fact, Finding, Indicator, Passage, Statement, Table

ROOM = 400_000_000  # bytes of what is kept open, as estimated
PER_LETTER = 7  # bytes in memory for a letter of a stored record, measured over 159 disclosures
Held = TypeVar("Held")


class Shelf:
    """The last things that were read, within bounds. Thread-safe."""

    def __init__(self, askable: Askable, room: int = ROOM) -> None:
        self.askable = askable
        self._room = room
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._taken = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], tuple[Held, int]]) -> Held:
        """What is kept under a key; else read (with its size in bytes), and kept."""
        with self._lock:
            if (found := self._held.get(key)) is not None:
                self._held.move_to_end(key)
                held: Held = found[0]
                return held
        made, size = read()
        self.put(key, made, size)
        return made

    def peek(self, key: Hashable) -> Any | None:
        """What is kept under a key, if it is."""
        with self._lock:
            if (found := self._held.get(key)) is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, made: object, size: int) -> None:
        with self._lock:
            _, before = self._held.pop(key, (None, 0))
            self._held[key] = (made, size)
            self._taken += size - before
            while self._taken > self._room and len(self._held) > 1:
                _, (_, least) = self._held.popitem(last=False)
                self._taken -= least

    @property
    def taken(self) -> int:
        """Bytes of what is kept, as estimated."""
        return self._taken

    def part(self, disclosure: str, name: str) -> tuple[Any, ...]:
        def read() -> tuple[tuple[Any, ...], int]:
            found, letters = self.askable.part(disclosure, name)
            return found, letters * PER_LETTER

        return self.get((disclosure, name), read)


class Shelved(Disclosure):
    """A disclosure whose parts are read when they are first asked for, each by itself.

    Without what another format of the same disclosure has better, where `part` says so.
    """

    __slots__ = ("_part", "_shelf", "counts", "serial")
    _shelf: Shelf
    _part: Part
    counts: Mapping[str, Any]  # what assistant/shelf/keys.py counted of all of it
    serial: int

    @classmethod
    def of(cls, head: Head, shelf: Shelf, part: Part | None = None) -> Shelved:
        made: Shelved = cls.__new__(cls)
        bare = head.bare
        known = {
            name: getattr(bare, name)
            for name in ("id", "path", "sha256", "media", "n_pages", "identity", "title", "reader")
        }
        known |= {"_shelf": shelf, "_part": part or Part(bare.id), "counts": head.counts}
        known |= {"serial": head.serial}
        for name, value in known.items():
            object.__setattr__(made, name, value)
        return made

    @property
    def is_whole(self) -> bool:
        return not self._part.tables and not self._part.told

    def entire(self) -> Shelved:
        """The same with what another format has better."""
        head = Head(self, self.serial, "", self.counts)
        return Shelved.of(head, self._shelf)

    def has(self, record: Fact | Statement) -> bool:
        """Whether a record of the file is read here, or in another format."""
        if isinstance(record, Statement):
            return not self._part.told
        return record.table not in self._part.tables

    @property
    def tables(self) -> tuple[Table, ...]:
        found: tuple[Table, ...] = self._shelf.part(self.id, "tables")
        gone = self._part.tables
        return tuple(t for t in found if t.number not in gone) if gone else found

    @property
    def facts(self) -> tuple[Fact, ...]:
        found: tuple[Fact, ...] = self._shelf.part(self.id, "facts")
        gone = self._part.tables
        return tuple(f for f in found if f.table not in gone) if gone else found

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        if not self.counts["targets"]:
            return ()
        found: tuple[Indicator, ...] = self._shelf.part(self.id, "indicators")
        gone = self._part.tables
        return tuple(i for i in found if i.table not in gone) if gone else found

    @property
    def statements(self) -> tuple[Statement, ...]:
        return () if self._part.told else self._shelf.part(self.id, "statements")

    @property
    def passages(self) -> tuple[Passage, ...]:
        return () if self._part.told else self._shelf.part(self.id, "passages")

    @property
    def findings(self) -> tuple[Finding, ...]:
        if not self.counts["findings"]:
            return ()
        found: tuple[Finding, ...] = self._shelf.part(self.id, "findings")
        if self.is_whole:
            return found
        records = (*self._shelf.part(self.id, "facts"), *self._shelf.part(self.id, "statements"))
        gone = {r.id for r in records if not self.has(r)}
        return tuple(f for f in found if not any(side.ref in gone for side in f.sides))

    def __eq__(self, other: object) -> bool:
        """By what was read, not by reading it all; with a disclosure in memory, part by part."""
        if isinstance(other, Shelved):
            return (self.id, self.serial, self._part) == (other.id, other.serial, other._part)
        return isinstance(other, Disclosure) and whole(self) == other

    def __hash__(self) -> int:
        return hash(self.sha256)


def whole(doc: Disclosure) -> Disclosure:
    """The same with all its parts in memory."""
    return Disclosure(
        doc.id, doc.path, doc.sha256, doc.media, doc.n_pages, doc.identity, doc.title, doc.tables,
        doc.facts, doc.indicators, doc.statements, doc.passages, doc.findings, doc.reader,
    )  # fmt: skip
