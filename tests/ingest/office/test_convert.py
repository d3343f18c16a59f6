"""Old formats go through LibreOffice where it is installed; else a reason says what to do."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from eval.formats import docx
from eval.formats.__main__ import facts_of, lost_cells
from eval.formats.printed import Box, Form, Text
from ingest.errors import Unreadable
from ingest.read.office.convert import NAMES, WAYS
from ingest.reading import Failure, Limits, read_document, read_file, read_one
from tests.ingest.office.drawing import HEAD

PROGRAM = next((found for name in NAMES if (found := shutil.which(name))), None)
ROWS = (("科目", "合计", "基本支出"), ("教育支出", "80.0", "80.0"), ("合计", "80.0", "80.0"))


def word(folder: Path) -> Path:
    """With widths: without them LibreOffice writes no table into a .doc."""
    boxes = tuple(
        Box(r, c, 1, 1, text, r == 0) for r, row in enumerate(ROWS) for c, text in enumerate(row)
    )
    form = Form("部门支出总表", "万元", "", boxes, len(ROWS), len(ROWS[0]))
    file = folder / "drawn.docx"
    file.write_bytes(docx.draw([Text(HEAD, 0), form]))
    return file


@pytest.mark.skipif(PROGRAM is None, reason="apt-get install libreoffice-writer")
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_an_old_document_has_the_facts_of_the_new_one(tmp_path: Path, suffix: str) -> None:
    given = word(tmp_path)
    subprocess.run(
        [str(PROGRAM), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", suffix, "--outdir", str(tmp_path), str(given)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    old = tmp_path / f"drawn.{suffix}"
    new, read = read_file(given), read_file(old)
    assert facts_of(read) == facts_of(new)
    assert [fact.text for fact in read.facts] == ["80.0"] * 4
    assert lost_cells(read, old) == 0


def test_without_libreoffice_a_reason_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "old.doc"
    file.write_bytes(b"{\\rtf1 \\ansi budget}")
    found = read_one(file, Limits())
    assert isinstance(found, Failure)
    assert found.reason == WAYS["docx"]
    assert "apt install libreoffice-writer" in found.reason


def test_a_workbook_of_another_program_is_called_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    file = tmp_path / "book.ods"
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", "<x/>")
    with pytest.raises(Unreadable) as told:
        read_document(file)
    assert "libreoffice-calc" in str(told.value)
    assert str(told.value).endswith("另存为 xlsx 再入库")
