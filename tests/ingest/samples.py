"""Where the shared samples are, and what they truly hold."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.read.pdf import read_pdf
from ingest.recognise.file import recognise
from ingest.records import Recognised, Table

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
TRUE = (
    "founding_docx",
    "founding_xlsx",
    "founding_drawn",
    "education_2023",
    "education_2024",
    "city_thousands",
    "open_sides_yuan",
)
HARD = ("hard_rotate", "hard_watermark", "hard_dash_pattern")


def sample(name: str) -> Path:
    path = SAMPLES / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not in the shared samples")
        pytest.skip("the shared samples are not here")
    return path


@cache
def recognised(name: str) -> Recognised:
    return recognise(read_pdf(sample(f"{name}.pdf")))


def truth(name: str) -> dict[str, Any]:
    own = SAMPLES / f"{name}.json"
    content: dict[str, Any] = json.loads(
        sample(own.name if own.exists() else "founding_drawn.json").read_text(encoding="utf-8")
    )
    return content


def plain(text: str) -> str:
    return "".join(text.split())


Cells = dict[tuple[int, int], tuple[str, int, int]]


def true_cells(table: dict[str, Any]) -> Cells:
    spans = {(row, column): (rows, columns) for row, column, rows, columns in table["spans"]}
    return {
        (row, column): (plain(text), *spans.get((row, column), (1, 1)))
        for row, texts in enumerate(table["grid"])
        for column, text in enumerate(texts)
        if text is not None
    }


def cells(table: Table) -> Cells:
    return {(c.row, c.column): (c.text, c.row_span, c.column_span) for c in table.cells}
