"""Uploaded bytes: names made harmless, limits, folders nobody can guess."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from eval.fuzzing.offices import NAMES
from ingest.settings import Settings
from ui.library import uploads


@dataclass(frozen=True, slots=True)
class Sent:
    name: str
    content: bytes = b"%PDF-1.4"

    @property
    def size(self) -> int:
        return len(self.content)

    def getbuffer(self) -> memoryview:
        return memoryview(self.content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("某某局2024年部门预算.pdf", "某某局2024年部门预算.pdf"),
        ("文件夹/里面/a.pdf", "a.pdf"),
        ("..\\..\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\u202efdp.exe\n\x00.pdf", "afdp.exe.pdf"),
        ("...", "未命名"),
        ("", "未命名"),
        (".pdf", "pdf"),
        ("长" * 300 + ".pdf", "长" * 50 + ".pdf"),
    ],
)
def test_a_name_can_lead_nowhere(given: str, kept: str) -> None:
    assert uploads.safe_name(given) == kept


@pytest.mark.parametrize(
    ("name", "size", "reason"),
    [
        ("a.pdf", 10, ""),
        ("A.PDF", 10, ""),
        ("a.exe", 10, "还不会读这种文件，只读 " + uploads.kinds()),
        ("a.pdf", 3_000_001, "文件超过 3 MB 的上限"),
        ("a.pdf", 0, "文件是空的"),
    ],
)
def test_what_is_not_taken_is_told_why(name: str, size: int, reason: str) -> None:
    assert uploads.refusal(name, size, Settings(upload_mb=3)) == reason


def test_two_files_of_one_name_lie_in_folders_of_their_own_and_go_without_a_trace(
    tmp_path: Path,
) -> None:
    one, other = (uploads.save(Sent("x/a.pdf", c), tmp_path) for c in (b"1", b"2"))
    assert (one.name, other.name, one.parent != other.parent) == ("a.pdf", "a.pdf", True)
    assert (len(one.parent.name), one.read_bytes(), other.read_bytes()) == (32, b"1", b"2")
    uploads.discard(one)
    assert list((tmp_path / "uploads").iterdir()) == [other.parent]
    uploads.discard_old(tmp_path, now=other.parent.stat().st_mtime + 2 * uploads.OLD)
    assert list((tmp_path / "uploads").iterdir()) == []


def test_no_drawn_name_leaves_its_folder_or_hides_anything(tmp_path: Path) -> None:
    draw = random.Random(5)
    for number in range(300):
        parts = [draw.choice((*NAMES, chr(draw.randrange(0x11_0000)), "x")) for _ in range(3)]
        name = draw.choice(("", "/", "\\", "..")).join(parts) + draw.choice((".pdf", "", ".", "/"))
        kept = uploads.safe_name(name)
        assert 0 < len(kept.encode()) <= 200
        assert Path(kept).name == kept not in (".", "..")
        assert [c for c in kept if unicodedata.category(c)[0] == "C"] == []
        path = uploads.save(Sent(name, b"%d" % number), tmp_path)
        assert path.parent.parent == tmp_path / uploads.FOLDER
        assert path.read_bytes() == b"%d" % number
