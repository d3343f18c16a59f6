"""Printed lines → paragraphs: page numbers, headings and amounts in their place."""

from __future__ import annotations

import pytest

from ingest.recognise.sections import is_heading, lines_to_paragraphs, with_headings
from ingest.records import Box, Line

WIDE = 30  # letters from margin to margin


def line(text: str, place: int, page: int = 1) -> Line:
    boxes = tuple(
        Box(100 + 10 * i, 20 * place, 110 + 10 * i, 20 * place + 10) for i in range(len(text))
    )
    return Line(text, page, Box(100, 20 * place, 100 + 10 * len(text), 20 * place + 10), boxes)


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    lines = [line(text, place) for place, text in enumerate(texts)]
    found = with_headings(lines_to_paragraphs(lines))
    return [(p.headings[-1] if p.headings else "", p.text) for p in found]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("（一）财政拨款收入情况", True),
        ("（一）本年财政拨款收入4695.06万元", False),
        ("三、支出预算情况说明", True),
    ],
)
def test_a_title_with_an_amount_is_a_sentence(text: str, heading: bool) -> None:
    assert is_heading(text) is heading


@pytest.mark.parametrize("folio", ["—7—", "- 8 -", "─7─", "～12～"])
def test_a_page_number_in_dashes_is_not_glued_into_the_sentence(folio: str) -> None:
    full = "一" * (WIDE - 8) + "一般公共预算增长"
    assert paragraphs(full, folio, "17.31%。") == [("", f"{full}17.31%。")]


def test_a_heading_after_a_full_line_starts_a_section() -> None:
    full = "其" * (WIDE - 9) + "他收入9.00万元。"
    text = "我校2024年支出预算9.00万元。"
    assert paragraphs(full, "（三）支出预算情况说明", text) == [
        ("", full),
        ("（三）支出预算情况说明", text),
    ]
