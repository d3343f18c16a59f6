"""What is taken from a folder, and what the corpus keeps: names of any bytes, no pipes, one writer."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from pathlib import Path

import pytest

from ingest.corpus.faults import explain
from ingest.corpus.files import only_writer, origins, readable, remember
from ingest.pipeline import find_files, ingest_paths
from ingest.settings import Settings
from tests.conftest import sample_files

QUICK = Settings(embed=False)


def test_a_corpus_inside_the_folder_is_not_read(tmp_path: Path) -> None:
    shutil.copyfile(sample_files()[0], tmp_path / "paper.pdf")
    corpus = tmp_path / "corpus"
    for status in ("ingested", "unchanged"):
        results = ingest_paths([tmp_path], corpus, settings=QUICK)
        assert [(Path(r.path).name, r.status) for r in results] == [("paper.pdf", status)]


def test_hidden_files_and_folders_and_other_kinds_in_a_folder_are_left_out(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.TXT", "._a.pdf", "c.docx", "~$c.docx", "d.png"):
        (tmp_path / name).touch()
    for hidden in (".venv/notes.txt", ".git/a.pdf"):
        (tmp_path / hidden).parent.mkdir()
        (tmp_path / hidden).touch()
    assert [p.name for p in find_files([tmp_path], tmp_path / "corpus")] == [
        "a.pdf", "b.TXT", "c.docx",
    ]  # fmt: skip


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (result,) = ingest_paths([tmp_path / "pipe.pdf"], tmp_path / "c", settings=QUICK)
    assert (result.status, result.error) == ("failed", "这不是普通文件")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("预算.pdf".encode("gb18030"), "预算.pdf"),
        ("第一行\n第二行.pdf".encode(), "第一行\n第二行.pdf"),
        ("预算.pdf".encode(), "预算.pdf"),
    ],
)
def test_a_name_of_any_bytes_is_read_kept_and_known_again(
    tmp_path: Path, raw: bytes, shown: str
) -> None:
    paper = tmp_path / os.fsdecode(raw)
    shutil.copyfile(sample_files()[0], paper)
    for status in ("ingested", "unchanged"):
        (result,) = ingest_paths([paper], tmp_path / "c", settings=QUICK)
        assert (result.status, result.path) == (status, str(tmp_path / shown))
    assert readable(paper) == str(tmp_path / shown)
    assert list(origins(tmp_path / "c")) == [str(paper)]


def test_the_same_content_twice_in_one_run_is_read_once(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        shutil.copyfile(sample_files()[0], tmp_path / name)
    results = ingest_paths([tmp_path], tmp_path / "c", settings=QUICK)
    assert [r.status for r in results] == ["ingested", "unchanged"]


def test_where_files_came_from_is_kept_and_added_to(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    remember(tmp_path, Path("/a\nb.pdf"), "1" * 64)
    remember(tmp_path, Path("/c.pdf"), "2" * 64)
    assert origins(tmp_path) == {"/a\nb.pdf": "1" * 64, "/c.pdf": "2" * 64}


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with only_writer(tmp_path):
            order.append("second")

    with only_writer(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.EACCES, "没有权限"), (errno.ENOSPC, "磁盘满了"), (9999, "系统错误 9999")],
)
def test_what_the_system_refuses_is_said_in_chinese(number: int, told: str) -> None:
    assert explain(OSError(number, "in English")) == told
