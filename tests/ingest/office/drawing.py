"""Small Word documents and web pages, drawn in a line, and what is read of them."""

from __future__ import annotations

from pathlib import Path

from eval.formats import docx, xlsx
from ingest.reading import read_document
from ingest.records import Document, Grid, Line

HEAD = "2024年某局部门预算公开"


def p(text: str) -> str:
    return docx.paragraph(text)


def row(*cells: str) -> str:
    """Cells are text, or whole w:tc elements."""
    return f"<w:tr>{''.join(c if c.startswith('<w:tc') else f'<w:tc>{p(c)}</w:tc>' for c in cells)}</w:tr>"


def word(folder: Path, body: str, **parts: str) -> Document:
    file = folder / "drawn.docx"
    file.write_bytes(docx.package(body, **parts))
    return read_document(file)


def page(folder: Path, body: str, encoding: str = "utf-8", declared: str = "") -> Document:
    file = folder / "drawn.html"
    meta = f"<meta charset={declared}>" if declared else ""
    file.write_bytes(f"<html>{meta}<body>{body}</body></html>".encode(encoding))
    return read_document(file)


def book(folder: Path, *sheets: xlsx.Drawn) -> Document:
    file = folder / "drawn.xlsx"
    file.write_bytes(xlsx.package(sheets))
    return read_document(file)


def sheet(name: str, *rows: str, **given: object) -> xlsx.Drawn:
    """Rows with cells between |; a number followed by a format in braces is stored as a number."""
    drawn = xlsx.Drawn(name, **given)  # type: ignore[arg-type]
    for r, line in enumerate(rows):
        for c, text in enumerate(line.split("|")):
            value, _, code = text.strip().partition("{")
            drawn.put(r, c, value.strip(), code.rstrip("}"))
    return drawn


def lines(document: Document) -> list[str]:
    return [i.text for page in document.pages for i in page.items if isinstance(i, Line)]


def grids(document: Document) -> list[list[list[str]]]:
    """Each table's rows as printed; a merged cell's text stands at its first place."""
    found = []
    for grid in (i for page in document.pages for i in page.items if isinstance(i, Grid)):
        rows = [[""] * grid.columns for _ in range(grid.rows)]
        for cell in grid.cells:
            rows[cell.row][cell.column] = cell.text
        found.append(rows)
    return found


def spots(document: Document) -> list[str]:
    """Where each item stands, as people say it."""
    return [str(i.spot) for page in document.pages for i in page.items if isinstance(i, Line)]
