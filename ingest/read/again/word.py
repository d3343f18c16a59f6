"""A .docx streamed through expat: paragraphs and table cells by their count, no tree, no styles."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

SPACES = ("/wordprocessingml/2006/main", "/wordprocessingml/main")
SKIPPED = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText"})
LARGEST = 80_000_000  # bytes, as in the first reading

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """Paragraphs in order, and each table's cells by (row, column) from 1, without white space."""

    paragraphs: tuple[str, ...]
    tables: tuple[Mapping[Place, str], ...]


@dataclass(slots=True)
class _Table:
    number: int
    row: int = 0
    column: int = 0
    span: int = 1
    goes_on: bool = False
    text: str = ""
    gone: bool = False  # the row is deleted or hidden
    open: bool = False  # a cell is


@dataclass(slots=True)
class _Reader:
    paragraphs: list[str] = field(default_factory=list)
    tables: list[dict[Place, str]] = field(default_factory=list)
    inside: list[_Table] = field(default_factory=list)
    writing: list[int] = field(default_factory=list)  # the paragraphs that are open
    path: list[str] = field(default_factory=list)
    skipped: int = 0
    hidden: bool = False  # the run is

    def start(self, name: str, given: Mapping[str, str]) -> None:
        space, _, kind = name.rpartition("}")
        word = space.endswith(SPACES)
        values = {key.rpartition("}")[2]: value for key, value in given.items()}
        parent = self.path[-1] if self.path else ""
        self.path.append(kind)
        self.skipped += kind in SKIPPED and parent != "trPr"
        if word and kind == "p":
            self.paragraphs.append("")
            self.writing.append(len(self.paragraphs) - 1)
        elif word and kind == "tbl":
            self.tables.append({})
            self.inside.append(_Table(len(self.tables) - 1))
        elif kind == "r":
            self.hidden = False
        elif kind == "vanish" and parent == "rPr" and self.path[-3] == "r":
            self.hidden = values.get("val", "1") not in ("0", "false", "off")
        elif kind == "noBreakHyphen":
            self.write("-")
        elif self.inside:
            self._in_table(self.inside[-1], kind, parent, values)

    def _in_table(self, table: _Table, kind: str, parent: str, values: Mapping[str, str]) -> None:
        value = values.get("val", "")
        if kind == "tr":
            table.row, table.column, table.gone = table.row + 1, 0, False
        elif kind == "tc":
            table.span, table.goes_on, table.text, table.open = 1, False, "", True
        elif kind == "gridBefore" and value.isdecimal():
            table.column = int(value)
        elif kind == "gridSpan" and value.isdecimal():
            table.span = min(int(value), 300)
        elif kind == "vMerge":
            table.goes_on = value != "restart"
        elif parent == "trPr" and (
            kind == "del" or (kind == "hidden" and value not in ("0", "false", "off"))
        ):
            table.gone = True

    def end(self, name: str) -> None:
        space, _, kind = name.rpartition("}")
        self.path.pop()
        parent = self.path[-1] if self.path else ""
        self.skipped -= kind in SKIPPED and parent != "trPr"
        if not space.endswith(SPACES):
            return
        if kind == "p":
            self.writing.pop()
        elif kind == "tbl":
            self.inside.pop()
        elif self.inside and kind == "tc":
            table = self.inside[-1]
            if not table.goes_on and not table.gone:
                self.tables[table.number][table.row, table.column + 1] = table.text
            table.column, table.open = table.column + table.span, False
        elif self.inside and kind == "tr" and self.inside[-1].gone:
            self.inside[-1].row -= 1
        elif kind == "r":
            self.hidden = False

    def letters(self, text: str) -> None:
        if self.path and self.path[-1] == "t":
            self.write("".join(text.split()))

    def write(self, text: str) -> None:
        if self.skipped or self.hidden or not self.writing:
            return
        self.paragraphs[self.writing[-1]] += text
        if self.inside and self.inside[-1].open:
            self.inside[-1].text += text


def read_word(content: bytes) -> Told:
    """Raises ValueError where the file cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            name = next(
                n
                for n in package.namelist()
                if n.startswith("word/document") and n.endswith(".xml")
            )
            with package.open(name) as part:
                xml = part.read(LARGEST)
    except (zipfile.BadZipFile, StopIteration, OSError) as error:
        raise ValueError("no Word document") from error
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.letters
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ValueError("broken XML") from error
    return Told(tuple(reader.paragraphs), tuple(reader.tables))


def _refuse(*_: object) -> None:
    raise ValueError("entities are declared")
