"""The words of the page of contradictions, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.answer import Citation
from assistant.audited import Audited
from ingest.records import Severity
from ui.findings import nodes, words

CITED = Citation(
    1, "dir/a.pdf", "a" * 64, "某局", 2024, "budget", "table", "收支总表", "", ("合计",), ("金额",),
    9, (1.0, 2.0, 3.0, 4.0), "364.4",
)  # fmt: skip
ONE = Audited(
    "某局", 2024, "budget", "sum_within_table", Severity.CONTRADICTION, "合计不等于分项。",
    Decimal("800000.0"), Decimal(2000), "元", ("合计", "分项甲", "分项乙"),
    (CITED, replace(CITED, id=2, page=10), replace(CITED, id=3)),
)  # fmt: skip
NOTICE = replace(ONE, entity="某院", year=2023, rule="new_rule", severity=Severity.NOTICE)


@pytest.mark.parametrize(
    ("choice", "taken"),
    [
        (words.Choice(), [ONE]),
        (words.Choice(frozenset()), [ONE, NOTICE]),
        (words.Choice(frozenset({Severity.ROUNDING})), []),
        (words.Choice(frozenset(), entity="某院"), [NOTICE]),
        (words.Choice(frozenset(), year=2024), [ONE]),
        (words.Choice(frozenset(), rule="new_rule"), [NOTICE]),
        (words.Choice(frozenset(), "某院", 2024), []),
    ],
)
def test_a_choice_takes_what_fits_all_of_it(choice: words.Choice, taken: list[Audited]) -> None:
    assert words.chosen([ONE, NOTICE], choice) == taken


def test_the_counts_name_only_what_there_is() -> None:
    assert words.counted([ONE, ONE, NOTICE]) == "2 条矛盾，1 条提示 · 涉及 2 个部门或单位"
    assert words.counted([]) == "没有符合条件的"


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2)])
def test_a_list_has_as_many_pages_as_it_needs(count: int, pages: int) -> None:
    assert words.pages_of([ONE] * count) == pages


@pytest.mark.parametrize(
    ("difference", "unit", "told"),
    [
        ("800000.0", "元", "相差 80 万元"),
        ("14250670.15", "元", "相差 1,425.07 万元"),
        ("1", "元", "相差 1 元"),
        ("0.34", "元", "相差 0.34 元"),
        ("0.0538966", "百分点", "相差 0.0539 百分点"),
        ("100.00062913", "百分点", "相差 100 百分点"),
        ("67.22", "百分点", "相差 67.22 百分点"),
    ],
)
def test_a_difference_is_told_in_the_unit_that_people_use(
    difference: str, unit: str, told: str
) -> None:
    assert words.gap(replace(ONE, difference=Decimal(difference), unit=unit)) == told


def test_a_rule_that_has_no_name_here_is_told_by_its_own() -> None:
    assert words.rule_name("sum_within_table") == "表内分项与合计"
    assert words.rule_name("new_rule") == "其他（new rule）"


def test_every_documented_rule_of_the_audit_has_a_name() -> None:
    told = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8")
    rows = [line for line in told.splitlines() if line.startswith("| `")]
    rules = {r for row in rows for r in re.findall(r"`([a-z_]+)`", row.split("|")[1])}
    levels = {"contradiction", "rounding", "omission", "notice"}
    assert sorted(rules - levels - words.names()) == []


def test_a_row_of_the_export_has_both_sides_and_the_rest() -> None:
    (row,) = words.rows_of([ONE])
    assert dict(zip(words.columns(), row, strict=True)) == {
        "程度": "矛盾", "检查": "表内分项与合计", "说明": "合计不等于分项。", "部门或单位": "某局",
        "年度": 2024, "阶段": "预算", "相差": Decimal("800000.0"), "容许": Decimal(2000), "单位": "元",
        "甲：是什么": "合计", "甲：印的是": "364.4", "甲：文件": "a.pdf", "甲：位置": "第 9 页",
        "甲：SHA-256": "a" * 64,
        "乙：是什么": "分项甲", "乙：印的是": "364.4", "乙：文件": "a.pdf", "乙：位置": "第 10 页",
        "乙：SHA-256": "a" * 64,
        "其余各处": "分项乙 364.4（第 9 页）",
    }  # fmt: skip
    (alone,) = words.rows_of([replace(ONE, whats=ONE.whats[:1], citations=ONE.citations[:1])])
    assert alone[14:] == (None,) * 6


def test_a_finding_of_very_many_sides_lists_the_first_and_counts_the_rest() -> None:
    many = replace(ONE, whats=("数",) * 204, citations=(CITED,) * 204)
    head, *rows, more = nodes.others(many)["children"]
    assert head["children"] == ["对照的 203 处，点一处看原件"]
    assert (len(rows), more["children"]) == (39, ["另有 164 处，导出的文件里都有"])


def test_the_note_of_a_finding_names_every_side() -> None:
    told = words.note(ONE).splitlines()
    assert told[0] == "矛盾（表内分项与合计）：合计不等于分项。"
    assert [x for x in told if x.startswith("[")] == ["[1] 合计", "[2] 分项甲", "[3] 分项乙"]
