"""Drafts are scored where their numbers stand, in either shape that they come in."""

from __future__ import annotations

from collections import Counter
from random import Random

from eval.drafts import books as held_books
from eval.drafts import places, planted, scored
from tests.assistant.worlds import SUMMARY, assistant, books

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


def test_a_name_put_in_is_no_error_where_the_number_is_that_bodys_own_too() -> None:
    desks = [books(f"青山市{field}局", 2024, SUMMARY) for field in ("水务", "教育")]
    more = books("青山市民政局", 2024, SUMMARY.replace("60.0", "53.0"))
    item = {
        "id": "t1",
        "text": "青山市水务局2024年教育支出60.0万元。",
        "numbers": [{"text": "60.0万元", "file": "青山市水务局2024.txt", "printed": "60.0",
                     "role": "level"}],
    }  # fmt: skip
    named = {
        error.whose
        for seed in range(20)
        for error in planted(item, held_books([*desks, more]), Random(seed))
        if error.kind == "name"
    }
    assert named == {"青山市民政局"}
