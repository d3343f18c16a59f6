"""What is taken away of an answer: text, Markdown, Word, rows, a card."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from PIL import Image

from assistant.answer import Answer, Caution, Check
from ingest.export.sheets import csv_bytes, xlsx_bytes
from tests.ui.fakes import HOSTILE
from tests.ui.test_format import ANSWER, CITED, NUMBER
from ui.taking.card import NoFont, card_png, chinese_font, sentence_of
from ui.taking.document import docx_bytes
from ui.taking.menu import file_name
from ui.taking.writing import as_markdown, as_text, columns, number_rows

DAY = datetime(2026, 11, 26, 12, tzinfo=UTC)
DERIVED = replace(NUMBER, text="5%", value="5", unit="%", yuan=None, check=Check.DERIVED,
                  formula="1 ÷ 20", start=0, end=0)  # fmt: skip
FULL = replace(
    ANSWER,
    question="收入总计？",
    numbers=(NUMBER, DERIVED),
    warnings=(Caution("r", "不一致", (1,)),),
)


def hostile() -> Answer:
    cited = replace(CITED, entity=HOSTILE, table="=1+1", row=(HOSTILE,), text=f"@{HOSTILE}")
    return replace(ANSWER, question=HOSTILE, text=HOSTILE, numbers=(NUMBER,), citations=(cited,))


def test_the_copied_text_has_the_sentence_the_warning_and_each_source() -> None:
    assert as_text(FULL, DAY) == (
        "收入总计？\n\n收入总计 364.4 万元[1]。\n\n⚠ 不一致\n"
        "[1] 某局 2024 年预算《收支总表》第 9 页；行 收入总计，列 金额；“364.4”\n"
        f"    a.pdf（SHA-256 {'a' * 64}）\n"
        "∑ 5% = 1 ÷ 20\n"
        "查账 · 2026-11-26\n"
    )


def test_nothing_of_a_document_is_markup_in_markdown() -> None:
    made = as_markdown(hostile(), DAY)
    assert re.findall(r"(?<!\\)(?:<img|!\[|\]\(|\$x|\*\*b|http:|:red)", made) == []
    assert "| 364.4 万元 | 364.4 |" in made
    assert made.startswith("# \\<img src=x onerror=alert")


def test_numbers_are_rows_with_their_sources_and_no_cell_is_a_formula() -> None:
    header, (row, derived) = columns(), list(number_rows(FULL))
    assert len(header) == len(row) == 16
    assert [str(v) for v in row[:4]] == ["364.4 万元", "364.4", "万元", "已核对"]
    assert (derived[3], derived[4], row[13]) == ("计算得出", "1 ÷ 20", "a.pdf")
    text = csv_bytes(header, number_rows(hostile())).decode("utf-8-sig")
    cells = [cell for line in csv.reader(StringIO(text)) for cell in line]
    assert "'=1+1" in cells
    assert [c for c in cells if c[:1] in ("=", "+", "-", "@")] == []
    assert xlsx_bytes(header, number_rows(hostile())).startswith(b"PK")


def test_the_word_document_has_all_of_it() -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document(BytesIO(docx_bytes(FULL, DAY)))
    said = [p.text for p in made.paragraphs]
    assert said[:3] == ["收入总计？", "收入总计 364.4 万元[1]。", "⚠ 不一致"]
    assert f"a.pdf（SHA-256 {'a' * 64}）" in said[-2]
    assert [c.text for c in made.tables[0].rows[1].cells] == [
        "364.4 万元", "364.4", "万元", "已核对", "",
    ]  # fmt: skip
    hostile_text = docx.Document(BytesIO(docx_bytes(hostile(), DAY))).paragraphs[1].text
    assert hostile_text == HOSTILE


def font() -> Path:
    try:
        return chinese_font()
    except NoFont:
        pytest.skip("no Chinese font on this machine")


def test_the_card_is_as_tall_as_its_sentence_and_has_ink_on_it() -> None:
    short, long = (
        Image.open(BytesIO(card_png(answer, DAY, font())))
        for answer in (FULL, replace(FULL, text="收入总计 364.4 万元[1]，" * 12))
    )
    assert short.width == long.width == 1080
    assert long.height > short.height
    assert short.convert("L").point(lambda v: v < 60).getbbox() is not None


def test_the_sentence_of_a_card_has_no_marks_and_an_end() -> None:
    assert sentence_of(FULL) == "收入总计 364.4 万元。"
    assert len(sentence_of(replace(FULL, text="长" * 900))) == 220


def test_a_font_without_chinese_letters_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "a.ttf"
    wrong.write_bytes(b"no font")
    with pytest.raises(NoFont):
        chinese_font(str(wrong))


def test_a_file_is_named_for_its_question() -> None:
    assert file_name("收入/总计？..", DAY, "docx") == "查账-2026-11-26-收入总计.docx"
    assert file_name("<>", DAY, "md") == "查账-2026-11-26-回答.md"
