"""Errors are planted where it is said they are, and the count of them is honest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from eval.plant.cells import digit
from eval.plant.digits import other_digit, transposed, with_a_digit, without_a_digit
from eval.plant.harmless import other_width
from eval.plant.kinds import KINDS
from eval.plant.missing import emptied
from eval.plant.planting import edited, with_texts
from eval.plant.prose import percentage
from eval.plant_disclosures import alarms_of, outcome_of, summary
from ingest.interpret.disclosure import interpret_titled
from tests.ingest.drawn import ENTITY, paragraph, recognised, table

DRAWN = table(
    """    | 合计 | 30.0 | 20.0 | 10.0
       201 | 甲   | 12.0 | 8.0  | 4.0
       208 | 乙   | 18.0 | 12.0 | 6.0""",
    columns="科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出",
)
ALONE = table("甲 | 7.5", columns="项目 | 金额")


def test_one_digit_is_changed_and_the_first_never_to_zero() -> None:
    changed = {other_digit("12.5", Random(seed)) for seed in range(50)}
    assert all(len(text) == 4 and text[0] != "0" and text != "12.5" for text in changed)
    assert all(sum(a != b for a, b in zip(text, "12.5", strict=True)) == 1 for text in changed)


def test_digits_are_exchanged_left_out_or_put_in() -> None:
    for seed in range(30):
        assert sorted(transposed("1,234.56", Random(seed)) or "") == sorted("1,234.56")
        assert len((without_a_digit("1,234.56", Random(seed)) or "").replace(",", "")) == 6
        assert len(with_a_digit("1,234.56", Random(seed)).replace(",", "")) == 8


def test_a_number_in_full_width_digits_raises_no_alarm() -> None:
    read = recognised(replace(DRAWN, title=""))
    before = interpret_titled(read, f"2024年{ENTITY}部门预算")
    plant = other_width(read, before, Random(1))
    assert plant is not None
    assert alarms_of(plant, before) == 0


def test_a_cell_is_changed_in_text_and_source_alike() -> None:
    changed = with_texts(recognised(DRAWN), {"ffffffffffff:t0:r2c2": "99.0"})
    cells = [c for c in changed.tables[0].cells if c.text == "99.0"]
    assert [(c.row, c.column, c.source.text if c.source else "") for c in cells] == [(2, 2, "99.0")]


def test_words_are_changed_with_their_boxes_and_what_follows_moves_on() -> None:
    changed = edited(paragraph("收入12.5万元，支出3.0万元。", "一", width=8), 2, 6, "1.25")
    longer = edited(paragraph("收入12.5万元，支出3.0万元。", "一", width=8), 2, 6, "125.00")
    assert changed is not None
    assert longer is not None
    assert (changed.text, changed.offsets) == ("收入1.25万元，支出3.0万元。", (0, 8, 16))
    assert (longer.text[:9], longer.offsets) == ("收入125.00万", (0, 10, 18))
    assert len(longer.lines[0].boxes) == len(longer.lines[0].text)


def test_a_planted_digit_in_a_sum_is_found_and_a_lone_one_is_isolated() -> None:
    for drawn, expected in ((DRAWN, {"found", "found_rounding"}), (ALONE, {"isolated"})):
        read = recognised(replace(drawn, title=""))
        before = interpret_titled(read, f"2024年{ENTITY}部门预算")
        plants = [digit(read, before, Random(seed)) for seed in range(5)]
        assert {outcome_of(p, before).result for p in plants if p} == expected


def test_a_kind_without_a_place_plants_nothing() -> None:
    read = recognised(ALONE)
    before = interpret_titled(read, f"2024年{ENTITY}部门预算")
    assert percentage(read, before, Random(1)) is None


def test_isolated_plants_stand_in_the_raw_share() -> None:
    counts = Counter({("digit", "found"): 8, ("digit", "missed"): 1, ("digit", "isolated"): 1})
    assert "8 of   10 found ( 80.0%), of    9 that could be  88.9%" in summary(counts)
    assert len({kind.__name__ for kind in KINDS}) == len(KINDS)


def test_noughts_that_a_note_explains_are_not_emptied_for_that_is_no_error() -> None:
    for notes, planted in (((), True), (("注：本表本年无发生额。",), False)):
        none = table("合计 | 0.00", columns="项目 | 金额", notes=notes)
        read = recognised(none)
        before = interpret_titled(read, f"2024年{ENTITY}部门预算")
        assert (emptied(read, before, Random(1)) is not None) == planted
