"""What people found by reading must be found, and their roundings stay roundings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from eval.known_findings import audited, is_found, known, numbers_in, overstated


def test_all_known_contradictions_are_found_and_no_rounding_is_called_one(shared: Path) -> None:
    told, listed = audited(shared), known(shared)
    found = Counter(one["class"] for one in listed if is_found(one, told))
    classes = Counter(one["class"] for one in listed)
    assert found["true_contradiction"] == classes["true_contradiction"] == 7
    assert [one["id"] for one in listed
            if one["class"] == "rounding" and overstated(one, told, listed)] == []  # fmt: skip
    assert found["template_leftover"] >= 10
    assert found["wrong_name_or_year"] >= 6
    assert found["likely_error"] >= 10
    assert found["empty_or_missing"] == classes["empty_or_missing"]


def test_numbers_are_known_again_in_another_dress() -> None:
    assert numbers_in("合计 4,545.90 万元，占 78.1%") == {"4545.9", "78.1"}
