"""Word, Excel, web pages and transcriptions broken part by part, bombs, and names that mean harm."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from eval.fuzzing.pdfs import Harm

TAG = re.compile(rb"<[^<>]{1,200}>")
DIGITS = re.compile(rb"\d+")
ODD_DIGITS = (b"0", b"-1", b"1048577", b"99999999", b"4294967296", b"1e999", b"")
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip
OUTSIDE = (
    b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>",
    b"<img src='http://127.0.0.1:1/x'><link rel=stylesheet href='file:///etc/passwd'>",
    b"<script>while(1);</script><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
)
NESTED = (b"<table><tr><td>", b"<w:tbl><w:tr><w:tc>", b"<div>", b"<row><c>")
NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\system32\\x", "a\x00b", "\u202efdp.exe", "x" * 300,
    "-rf", "$(reboot)", "`id`", "'; DROP TABLE facts; --", "<img src=x onerror=alert(1)>",
    "=HYPERLINK(1)", "\n换行\n", "CON", ".", "..", "~", "\u200b", "\ud800", "%s%n", "🙂" * 60,
    "2024年某局部门预算", "\x1b[31mred",
)  # fmt: skip


def broken_package(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """A docx or xlsx: its bytes, or the bytes or the markup of one part."""
    name = draw.choice(("bytes", "part bytes", "markup", "lost part", "odd numbers", "laughs"))
    if name == "bytes":
        return name, _scattered(content, draw)
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        parts = {info.filename: held.read(info) for info in held.infolist()}
    part = draw.choice(sorted(parts))
    if name == "lost part":
        del parts[part]
    else:
        parts[part] = PARTS[name](parts[part], draw)
    return name, packed(parts)


def broken_markup(content: bytes, draw: random.Random) -> tuple[str, bytes]:
    """A web page, or any text."""
    name = draw.choice(sorted(PARTS))
    return name, PARTS[name](content, draw)


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return held.getvalue()


def _scattered(content: bytes, draw: random.Random) -> bytes:
    out = bytearray(content)
    for _ in range(draw.choice((1, 20, 400))):
        out[draw.randrange(len(out))] = draw.randrange(256)
    at = draw.randrange(len(out) + 1)
    return bytes(out[:at]) if draw.random() < 0.2 else bytes(out)


def _tags(content: bytes, draw: random.Random) -> bytes:
    """Some tags go, some come twice, some become others."""
    found = TAG.findall(content) or [b"<x>"]

    def changed(match: re.Match[bytes]) -> bytes:
        return draw.choice((b"", match[0] * 2, draw.choice(found)))

    share = draw.choice((0.001, 0.01, 0.1))
    return TAG.sub(lambda m: changed(m) if draw.random() < share else m[0], content)


def _numbers(content: bytes, draw: random.Random) -> bytes:
    share = draw.choice((0.01, 0.2))
    return DIGITS.sub(lambda m: draw.choice(ODD_DIGITS) if draw.random() < share else m[0], content)


def _laughs(content: bytes, draw: random.Random) -> bytes:
    head, mark, rest = content.partition(b"?>")
    outside = draw.choice((*OUTSIDE, LAUGHS + b"<x>&j;</x>"))
    return head + mark + outside + rest if mark else outside + content


def _deep(content: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(content) + 1)
    return content[:at] + draw.choice(NESTED) * draw.choice((100, 20_000)) + content[at:]


PARTS: dict[str, Harm] = {
    "part bytes": _scattered,
    "markup": _tags,
    "odd numbers": _numbers,
    "laughs": _laughs,
    "deep": _deep,
}


# ---------------------------------------------------------------------- bombs


def _flat(suffix: str) -> bytes:
    part = "word/document.xml" if suffix == ".docx" else "xl/workbook.xml"
    return packed({part: b" " * 150_000_000})


def _many(suffix: str) -> bytes:
    folder = "word" if suffix == ".docx" else "xl"
    return packed({f"{folder}/{n}.xml": b"" for n in range(7000)})


def _nested(suffix: str) -> bytes:
    content = packed({"a.xml": b"0" * 10_000_000})
    for depth in range(6):
        content = packed({f"{depth}.zip": content, f"{depth}.xml": content})
    return content


def _lying(suffix: str) -> bytes:
    """The directory says that a part is small."""
    content = bytearray(_flat(suffix))
    for at in [m.start() for m in re.finditer(b"PK\x01\x02", bytes(content))]:
        content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def _slip(suffix: str) -> bytes:
    return packed({"../../../../tmp/slipped.xml": b"<x/>", "word/document.xml": b"<x/>",
                   "/etc/slipped": b"x", "xl/workbook.xml": b"<x/>"})  # fmt: skip


BOMBS: tuple[Callable[[str], bytes], ...] = (_flat, _many, _nested, _lying, _slip)


def bomb(draw: random.Random) -> tuple[str, str, bytes]:
    """What it is called, its suffix, and the file."""
    make, suffix = draw.choice(BOMBS), draw.choice((".docx", ".xlsx"))
    return f"bomb{make.__name__}", suffix, make(suffix)
