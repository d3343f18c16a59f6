"""Numbers in the sentences of the books that nothing else was made of: read as a draft is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.catalogue import Catalogue, Unit
from assistant.claims.likeness import LEAD
from assistant.datum import Datum
from assistant.prose.figure import Figure, Kind
from assistant.prose.figures import figures
from assistant.prose.plain import plain
from ingest.amount import Amount
from ingest.records import Disclosure, Passage, PassageKind, Role, Source

UNITS = 12  # whose sentences are kept read


@dataclass(frozen=True, slots=True)
class InText:
    figure: Figure
    datum: Datum


class Sentences:
    """The numbers of the passages of a disclosure, read when they are first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._read = lru_cache(maxsize=UNITS)(self._of_docs)

    def of(self, unit: Unit) -> tuple[InText, ...]:
        return self._read(unit.doc_ids)

    def _of_docs(self, doc_ids: tuple[str, ...]) -> tuple[InText, ...]:
        return tuple(
            found
            for doc, passage in self.catalogue.passages(doc_ids)
            if passage.kind is PassageKind.NARRATIVE
            for found in _of_passage(doc, passage)
        )


def _of_passage(doc: Disclosure, passage: Passage) -> Iterator[InText]:
    text = plain(passage.text)
    for figure in figures(text.text):
        printed = "".join(passage.text[slice(*text.original(figure.start, figure.end))].split())
        source = next((s for s in passage.sources if printed in "".join(s.text.split())), None)
        if source is not None:
            yield InText(figure, _datum(doc, passage, source, text.text, figure))


def _datum(doc: Disclosure, passage: Passage, source: Source, text: str, figure: Figure) -> Datum:
    """A number within a sentence as something to be cited: its place is that of the lines."""
    before = re.split("[。；;]", text[max(0, figure.start - 2 * LEAD) : figure.start])[-1]
    after = re.split("[，。；;、]", text[figure.end : figure.end + LEAD // 2])[0]
    money = figure.kind is Kind.MONEY
    amount = Amount(
        figure.value / 10_000 if money else figure.value, "万元" if money else figure.unit
    )
    role = Role.COUNT if figure.kind is Kind.COUNT else Role.LEVEL
    heading = passage.headings[-1] if passage.headings else ""
    return Datum(
        passage.id, doc, "narrative", "", heading, "", "", "", frozenset(), "", amount, role,
        doc.identity.year, (before[-LEAD:] + after,), (), source,
    )  # fmt: skip
