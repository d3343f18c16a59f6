"""Whatever is handed in as an office file ends with a result or a Chinese reason."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from eval.formats import docx, xlsx
from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.ingest.office.drawing import p, row, sheet

STRICT = Settings(embed=False, file_seconds=30, file_memory_mb=1500, jobs=2)
RAW = re.compile(r"[A-Z][a-z]+(?:Error|Exception)|Traceback|/\w+/\w+|0x[0-9a-f]+")


def packed(**parts: str | bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return held.getvalue()


def many() -> bytes:
    return packed(**{f"word/{n}.xml": "" for n in range(6000)})


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY b "&x;&x;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
DRAWN: dict[str, bytes] = {
    "empty.docx": b"",
    "text.docx": "不是文档".encode(),
    "bomb.docx": packed(**{"word/document.xml": b" " * 200_000_000}),
    "entities.docx": packed(**{"word/document.xml": ENTITIES}),
    "many_parts.docx": many(),
    "broken.docx": docx.package(p("正文"))[:300],
    "cut_xml.docx": packed(**{"word/document.xml": "<w:document"}),
    "deep.docx": docx.package("<w:tbl><w:tr><w:tc>" * 3000),
    "letter.docx": docx.package(p("今天开会。")),
    "zip.docx": packed(**{"readme.txt": "x"}),
    "empty.xlsx": xlsx.package([xlsx.Drawn("表1")]),
    "locked.xlsx": OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00\x00",
    "broken.xls": OLE + "Workbook".encode("utf-16-le") + b"\x00\x00",
    "nothing.doc": OLE,
    "picture.doc": b"\x89PNG\r\n" + bytes(100),
    "spans.html": b"<table><tr><td colspan=99999 rowspan=99999>1.0<td>2<tr><td>3</table>",
    "menu.html": "<ul><li><a href='/a'>首页</a><li><a href='/b'>公开</a></ul>".encode(),
    "nested.html": b"<table><tr><td>" * 5000,
    "archive.mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
}


def test_every_hostile_office_file_ends_with_a_reason_for_people(tmp_path: Path) -> None:
    for name, content in DRAWN.items():
        (tmp_path / name).write_bytes(content)
    results = ingest_paths([tmp_path], tmp_path / "corpus", settings=STRICT)
    assert [Path(r.path).name for r in results] == sorted(DRAWN)
    assert {Path(r.path).name: r.status for r in results if r.status != "failed"} == {}
    assert [r for r in results if RAW.search(r.error) or not re.search("[一-龥]", r.error)] == []


TOLD = p("2024年某某市民政局部门预算公开") + p("2024年部门收支总体情况表") + p("单位：万元") + (
    f"<w:tbl>{row('项目', '金额', '项目', '金额')}{row('一般公共预算', '5.0', '教育支出', '5.0')}"
    f"{row('收入总计', '5.0', '支出总计', '5.0')}</w:tbl>"
)  # fmt: skip


def test_a_file_is_read_for_what_it_is_whatever_it_is_called(tmp_path: Path) -> None:
    web = (
        "<h1>2024年某某市民政局部门预算公开</h1><p>2024年部门收支总体情况表</p><p>单位：万元</p><table>"
        + "".join(
            f"<tr><td>{a}<td>{b}<td>{c}<td>{b}"
            for a, b, c in (("项目", "金额", "项目"), ("收入总计", "5.0", "支出总计"))
        )
    )
    (tmp_path / "word.pdf").write_bytes(docx.package(TOLD))
    (tmp_path / "page.xls").write_bytes(web.encode("gb18030"))
    (tmp_path / "book.doc").write_bytes(xlsx.package([sheet(
        "表1", "2024年某某市民政局部门预算公开", "2024年部门收支总体情况表", "单位：万元", "项目|金额", "收入总计|5{0.0}", "支出总计|5{0.0}",
    )]))  # fmt: skip
    results = ingest_paths([tmp_path], tmp_path / "corpus", settings=STRICT)
    assert {Path(r.path).name: (r.status, r.entity, r.tables) for r in results} == {
        "book.doc": ("ingested", "某某市民政局", 1),
        "page.xls": ("ingested", "某某市民政局", 1),
        "word.pdf": ("ingested", "某某市民政局", 1),
    }
