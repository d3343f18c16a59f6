"""Data by their reference, their disclosure, or their label: as of dictionaries, but read."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.datum import Datum
from assistant.shelf.books import Reader
from assistant.shelf.keys import CODE
from ingest.corpus.askable import Askable


class ByRef:
    """Reference → datum."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def get(self, ref: str) -> Datum | None:
        return self._reader.by_ref(ref)

    def __contains__(self, ref: str) -> bool:
        return self.get(ref) is not None

    def __getitem__(self, ref: str) -> Datum:
        if (found := self.get(ref)) is None:
            raise KeyError(ref)
        return found


class ByDocument:
    """Id of a disclosure → its data."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getitem__(self, doc_id: str) -> list[Datum]:
        return self._reader.books(doc_id).data

    def get(self, doc_id: str, other: Sequence[Datum] = ()) -> Sequence[Datum]:
        return self[doc_id] if doc_id in self._reader.docs else other


class ByLabel:
    """Label core, or code → all data under it, wherever they are."""

    def __init__(self, reader: Reader, askable: Askable, column: str) -> None:
        self._reader, self._askable, self._column = reader, askable, column

    def get(self, key: str, other: Sequence[Datum] = ()) -> Sequence[Datum]:
        docs = list(self._reader.docs)
        order = {own: n for n, own in enumerate(docs)}
        found = self._reader.read(docs, {self._column: {key}})
        return sorted(found, key=lambda d: (order[d.doc.id], d.at)) or other

    def __contains__(self, code: str) -> bool:
        if self._column == "code":
            return bool(self._askable.tallied(CODE, [code]))
        return bool(self._askable.holding(self._column, [code]))
