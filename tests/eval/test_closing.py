"""What does not add up is a defect until someone has looked at the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from eval.closing import Tried, known, printed, summary

TRIED = Tried("某.pdf", "ab", 3, "某表", "totals", "open", "合计／金额", "9.0", "9.0 ≠ 8.0")


def test_only_the_very_number_that_was_looked_at_is_called_printed() -> None:
    places = frozenset({TRIED.place})
    assert known(TRIED, places).outcome == "printed"
    assert known(replace(TRIED, stated="9.1"), places).outcome == "open"
    assert known(replace(TRIED, outcome="closed"), places).outcome == "closed"


def test_what_is_printed_wrongly_does_not_count_as_closing() -> None:
    counts = Counter({("totals", "closed"): 8, ("totals", "rounding"): 1, ("totals", "printed"): 1})
    assert "90.00% close" in summary(counts, 4, as_json=False)
    assert '"untried": 4' in summary(counts, 4, as_json=True)


def test_the_list_of_printed_contradictions_is_well_formed() -> None:
    assert all(len(sha) == 12 and page and what and stated
               for sha, page, what, stated in printed())  # fmt: skip
