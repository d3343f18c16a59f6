"""An office file → pages of lines and grids, as a PDF gives: read this first."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.errors import Unreadable
from ingest.read.office.convert import converted
from ingest.read.office.kinds import Kind
from ingest.read.office.oldbook import read_xls
from ingest.read.office.sheet import Sheet
from ingest.read.office.sheets import sheet_items, unseen
from ingest.read.office.webpage import read_html
from ingest.read.office.word import read_docx
from ingest.read.office.workbook import read_xlsx
from ingest.records import Document, Page, Unseen


def read_office(path: Path, content: bytes, kind: Kind) -> Document:
    """What the file shows. Raises Unreadable, with the reason in words for people."""
    pages, hidden = _read(content, kind)
    return Document(str(path), hashlib.sha256(content).hexdigest(), str(kind), pages, hidden)


def _read(content: bytes, kind: Kind) -> tuple[tuple[Page, ...], tuple[Unseen, ...]]:
    if kind in (Kind.XLSX, Kind.XLS, Kind.ODS):
        return _pages(sheets_of(content, kind))
    if kind is Kind.HTML:
        page, hidden = read_html(content)
    else:
        page, hidden = read_docx(as_docx(content, kind))
    return (page,), hidden


def as_docx(content: bytes, kind: Kind) -> bytes:
    return converted(content, "docx") if kind is Kind.DOC else content


def sheets_of(content: bytes, kind: Kind) -> tuple[Sheet, ...]:
    if kind is Kind.ODS:
        return read_xlsx(converted(content, "xlsx"))
    return read_xls(content) if kind is Kind.XLS else read_xlsx(content)


def _pages(sheets: tuple[Sheet, ...]) -> tuple[tuple[Page, ...], tuple[Unseen, ...]]:
    told = tuple(one for sheet in sheets for one in unseen(sheet))
    pages = tuple(
        Page(sheet.number, 0.0, 0.0, items)
        for sheet in sheets
        if not sheet.hidden and (items := sheet_items(sheet))
    )
    if not pages:
        raise Unreadable("工作簿里没有显示出来的内容")
    return pages, told
