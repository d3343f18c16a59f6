"""A number that two readers see differently is not held against the office."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from eval.run import SAMPLES
from ingest.check import readers
from ingest.interpret.disclosure import interpret
from ingest.read.pdf import read_pdf
from ingest.read.second import Disagreement
from ingest.recognise.file import recognise
from ingest.records import (
    Box,
    Disclosure,
    Document,
    Finding,
    Grid,
    Line,
    Page,
    Severity,
    Side,
    Source,
)
from tests.assistant.worlds import world


def understood(document: Document) -> Disclosure:
    """Another number in a cell changes nothing."""
    return replace(world(), findings=(blamed(BOX),))


BOX = Box(1, 2, 3, 4)
DOCUMENT = Document("drawn.pdf", "ab" * 32, "pdf", (Page(1, 0, 0, ()),))


def blamed(box: Box) -> Finding:
    side = Side("合计", None, Source("ab" * 32, 1, box, "10.0"))
    return Finding("sum_within_table", Severity.CONTRADICTION, "不等", (side,), None, None)


@pytest.mark.parametrize(
    ("box", "severity"), [(BOX, "notice"), (Box(50, 2, 60, 4), "contradiction")]
)
def test_a_doubtful_number_makes_a_notice_of_a_contradiction_but_not_an_equal_one_elsewhere(
    monkeypatch: pytest.MonkeyPatch, box: Box, severity: str
) -> None:
    unlike = (Disagreement(1, BOX, "10.0", "16.0"),)
    monkeypatch.setattr(readers, "disagreements", lambda document, pages: unlike)
    read = readers.second_reading(replace(world(), findings=(blamed(box),)), DOCUMENT, understood)
    assert [str(f.severity) for f in read.findings] == [severity, "notice"]
    assert "“10.0”" in read.findings[1].message
    assert "“16.0”" in read.findings[1].message


def test_one_in_so_many_pages_is_read_twice_whatever_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[int]] = []

    def second(_: Document, pages: list[int]) -> tuple[Disagreement, ...]:
        asked.append(pages)
        return ()

    monkeypatch.setattr(readers, "ONE_IN", 1)
    monkeypatch.setattr(readers, "disagreements", second)
    drawn = world()
    assert readers.second_reading(drawn, DOCUMENT, understood) == drawn
    assert asked == [[1]]


def test_where_everything_adds_up_no_second_library_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers, "disagreements", None)
    monkeypatch.setattr(readers, "MOST_SAMPLED", 0)
    drawn = world()
    assert readers.second_reading(drawn, DOCUMENT, understood) == drawn


def test_a_misread_digit_is_put_right_where_the_sums_close_with_the_second_reading() -> None:
    document = read_pdf(next(SAMPLES.glob("*.pdf")))
    right = interpret(recognise(document))
    fact = next(f for f in right.facts if f.form == "expenditure_summary" and "." in f.text)
    other = str(Decimal(fact.text) + 10)
    misread = _with_text(document, fact.source, other)
    wrong = interpret(recognise(misread))
    assert [f.text for f in wrong.facts if f.id == fact.id] == [other]
    settled = readers.second_reading(wrong, misread, lambda d: interpret(recognise(d)))
    assert [f.text for f in settled.facts] == [f.text for f in right.facts]
    told = [f.message for f in settled.findings if f.rule == "readers_disagree"]
    assert len(told) == 1
    assert "采用后者" in told[0]


def _with_text(document: Document, source: Source, text: str) -> Document:
    def other(item: Line | Grid) -> Line | Grid:
        if not isinstance(item, Grid) or item.page != source.page:
            return item
        cells = (replace(c, text=text) if c.ink == source.box else c for c in item.cells)
        return replace(item, cells=tuple(cells))

    pages = (replace(page, items=tuple(map(other, page.items))) for page in document.pages)
    return replace(document, pages=tuple(pages))
