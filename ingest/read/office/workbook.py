"""An Excel workbook (.xlsx, .xlsm) → its sheets as shown. Macros and links are never looked at."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import Unreadable
from ingest.read.office.grids import blank_width
from ingest.read.office.markup import Element, attribute, child, children, local, xml_root
from ingest.read.office.numbers import BUILT_IN, GENERAL, shown, stored
from ingest.read.office.package import Package, open_package
from ingest.read.office.sheet import (
    MOST_CELLS,
    NOT_WORKED_OUT,
    Sheet,
    Shown,
    place,
    ranges,
    without_pointless,
)

TRUE = frozenset({"1", "true"})
INDENT = 9.0  # points of one step of a cell's indent


@dataclass(frozen=True, slots=True)
class Style:
    code: str = GENERAL
    indent: int = 0
    side: str = ""  # horizontal alignment as written
    ruled: bool = False  # it has a border


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets share."""

    strings: tuple[str, ...]
    styles: tuple[Style, ...]
    from_1904: bool

    def style(self, number: str) -> Style:
        at = int(number) if number.isdecimal() else 0
        return self.styles[at] if at < len(self.styles) else Style()


def read_xlsx(content: bytes) -> tuple[Sheet, ...]:
    package = open_package(content)
    book = read_book(package)
    found = [
        read_sheet(xml_root(package.read(part)), name, number, book, hidden)
        for number, name, part, hidden in sheet_parts(package)
    ]
    if not found:
        raise Unreadable("工作簿里没有工作表")
    return tuple(found)


def sheet_parts(package: Package) -> Iterator[tuple[int, str, str, bool]]:
    """Number, name, part and whether hidden, of each worksheet in the order of its tabs."""
    main = package.find("xl/workbook")
    links = _links(package, main)
    sheets = child(xml_root(package.read(main)), "sheets")
    for number, sheet in enumerate(children(sheets, "sheet") if sheets is not None else (), 1):
        kind, part = links.get(_relation(sheet), ("", ""))
        if kind.endswith("/worksheet") and part in package:
            hidden = attribute(sheet, "state") in ("hidden", "veryHidden")
            yield number, attribute(sheet, "name"), part, hidden


def _relation(sheet: Element) -> str:
    """r:id, not the sheet's own."""
    return next((str(v) for k, v in sheet.items() if k.endswith("}id")), "")


def _links(package: Package, main: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(main)
    part = f"{folder}/_rels/{name}.rels"
    if part not in package:
        return {}
    found = {}
    for link in xml_root(package.read(part)):
        if attribute(link, "TargetMode") == "External":
            continue
        target = attribute(link, "Target")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[attribute(link, "Id")] = (attribute(link, "Type"), posixpath.normpath(whole))
    return found


def read_book(package: Package) -> Book:
    strings: tuple[str, ...] = ()
    if name := package.find("xl/sharedStrings"):
        strings = tuple(rich_text(s) for s in xml_root(package.read(name)))
    properties = child(xml_root(package.read(package.find("xl/workbook"))), "workbookPr")
    old = properties is not None and attribute(properties, "date1904") in TRUE
    return Book(strings, read_styles(package), old)


def rich_text(item: Element) -> str:
    """Without the phonetic guide that may stand beside it."""
    out = ""
    for part in item:
        if local(part) == "t":
            out += part.text or ""
        elif local(part) == "r":
            out += "".join(t.text or "" for t in children(part, "t"))
    return out


def read_styles(package: Package) -> tuple[Style, ...]:
    name = package.find("xl/styles")
    if not name:
        return ()
    root = xml_root(package.read(name))
    own = child(root, "numFmts")
    codes = BUILT_IN | {
        int(attribute(f, "numFmtId")): attribute(f, "formatCode")
        for f in (own if own is not None else ())
    }
    borders = child(root, "borders")
    ruled = [any(attribute(side, "style") not in ("", "none") for side in border)
             for border in (borders if borders is not None else ())]  # fmt: skip
    formats = child(root, "cellXfs")
    return tuple(_style(f, codes, ruled) for f in (formats if formats is not None else ()))


def _style(format_: Element, codes: dict[int, str], ruled: list[bool]) -> Style:
    border = int(attribute(format_, "borderId") or 0)
    aligned = child(format_, "alignment")
    indent = attribute(aligned, "indent") if aligned is not None else ""
    return Style(
        codes.get(int(attribute(format_, "numFmtId") or 0), GENERAL),
        int(indent) if indent.isdecimal() else 0,
        attribute(aligned, "horizontal") if aligned is not None else "",
        border < len(ruled) and ruled[border],
    )


# ------------------------------------------------------------------ one sheet


def read_sheet(root: Element, name: str, number: int, book: Book, hidden: bool) -> Sheet:
    cells: dict[tuple[int, int], Shown] = {}
    uncounted: list[tuple[int, int]] = []
    rows = set()
    zeros = _shows_zeros(root)
    data = child(root, "sheetData")
    for row, element in _numbered(data if data is not None else ()):
        if attribute(element, "hidden") in TRUE or attribute(element, "ht") == "0":
            rows.add(row)
        for column, cell in _placed(element):
            text, raw, lost = _text(cell, book, zeros)
            if lost:
                uncounted.append((row, column))
            style = book.style(attribute(cell, "s"))
            if text.strip() or style.ruled or attribute(cell, "t") in ("s", "inlineStr", "str"):
                cells[row, column] = _shown(text, raw, style)
        if len(cells) > MOST_CELLS:
            raise Unreadable("工作表太大，不像一份公开文件")
    merged = child(root, "mergeCells")
    return Sheet(
        name, number, cells,
        without_pointless(ranges(attribute(m, "ref")) for m in (merged if merged is not None else ())),
        frozenset(rows), frozenset(_hidden_columns(root)), hidden, tuple(uncounted),
    )  # fmt: skip


def _shows_zeros(root: Element) -> bool:
    views = child(root, "sheetViews")
    return views is None or all(attribute(v, "showZeros") not in ("0", "false") for v in views)


def _numbered(data: Element) -> Iterator[tuple[int, Element]]:
    """Rows that do not say where they stand follow the one before."""
    last = -1
    for element in data:
        said = attribute(element, "r")
        last = int(said) - 1 if said.isdecimal() else last + 1
        yield last, element


def _placed(row: Element) -> Iterator[tuple[int, Element]]:
    last = -1
    for cell in children(row, "c"):
        said = attribute(cell, "r")
        last = place(said)[1] if said else last + 1
        yield last, cell


def _hidden_columns(root: Element) -> Iterator[int]:
    widths = child(root, "cols")
    for column in widths if widths is not None else ():
        none = attribute(column, "width") == "0"
        if attribute(column, "hidden") in TRUE or none:
            first, last = int(attribute(column, "min")), int(attribute(column, "max"))
            yield from range(first - 1, min(last, first + 500))


def _text(cell: Element, book: Book, zeros: bool) -> tuple[str, bool, bool]:
    """What it shows, whether that is a stored number, and whether a formula has no result."""
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        inner = child(cell, "is")
        return (rich_text(inner) if inner is not None else ""), False, False
    value = child(cell, "v")
    text = value.text or "" if value is not None else ""
    if not text:
        lost = child(cell, "f") is not None and kind != "str"
        return (NOT_WORKED_OUT if lost else ""), False, lost
    if kind == "s":
        at = int(text) if text.strip().isdecimal() else -1
        return (book.strings[at] if 0 <= at < len(book.strings) else ""), False, False
    if kind == "b":
        return ("TRUE" if text.strip() == "1" else "FALSE"), False, False
    number = stored(text) if kind == "n" else None
    if number is None:
        return text, False, False
    if number == 0 and not zeros:
        return "", False, False
    return (
        shown(number, book.style(attribute(cell, "s")).code, from_1904=book.from_1904),
        True,
        False,
    )


def _shown(text: str, raw: bool, style: Style) -> Shown:
    middle = style.side in ("center", "centerContinuous", "distributed")
    left = style.side in ("left", "") and not raw
    indent = style.indent * INDENT + blank_width(text) if left else None
    return Shown(text.strip(), indent, middle, raw, style.code if raw else "")
