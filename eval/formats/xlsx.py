"""Draws a workbook in several manners, as plain XML in a zip: no library of the reader's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from eval.formats.printed import Form, Piece, Text
from ingest.amount import is_amount
from ingest.read.office.sheet import reference

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
MANNERS = ("text", "numbers", "unmerged", "stacked", "named_sheets")
FORBIDDEN = str.maketrans("", "", "[]:*?/\\")


@dataclass(slots=True)
class Drawn:
    """A sheet while it is drawn. Cells are (text, format code or "" for text, indent)."""

    name: str
    cells: dict[tuple[int, int], tuple[str, str, int]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()  # without a result

    @property
    def next_row(self) -> int:
        return max((row for row, _ in self.cells), default=-1) + 1

    def put(self, row: int, column: int, text: str, code: str = "", indent: int = 0) -> None:
        if text:
            self.cells[row, column] = text, code, indent


def draw(pieces: Sequence[Piece], manner: str = "numbers") -> bytes:
    prose = Drawn("情况说明")
    for row, piece in enumerate(p for p in pieces if isinstance(p, Text)):
        prose.put(row, 0, piece.text)
    sheets = [prose]
    for number, form in enumerate((p for p in pieces if isinstance(p, Form)), 1):
        if manner == "stacked" and number > 1:
            _put(form, sheets[-1], manner, sheets[-1].next_row + 2)
            continue
        name = form.title if manner == "named_sheets" else f"Sheet{number}"
        sheets.append(
            Drawn(
                (f"{number}" + name).translate(FORBIDDEN)[:31] if manner == "named_sheets" else name
            )
        )
        _put(form, sheets[-1], manner, 0)
    return package(sheets)


def _put(form: Form, sheet: Drawn, manner: str, top: int) -> None:
    if manner != "named_sheets" or len(form.title) > 25:
        sheet.put(top, 0, form.title)
        if manner != "unmerged":
            sheet.merges.append((top, 0, 1, form.columns))
    sheet.put(top + 1, 0, form.whose)
    sheet.put(top + 1, max(1, form.columns - 1), f"单位：{form.unit}" if form.unit else "")
    for box in form.boxes:
        code = format_of(box.text) if manner != "text" and not box.head else ""
        sheet.put(top + 2 + box.row, box.column, box.text, code, box.indent)
        if box.rows * box.columns > 1 and not (manner == "unmerged" and box.head):
            sheet.merges.append((top + 2 + box.row, box.column, box.rows, box.columns))
    for number, note in enumerate(form.notes):
        sheet.put(top + 2 + form.rows + number, 0, note)


def format_of(text: str) -> str:
    """The format under which the bare number shows just so; "" for what must stay text."""
    digits = text.lstrip("-")
    if not is_amount(text) or (digits.isdecimal() and len(digits) > 1 and "," not in text):
        return ""  # codes are text
    places = len(text.partition(".")[2])
    return ("#,##0" if "," in text else "0") + ("." + "0" * places if places else "")


# ------------------------------------------------------------------ the file


def package(sheets: Sequence[Drawn]) -> bytes:
    codes = sorted({(code, indent) for s in sheets for _, code, indent in s.cells.values()})
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", TYPES)
        out.writestr("_rels/.rels", ROOT)
        out.writestr("xl/workbook.xml", _book(sheets))
        out.writestr("xl/_rels/workbook.xml.rels", _links(len(sheets)))
        out.writestr("xl/styles.xml", _styles(codes))
        strings: dict[str, int] = {}
        for number, sheet in enumerate(sheets, 1):
            out.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(sheet, codes, strings))
        shared = "".join(f"<si><t xml:space='preserve'>{escape(text)}</t></si>" for text in strings)
        out.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{shared}</sst>")
    return held.getvalue()


def _book(sheets: Iterable[Drawn]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(s.name)} sheetId="{n}" r:id="r{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if s.hidden else ''}/>"
        for n, s in enumerate(sheets, 1)
    )
    return f"<workbook {MAIN} {LINK}><sheets>{listed}</sheets></workbook>"


def _links(count: int) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{KIND}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, count + 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed += "".join(
        f'<Relationship Id="x{name}" Type="{KIND}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "sharedStrings")
    )
    return f'<Relationships xmlns="{space}">{listed}</Relationships>'


def _styles(codes: Sequence[tuple[str, int]]) -> str:
    named = sorted({code for code, _ in codes if code})
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode={quoteattr(code)}/>'
        for n, code in enumerate(named)
    )
    used = "".join(
        f'<xf numFmtId="{164 + named.index(code) if code else 0}"><alignment indent="{indent}"/></xf>'
        for code, indent in codes
    )
    return (f"<styleSheet {MAIN}><numFmts>{formats}</numFmts><cellXfs><xf numFmtId='0'/>{used}"
            "</cellXfs></styleSheet>")  # fmt: skip


def _sheet(sheet: Drawn, codes: Sequence[tuple[str, int]], strings: dict[str, int]) -> str:
    columns = "".join(
        f'<col min="{c + 1}" max="{c + 1}" hidden="1"/>' for c in sorted(sheet.hidden_columns)
    )
    rows: dict[int, list[str]] = {}
    for (row, column), (text, code, indent) in sorted(sheet.cells.items()):
        at = f'r="{reference(row, column)}" s="{codes.index((code, indent)) + 1}"'
        if (row, column) in sheet.formulas:
            cell = f"<c {at}><f>{escape(text)}</f></c>"
        elif code:
            cell = f"<c {at}><v>{float(text.replace(',', ''))!r}</v></c>"
        else:
            cell = f'<c {at} t="s"><v>{strings.setdefault(text, len(strings))}</v></c>'
        rows.setdefault(row, []).append(cell)
    listed = "".join(
        f'<row r="{row + 1}"{" hidden=" + chr(34) + "1" + chr(34) if row in sheet.hidden_rows else ""}>'
        f"{''.join(cells)}</row>"
        for row, cells in rows.items()
    )
    merged = "".join(
        f'<mergeCell ref="{reference(r, c)}:{reference(r + deep - 1, c + wide - 1)}"/>'
        for r, c, deep, wide in sheet.merges
    )
    return (
        f"<worksheet {MAIN}>{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{listed}"
        f"</sheetData>{f'<mergeCells>{merged}</mergeCells>' if merged else ''}</worksheet>"
    )
