"""Labels and questions are compared by their core."""

from __future__ import annotations

import pytest

from assistant.understand.normalise import fold, fold_question, label_key


@pytest.mark.parametrize(
    ("printed", "core"),
    [
        ("（八）社会保障和就业支出", "社会保障和就业"),
        ("八、社会保障和就业", "社会保障和就业"),
        ("其中：财政拨款", "财政拨款"),
        ("“三公”经费合计", "三公经费"),
        ("“三公”经费支出预算", "三公经费"),
        ("基本支出", "基本支出"),
        ("本年支出合计", "本年支出合计"),
        ("支出合计", "支出合计"),
        ("一、一般公共预算", "一般公共预算"),
        ("收入合计:", "收入合计"),
    ],
)
def test_two_printings_of_one_label_have_one_core(printed: str, core: str) -> None:
    assert label_key(printed) == core


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("二〇二四年预算", "2024年预算"),
        ("24年　三公", "2024年三公"),
        ("鄭州市金水區 2024 年", "郑州市金水区2024年"),
        ("２０２４年", "2024年"),
        ("10年以上", "10年以上"),
        ("basic  salary 多少", "basic salary多少"),
    ],
)
def test_a_question_is_read_in_one_width_one_script_and_full_years(typed: str, folded: str) -> None:
    assert fold_question(typed) == folded


def test_folding_drops_quotes_and_white_space() -> None:
    assert fold("“三公” 经费：（万元）") == "三公经费：(万元)"
