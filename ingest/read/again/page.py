"""A web page through Python's own parser: pieces of text by their count, cells by row and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.read.again.word import Place, Told
from ingest.read.office.webpage import (
    BLOCKS,
    MOST_SPAN,
    SILENT,
    TABLE,
    is_hidden,
    page_text,
)

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)


@dataclass(slots=True)
class _Table:
    number: int
    row: int = 0
    taken: set[Place] = field(default_factory=set)
    at: Place | None = None  # the cell that is open
    skipped_row: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.tables: list[dict[Place, str]] = []
        self._inside: list[_Table] = []
        self._text = ""
        self._skipping = ""  # the tag of what is not shown, while it is open
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._skipping:
            self._depth += tag == self._skipping
            if self._skipping == "head" and tag == "body":
                self._skipping = ""
            return
        if tag in BLOCKS or tag in TABLE or tag == "br":
            self._break()
        gone = is_hidden("" if "hidden" in given else None, given.get("style"))
        if (tag in SILENT or gone) and tag not in VOID:
            if tag == "table":
                self.tables.append({})
            self._skipping, self._depth = tag, 1
            return
        if tag == "table":
            self.tables.append({})
            self._inside.append(_Table(len(self.tables) - 1))
        elif self._inside and tag == "tr":
            self._inside[-1].row += 1
            self._inside[-1].at = None
        elif self._inside and tag in ("td", "th"):
            self._cell(self._inside[-1], given)

    def _cell(self, table: _Table, given: dict[str, str | None]) -> None:
        row, column = max(table.row, 1), 1
        while (row, column) in table.taken:
            column += 1
        deep, wide = (_span(given.get(name)) for name in ("rowspan", "colspan"))
        deep = 5000 if deep == 0 else deep
        table.taken |= {(row + r, column + c) for r in range(deep) for c in range(max(1, wide))}
        table.at = (row, column)
        self.tables[table.number][row, column] = ""

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._depth -= tag == self._skipping
            if self._depth == 0:
                self._skipping = ""
            return
        if tag in BLOCKS or tag in TABLE:
            self._break()
        if tag == "table" and self._inside:
            self._inside.pop()
        elif tag in ("td", "th") and self._inside:
            self._inside[-1].at = None

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        text = "".join(data.split())
        self._text += text
        if self._inside and (at := self._inside[-1].at) is not None:
            self.tables[self._inside[-1].number][at] += text

    def _break(self) -> None:
        if self._text:
            self.pieces.append(self._text)
        self._text = ""

    def close(self) -> None:
        super().close()
        self._break()


def _span(text: str | None) -> int:
    plain = (text or "1").strip()
    return min(int(plain), MOST_SPAN) if plain.isdecimal() else 1


def read_page(content: bytes) -> Told:
    reader = _Reader()
    reader.feed(page_text(content).replace("\x00", ""))
    reader.close()
    return Told(tuple(reader.pieces), tuple(reader.tables))
