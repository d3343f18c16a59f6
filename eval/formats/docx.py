"""Draws a Word document in several manners, as plain XML in a zip: no library of the reader's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from eval.formats.printed import Box, Form, Piece, Text

SPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
MANNERS = ("plain", "framed", "split", "first_row", "text_box")
WIDTH = 900  # twips of a column
LINED = (
    '<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>'
    + "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in
              ("top", "left", "bottom", "right", "insideH", "insideV"))
    + "</w:tblBorders></w:tblPr>"
)  # fmt: skip
HALF = 12  # rows of the first part of a table that is split


def draw(pieces: Sequence[Piece], manner: str = "plain") -> bytes:
    body = "".join(
        paragraph(p.text, centred=p.level == 0) if isinstance(p, Text) else _form(p, manner)
        for p in pieces
    )
    return package(body)


def package(body: str, **parts: str) -> bytes:
    """A .docx of this body; `parts` are further ones: styles="…" is word/styles.xml."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", TYPES)
        out.writestr("_rels/.rels", LINKS)
        out.writestr("word/document.xml",
                     f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")  # fmt: skip
        for name, content in parts.items():
            out.writestr(f"word/{name}.xml", content)
    return held.getvalue()


def paragraph(text: str, *, centred: bool = False, indent: int = 0) -> str:
    side = '<w:jc w:val="center"/>' if centred else ""
    left = f'<w:ind w:left="{210 * indent}"/>' if indent else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{left}{side}</w:pPr>{run}</w:p>"


def _form(form: Form, manner: str) -> str:
    above = [t for t in (form.title, form.whose, f"单位：{form.unit}" if form.unit else "") if t]
    notes = "".join(map(paragraph, form.notes))
    if manner == "first_row":
        return table(form, above) + notes + paragraph("")
    if manner == "text_box":
        head = text_box("".join(paragraph(text, centred=True) for text in above))
        return head + table(form) + notes + paragraph("")
    head = "".join(paragraph(text, centred=text == form.title) for text in above)
    if manner == "framed":
        inner = table(form) + paragraph("")
        grid = f'<w:tblGrid><w:gridCol w:w="{WIDTH * form.columns}"/></w:tblGrid>'
        return head + f"<w:tbl>{LINED}{grid}<w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>" + notes
    if manner == "split" and form.rows > HALF and _is_cut_clean(form):
        broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        first = table(form, last=HALF)
        return head + first + broken + table(form, first=HALF) + notes
    return head + table(form) + notes + paragraph("")


def _is_cut_clean(form: Form) -> bool:
    """No merged cell runs over the cut."""
    return form.head_rows <= HALF and not any(b.row < HALF < b.row + b.rows for b in form.boxes)


def table(form: Form, above: Sequence[str] = (), first: int = 0, last: int | None = None) -> str:
    """Rows `first` to `last`; `above` are further rows over the whole width."""
    rows = [
        f'<w:tr><w:tc><w:tcPr>{_width(form.columns)}<w:gridSpan w:val="{form.columns}"/></w:tcPr>{paragraph(text)}</w:tc></w:tr>'
        for text in above
    ]
    for row in range(first, form.rows if last is None else last):
        rows.append(f"<w:tr>{''.join(_cells(form, row))}</w:tr>")
    grid = f'<w:gridCol w:w="{WIDTH}"/>' * form.columns
    return f"<w:tbl>{LINED}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _cells(form: Form, row: int) -> Iterator[str]:
    """Those that begin in the row, and the rests of those that go on through it."""
    here = [b for b in form.boxes if b.row <= row < b.row + b.rows]
    for box in sorted(here, key=lambda b: b.column):
        wide = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
        begins = box.row == row
        merge = (
            ""
            if box.rows == 1
            else f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if begins else ''}/>"
        )
        yield f"<w:tc><w:tcPr>{_width(box.columns)}{wide}{merge}</w:tcPr>{_inside(box) if begins else paragraph('')}</w:tc>"


def _width(columns: int) -> str:
    return f'<w:tcW w:w="{WIDTH * columns}" w:type="dxa"/>'


def _inside(box: Box) -> str:
    return "".join(
        paragraph(line, centred=box.head, indent=box.indent) for line in box.text.split("\n")
    )


def text_box(content: str) -> str:
    """As new programs write it and, once more, as old ones do."""
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"<w:txbxContent>{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
