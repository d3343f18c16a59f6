"""A Word document (.docx) → lines and grids, as it is shown with all changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.amount import is_amount
from ingest.errors import Unreadable
from ingest.read.office.grids import blank_width
from ingest.read.office.markup import Element, attribute, child, local, value_at, xml_root
from ingest.read.office.numbering import Numbering, read_numbering
from ingest.read.office.package import Package, open_package
from ingest.read.office.split import as_placed, split
from ingest.read.office.styles import Look, Styles, read_styles
from ingest.read.prose import STARTS
from ingest.records import Grid, GridCell, Line, Page, Spot, Unseen

GONE = frozenset({"del", "moveFrom", "delText", "instrText", "delInstrText", "rt"})
PLAIN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
ENDED = ("。", "；", "：", "！", "？")
OFF = frozenset({"0", "false", "off"})
LETTERS = ("t",)
TWIP = 20.0  # to the point
HAIR, MOST_TWIPS = 40, 40_000  # twips: two points; the width of the widest sheet


def read_docx(content: bytes) -> tuple[Page, tuple[Unseen, ...]]:
    package = open_package(content)
    name = package.find("word/document")
    root = xml_root(package.read(name)) if name else None
    body = child(root, "body") if root is not None else None
    if body is None:
        raise Unreadable("Word 文件里没有正文")
    walk = Walk.over(root, package)
    walk.blocks(body)
    if not walk.items:
        raise Unreadable("文件里没有文字")
    return Page(1, 0.0, 0.0, tuple(walk.items)), tuple(walk.unseen)


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph's text as shown, the text boxes anchored in it, and how it is set."""

    text: str
    boxes: tuple[Element, ...]
    look: Look
    number: int


@dataclass(slots=True)
class Walk:
    """Along the body in reading order. Paragraphs and tables are counted as they stand in the
    file, those that are not shown too: a second reader counts the same without our rules."""

    styles: Styles
    numbering: Numbering
    paragraphs: dict[Element, int]
    tables: dict[Element, int]
    items: list[Line | Grid] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)

    @classmethod
    def over(cls, root: Element, package: Package) -> Walk:
        space = root.tag.rpartition("}")[0] + "}"
        return cls(
            read_styles(_part(package, "word/styles.xml")),
            read_numbering(_part(package, "word/numbering.xml")),
            {p: n for n, p in enumerate(root.iter(f"{space}p"), 1)},
            {t: n for n, t in enumerate(root.iter(f"{space}tbl"), 1)},
        )

    def blocks(self, parent: Element) -> None:
        for element in parent:
            kind = local(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._table(element)
            elif kind not in GONE:
                self.blocks(element)  # sdt, ins, customXml: what they hold is shown

    # -------------------------------------------------------------- paragraphs

    def _paragraph(self, element: Element) -> None:
        said = self._said(element)
        spot = Spot(paragraph=said.number)
        for text in _parts(said.text):
            self.items.append(Line(text, 1, None, spot=spot, middle=said.look.middle))
        for box in said.boxes:
            self.blocks(box)

    def _said(self, element: Element) -> Said:
        look = self.styles.look_of(element)
        boxes: list[Element] = []
        text = "".join(self._shown(element, boxes))
        number = self.paragraphs[element]
        if text.strip() and look.list_id:
            text = self.numbering.next(look.list_id, look.list_level) + text
        return Said(text, tuple(boxes), look, number)

    def _shown(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        for part in element:
            kind = local(part)
            if kind in LETTERS:
                yield part.text or ""
            elif kind in PLAIN:
                yield "" if attribute(part, "type") in ("page", "column") else PLAIN[kind]
            elif kind == "txbxContent":
                boxes.append(part)
            elif kind == "AlternateContent":  # the same twice: for new programs and for old ones
                chosen = child(part, "Choice")
                chosen = child(part, "Fallback") if chosen is None else chosen
                if chosen is not None:
                    yield from self._shown(chosen, boxes)
            elif kind == "r" and _is_hidden(part):
                if any(t.text and t.text.strip() for t in part if local(t) == "t"):
                    self._not_shown("有隐藏文字", element)
            elif kind not in GONE and kind != "pPr":
                yield from self._shown(part, boxes)

    def _not_shown(self, what: str, paragraph: Element) -> None:
        spot = Spot(paragraph=self.paragraphs[paragraph])
        if all(other.spot != spot for other in self.unseen):
            self.unseen.append(Unseen(f"Word 文件里{what}，没有采用", spot))

    # -------------------------------------------------------------- tables

    def _table(self, element: Element) -> None:
        placed = self._cells(element)
        nested = [t for _, tables, _ in placed for t in tables]
        frame = len(placed) == 1 or (nested and not any(is_amount(c.text) for c, _, _ in placed))
        if frame:  # a table that only holds others, or a box around text
            for _, _, holder in placed:
                self.blocks(holder)
            return
        self.items += split(as_placed(cell) for cell, _, _ in placed)
        for inner in nested:
            self._table(inner)

    def _cells(self, table: Element) -> list[tuple[GridCell, list[Element], Element]]:
        """Each cell with the tables inside it and the element that holds both."""
        snapped = _snapped(table)
        found: list[tuple[GridCell, list[Element], Element]] = []
        open_: dict[int, int] = {}  # column → the cell above that may go on
        for number, row in enumerate(self._rows(table)):
            column = _count(value_at(row, "trPr", "gridBefore"), 0)
            for holder in _through(row, "tc"):
                span = _count(value_at(holder, "tcPr", "gridSpan"), 1)
                merge = child(holder, "tcPr", "vMerge")
                goes_on = merge is not None and attribute(merge, "val") != "restart"
                at, after = snapped.get(column, column), snapped.get(column + span, column + span)
                if goes_on and at in open_:
                    above, tables, held = found[open_[at]]
                    found[open_[at]] = (_grown(above, number), tables, held)
                else:
                    open_[at] = len(found)
                    cell, tables, held = self._cell(table, holder, number, column, span)
                    there = replace(cell, column=at, column_span=max(1, after - at))
                    found.append((there, tables, held))
                column += span
        return found

    def _cell(
        self, table: Element, holder: Element, row: int, column: int, span: int
    ) -> tuple[GridCell, list[Element], Element]:
        said = [self._said(p) for p in _through(holder, "p")]
        told = [s for s in said if s.text.strip()]
        for box in (b for s in said for b in s.boxes):
            told += [s for p in _through(box, "p") if (s := self._said(p)).text.strip()]
        text = "\n".join(s.text.strip() for s in told)
        indent = _indent(told[0]) if told else None
        spot = Spot(table=self.tables[table], row=row + 1, column=column + 1)
        cell = GridCell(row, column, 1, span, text, None, None, indent, spot=spot)
        return cell, list(_through(holder, "tbl")), holder

    def _rows(self, table: Element) -> Iterator[Element]:
        for row in _through(table, "tr"):
            if child(row, "trPr", "del") is not None:
                continue
            hidden = child(row, "trPr", "hidden")
            if hidden is not None and attribute(hidden, "val") not in OFF:
                spot = Spot(table=self.tables[table])
                self.unseen.append(Unseen("Word 表格里有隐藏的行，没有采用", spot))
                continue
            yield row


def _snapped(table: Element) -> dict[int, int]:
    """Columns of the grid that begin a hair's breadth after another are that one: rows drawn by
    hand, or by a converter, are off by as much, and their cells would stand in columns apart. Not
    where a cell has no more room than such a breadth."""
    grid = child(table, "tblGrid")
    edge, edges = 0, [0]
    for column in grid if grid is not None else ():
        edge += _count(attribute(column, "w"), 0, MOST_TWIPS)
        edges.append(edge)
    found, first = {0: 0}, 0
    for number in range(1, len(edges)):
        first = first if edges[number] - edges[first] < HAIR else number
        found[number] = first
    return found if all(_has_room(row, found) for row in _through(table, "tr")) else {}


def _has_room(row: Element, snapped: dict[int, int]) -> bool:
    column = _count(value_at(row, "trPr", "gridBefore"), 0)
    for holder in _through(row, "tc"):
        after = column + _count(value_at(holder, "tcPr", "gridSpan"), 1)
        if snapped.get(column, column) >= snapped.get(after, after):
            return False
        column = after
    return True


def _part(package: Package, name: str) -> Element | None:
    return xml_root(package.read(name)) if name in package else None


def _through(parent: Element, wanted: str) -> Iterator[Element]:
    """Children of that name, also inside content controls and accepted insertions."""
    for element in parent:
        kind = local(element)
        if kind == wanted:
            yield element
        elif kind in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _through(element, wanted)


def _grown(cell: GridCell, row: int) -> GridCell:
    return GridCell(
        cell.row, cell.column, row - cell.row + 1, cell.column_span, cell.text, None, None,
        cell.indent, spot=cell.spot,
    )  # fmt: skip


def _count(text: str, default: int, most: int = 300) -> int:
    return min(int(text), most) if text.isdecimal() else default


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in OFF


def _indent(said: Said) -> float | None:
    """From the left edge of the cell, where the text is set left."""
    if said.look.middle or said.look.right:
        return None
    return said.look.indent / TWIP + blank_width(said.text)


def _parts(text: str) -> Iterator[str]:
    """A line broken by hand ends a paragraph where a heading begins or a sentence has ended."""
    whole = ""
    for part in (p.strip() for p in text.split("\n")):
        plain = re.sub(r"\s", "", part)
        if whole and plain and (STARTS.match(plain) or whole.endswith(ENDED)):
            yield whole
            whole = ""
        whole += part
    if whole.strip():
        yield whole.strip()
