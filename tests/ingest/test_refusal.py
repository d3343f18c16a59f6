"""A file that is no disclosure is said to be so, each with its own reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.interpret.disclosure import interpret_titled
from ingest.interpret.refusal import refusal
from ingest.read.glyphs import whole_character
from ingest.reading import Failure, Limits, read_one
from ingest.records import Box, Line, Page, Recognised, Table
from tests.ingest.drawn import paragraph, recognised, table

A4 = (595.0, 842.0)


def reason(*tables: Table, head: tuple[str, ...] = (), says: str = "", pages: int = 1) -> str:
    paragraphs = (paragraph(says),) if says else ()
    lines = tuple(Line(t, 1, Box(0, 20 * n, 99, 20 * n + 9)) for n, t in enumerate(head))
    bare = recognised(*tables, paragraphs=paragraphs)
    papers = tuple(Page(n + 1, *A4, lines if n == 0 else ()) for n in range(pages))
    drawn: Recognised = replace(bare, document=replace(bare.document, pages=papers))
    return refusal(drawn, interpret_titled(drawn, head[0] if head else ""))


SUMMARY = replace(table("收入总计 | 364.4", columns="项目 | 金额"), form="revenue_summary")
TARGETS = replace(table("项目支出 | 10.0", columns="项目 | 金额"), form="entity_performance")
TOLD = (
    "2026年某局收入预算364.4万元。其中：一般公共预算财政拨款收入364.4万元，政府性基金0万元。"
    "支出预算364.4万元，其中：基本支出274.5万元，项目支出89.9万元。"
)


def test_a_filled_budget_table_or_a_narrative_of_one_is_a_disclosure() -> None:
    assert reason(SUMMARY, head=("收支总表",)) == ""
    assert reason(head=("某局2026年部门预算说明",), says=TOLD) == ""


def test_a_budget_sent_round_with_a_notice_is_a_disclosure_all_the_same() -> None:
    assert reason(SUMMARY, head=("关于公开某局2026年部门预算的通知",)) == ""


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("某市财政项目支出绩效评价报告", "绩效评价"),
        ("政府网站工作年度报表", "网站工作年度报表"),
        ("某局2025年政府信息公开工作年度报告", "信息公开工作年度报告"),
        ("关于巡视集中整改进展情况的通报", "巡视"),
        ("养老机构预收费存管协议", "协议"),
        ("中药饮片目录", "目录"),
        ("某政办函〔2025〕30号", "公文"),
    ],
)
def test_another_document_is_called_what_it_is(head: str, kind: str) -> None:
    found = reason(head=("附件", head), says=TOLD)
    assert kind in found
    assert found.endswith("没有预算或决算数据")


def test_targets_alone_are_no_budget() -> None:
    found = reason(TARGETS, head=("部门整体预算绩效目标申报表",))
    assert found == "只有绩效目标表，没有收支预算或决算数据"


def test_a_stamp_and_page_numbers_over_scans_are_no_text() -> None:
    assert "扫描件" in reason(head=("某某局", "第1页"), pages=4)


def test_money_in_another_text_makes_no_budget() -> None:
    other = "我局今年罚款10.0万元，比上年增加2.0万元，请各单位认真落实，切实做好有关工作。"
    assert reason(says=other, head=tuple("一二三四五六七八九十")) == "文件里没有预算或决算数据"


def test_characters_beyond_the_first_plane_come_whole() -> None:
    halves = "𬭳".encode("utf-16-be")
    high, low = int.from_bytes(halves[:2]), int.from_bytes(halves[2:])
    pairs = [(high, low), (low, ord("号")), (high, high)]
    assert [whole_character(*pair) for pair in pairs] == ["𬭳", "", ""]


def test_every_file_that_only_looks_like_a_disclosure_is_refused(shared: Path) -> None:
    folder = shared / "hard_pdfs" / "government"
    # small ones of each folder but the scans: the rest is read by the measurement
    kinds = [kind for kind in sorted(folder.iterdir()) if not kind.name.startswith("scanned")]
    files = [f for kind in kinds for f in sorted(kind.glob("*.pdf"))[:4]]
    got = {f.name: read_one(f, Limits()) for f in files}
    assert [n for n, found in got.items() if not isinstance(found, Failure)] == []
    reasons = [f.reason for f in got.values() if isinstance(f, Failure)]
    assert not any("损坏" in said for said in reasons)
