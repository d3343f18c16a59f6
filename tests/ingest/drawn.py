"""Draw a table or a paragraph as text; get the records the recogniser would give."""

from __future__ import annotations

from ingest.records import (
    Box,
    Cell,
    Disclosure,
    Document,
    Identity,
    Line,
    Page,
    Paragraph,
    Recognised,
    Source,
    Stage,
    Table,
)

FILE = "f" * 64
ENTITY = "郑州市金水区政务信息中心"
IDENTITY = Identity(ENTITY, 2024, Stage.BUDGET)


def source(text: str, row: int = 0, column: int = 0) -> Source:
    return Source(FILE, 1, Box(column * 50, row * 20, column * 50 + 40, row * 20 + 10), text)


def table(
    drawing: str,
    *,
    columns: str,
    title: str = "2024年某表",
    unit: str = "万元",
    kind: str = "grid",
    entity_line: str = "",
    number: int = 0,
    notes: tuple[str, ...] = (),
) -> Table:
    """Cells stand between |; header paths are written with / between |; ~ goes on from the left."""
    paths = tuple(tuple(path.strip().split("/")) for path in columns.split("|")) if columns else ()
    rows = [[text.strip() for text in line.split("|")] for line in drawing.strip().splitlines()]
    cells = []
    for r, row in enumerate(rows, start=1):
        for c, text in enumerate(row):
            if text == "~":
                continue
            span = 1
            while c + span < len(row) and row[c + span] == "~":
                span += 1
            printed = source(text, r, c) if text else None
            cells.append(Cell(r, c, 1, span, text, printed))
    return Table(
        number=number,
        title=title,
        form="unclassified",
        unit=unit,
        unit_inferred=False,
        entity_line=entity_line,
        pages=(1,),
        kind=kind,
        header_rows=1,
        columns=paths,
        n_rows=len(rows) + 1,
        cells=tuple(cells),
        notes=tuple(paragraph(note) for note in notes),
        title_source=source(title),
    )


def paragraph(text: str, *headings: str, width: int = 1000) -> Paragraph:
    """Each glyph is 10 wide and 10 high; lines are 20 apart and start at 100."""
    lines, offsets = [], []
    for n, start in enumerate(range(0, len(text), width)):
        part = text[start : start + width]
        boxes = tuple(
            Box(100 + 10 * i, 20 * n, 110 + 10 * i, 20 * n + 10) for i in range(len(part))
        )
        lines.append(Line(part, 1, Box(100, 20 * n, 100 + 10 * len(part), 20 * n + 10), boxes))
        offsets.append(start)
    return Paragraph(headings, text, tuple(lines), tuple(offsets))


def recognised(
    *tables: Table, paragraphs: tuple[Paragraph, ...] = (), path: str = "x.pdf"
) -> Recognised:
    document = Document(path, FILE, "pdf", (Page(1, 595, 842, ()),))
    return Recognised(document, tables, paragraphs)


def titled(found: Disclosure) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity.value) for finding in found.findings]
