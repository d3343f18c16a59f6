"""A number that two readers see differently is not held against the office."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.check import readers
from ingest.read.second import Disagreement
from ingest.records import Box, Document, Finding, Page, Severity, Side, Source
from tests.assistant.worlds import world

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
    read = readers.second_reading(replace(world(), findings=(blamed(box),)), DOCUMENT)
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
    assert readers.second_reading(drawn, DOCUMENT) == drawn
    assert asked == [[1]]


def test_where_everything_adds_up_no_second_library_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readers, "disagreements", None)
    monkeypatch.setattr(readers, "MOST_SAMPLED", 0)
    drawn = world()
    assert readers.second_reading(drawn, DOCUMENT) == drawn
