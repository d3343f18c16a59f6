"""What a file is, by what stands in it: names are given by people and can be wrong."""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.errors import Unreadable
from ingest.read.office.package import open_package

HEAD = 4096  # bytes that tell
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|div|p|title)[\s>]", re.I)
MHTML = re.compile(
    rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?Content-Type:\s*multipart/related", re.I
)
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")


class Kind(StrEnum):
    """How a file is read; also the `media` of what is read of it."""

    PDF = "pdf"
    TEXT = "text"
    DOCX = "docx"
    DOC = "doc"  # and what else LibreOffice makes a docx of: rtf, odt, wps
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"


BY_NAME: dict[str, Kind] = {
    ".pdf": Kind.PDF,
    ".txt": Kind.TEXT,
    ".docx": Kind.DOCX, ".docm": Kind.DOCX,
    ".doc": Kind.DOC, ".wps": Kind.DOC, ".rtf": Kind.DOC, ".odt": Kind.DOC,
    ".xlsx": Kind.XLSX, ".xlsm": Kind.XLSX,
    ".xls": Kind.XLS, ".et": Kind.XLS,
    ".ods": Kind.ODS,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".mhtml": Kind.HTML, ".mht": Kind.HTML,
}  # fmt: skip


def kind_of(suffix: str, content: bytes) -> Kind:
    """By content; the suffix decides where that says nothing. Unreadable where nothing can be."""
    named = BY_NAME.get(suffix.lower(), Kind.TEXT)
    head = content[:HEAD]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _in_archive(content, named)
    if content.startswith(OLE):
        return _in_compound(content)
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.DOC
    if head.startswith(IMAGES):
        raise Unreadable("这是图片，不是文档")
    if named is not Kind.PDF and is_web(head):
        return Kind.HTML
    return _as_named(named, content)


def is_web(head: bytes) -> bool:
    plain = head.replace(b"\x00", b"")  # UTF-16
    return bool(WEB.search(plain) or MHTML.match(head.lstrip(b"\r\n ")))


def _as_named(named: Kind, content: bytes) -> Kind:
    """Bytes without a mark of their own: a PDF's reader says what is wrong, text may be text."""
    if named in (Kind.PDF, Kind.TEXT) or not content.strip():
        return Kind.PDF if named is Kind.PDF else Kind.TEXT
    if named is Kind.HTML:
        return Kind.HTML
    raise Unreadable(f"内容不是 {named} 文件，可能已损坏，或扩展名写错了")


def _in_archive(content: bytes, named: Kind) -> Kind:
    package = open_package(content)
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b""
    if package.find("word/document"):
        return Kind.DOCX
    if package.find("xl/workbook"):
        if b"sheet.binary" in types:
            raise Unreadable("这是 xlsb 二进制工作簿，请另存为 xlsx 再入库")
        return Kind.XLSX
    mime = package.read("mimetype", 200) if "mimetype" in package else b""
    if b"opendocument.text" in mime:
        return Kind.DOC
    if b"opendocument.spreadsheet" in mime:
        return Kind.ODS
    raise Unreadable("这是压缩包，请解压后把里面的文件入库")


def _in_compound(content: bytes) -> Kind:
    """Names of streams in the old binary format, in UTF-16."""
    named = [name for name in ("EncryptedPackage", "WordDocument", "Workbook", "Book")
             if _entry(name) in content]  # fmt: skip
    if "EncryptedPackage" in named:
        raise Unreadable("文件已加密，需要密码才能打开")
    if "WordDocument" in named:
        return Kind.DOC
    if named:
        return Kind.XLS
    raise Unreadable("是旧式 Office 文件，但里面没有文档或工作簿")


def _entry(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"
