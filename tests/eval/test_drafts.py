"""Drafts are scored where their numbers stand, in either shape that they come in."""

from __future__ import annotations

from collections import Counter

from eval.drafts import places, scored
from tests.assistant.worlds import assistant

TEXT = "青山县教育局2024年奖金20万元，办公费20万元。"


def test_a_number_is_found_in_order_or_by_how_often_it_came_before() -> None:
    in_order = {"text": TEXT, "numbers": [{"text": "20万元"}, {"text": "20万元"}]}
    counted = {"text": TEXT, "numbers": [{"numeral": "20万元", "nth": 2}]}
    assert (places(in_order), places(counted)) == ([(13, 17), (21, 25)], [(21, 25)])


def test_true_numbers_and_planted_errors_of_others_are_counted_apart() -> None:
    true = {"text": TEXT, "numbers": [{"numeral": "20万元", "nth": 1}]}
    planted = {
        "text": TEXT.replace("奖金20万元", "奖金21万元"),
        "numbers": [],
        "planted": {"numeral": "21万元", "nth": 1, "kind": "digit"},
    }
    assert scored(assistant(), [true, planted]) == {
        "true": Counter(supported=1),
        "digit": Counter(contradicted=1),
    }
