"""An answer as a Word document. The only place that imports python-docx, and only when asked."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from assistant.answer import Answer
from ui import format as said
from ui.taking.writing import bare, columns, day_of, file_of, number_rows, origin
from ui.words import say

FONT = "宋体"
NARROW = 5  # columns of the table of numbers


def docx_bytes(given: Answer, asked: datetime) -> bytes:
    """Question, sentences, warnings, a table of the numbers, the sources."""
    from docx import Document

    made = Document()
    _chinese(made.styles["Normal"])
    made.add_heading(bare(given.question), 1)
    for line in given.text.split("\n"):
        made.add_paragraph(bare(line))
    for warning in given.warnings:
        made.add_paragraph(f"⚠ {bare(warning.message)}")
    if given.numbers:
        _numbers(made, given)
    if given.citations:
        made.add_heading(say("ask.sources"), 2)
    for cited in given.citations:
        made.add_paragraph(f"[{cited.id}] {origin(cited)}\n{file_of(cited)}")
    made.add_paragraph(f"{say('common.name')} · {day_of(asked)} · {said.footer(given)}")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _chinese(style: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name = "Calibri"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _numbers(made: Any, given: Answer) -> None:
    table = made.add_table(rows=1, cols=NARROW, style="Table Grid")
    for cell, name in zip(table.rows[0].cells, columns(), strict=False):
        cell.text = name
    for row in number_rows(given):
        for cell, value in zip(table.add_row().cells, row, strict=False):
            cell.text = "" if value is None else bare(str(value))
