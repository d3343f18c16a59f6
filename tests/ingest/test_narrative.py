"""Paragraphs → statements and passages, with the sentence in the test."""

from __future__ import annotations

from decimal import Decimal

from ingest.amount import Amount
from ingest.interpret.narrative import paragraph_statements
from ingest.interpret.paragraphs import rejoined
from ingest.interpret.passages import paragraph_passages
from ingest.records import Box, Identity, PassageKind, Role, Stage, Statement
from tests.ingest.drawn import ENTITY, FILE, IDENTITY, paragraph

FINAL = Identity(ENTITY, 2024, Stage.FINAL)


def said(text: str, heading: str = "一、收支情况", identity: Identity = IDENTITY) -> list[str]:
    found = paragraph_statements([paragraph(text, heading)], identity, FILE)
    return [f"{s.role.value} {s.subject} {s.amount.number:f}{s.amount.unit}" for s in found]


def statements(text: str, width: int = 1000) -> tuple[Statement, ...]:
    return paragraph_statements([paragraph(text, "一、", width=width)], IDENTITY, FILE)


def test_changes_and_rates_inherit_their_subject_and_are_signed() -> None:
    text = (
        f"{ENTITY}2024年收入总计364.4万元，支出总计364.4万元，与2023年预算相比，收入减少10.0万元，"
        "下降2.7%。主要原因：项目减少；支出增加3.0万元，增长0.8%。主要原因：人员增加。"
    )
    assert said(text) == [
        "level 收入总计 364.4万元",
        "level 支出总计 364.4万元",
        "change 收入 -10.0万元",
        "rate 收入 -2.7%",
        "change 支出 3.0万元",
        "rate 支出 0.8%",
    ]
    found = statements(text)
    assert [s.reason for s in found] == ["", "", "项目减少", "项目减少", "人员增加", "人员增加"]
    assert {s.compared_with for s in found[2:]} == {"2023年预算"}


def test_a_share_is_of_what_stands_before_among_these() -> None:
    parts = "其中：基本支出284.4万元，占78.1%；项目支出80万元，占21.9%。"
    found = statements(f"2024年支出合计364.4万元，{parts}")
    assert [(s.subject, s.whole, s.amount) for s in found if s.whole] == [
        ("基本支出", "支出合计", Amount(Decimal("78.1"), "%")),
        ("项目支出", "支出合计", Amount(Decimal("21.9"), "%")),
    ]


def test_level_with_last_year_is_a_change_of_nothing() -> None:
    found = statements("（二）公务接待费0万元，主要用于接待支出。与2023年预算持平。")
    assert [(s.role.value, s.subject, s.amount.number, s.source.text) for s in found] == [
        ("level", "公务接待费", Decimal(0), "0万元"),
        ("change", "公务接待费", Decimal(0), "持平"),
    ]


def test_vehicles_are_counted_and_thresholds_are_not_amounts() -> None:
    text = "2023年期末，共有车辆2辆，其中：一般公务用车1辆；单位价值50万元以上通用设备0台（套）。"
    assert said(text) == [
        "count 车辆 2辆",
        "count 一般公务用车 1辆",
        "count 单位价值50万元以上通用设备 0台",
    ]
    assert {s.year for s in statements(text)} == {2023}


def test_projects_are_counted_by_the_word_after_the_number() -> None:
    assert said("实施绩效管理，涉及预算拨款80.0万元，共1个项目，另行评价。") == [
        "level 预算拨款 80.0万元",
        "count 项目 1个",
    ]


def test_final_accounts_keep_budget_and_outturn_apart() -> None:
    text = (
        "1．城乡社区支出（类）公共设施（款）其他（项）。主要用于：公共设施。"
        "年初预算为3110.14万元，支出决算为2739.56万元，完成年初预算的88.08%。"
    )
    item = "城乡社区支出（类）公共设施（款）其他（项）"
    assert said(text, identity=FINAL) == [
        f"level {item}年初预算 3110.14万元",
        f"level {item}支出决算 2739.56万元",
        f"share {item}支出决算 88.08%",
    ]


def test_numbers_in_a_reason_are_not_statements() -> None:
    assert said("收入合计9.0万元，比上年增加1.0万元，主要原因：增加工资5.0万元。") == [
        "level 收入合计 9.0万元",
        "change 收入合计 1.0万元",
    ]


def test_the_source_is_the_glyphs_of_number_and_unit() -> None:
    (found,) = statements("收入合计364.4万元。")
    assert (found.source.text, found.source.box) == ("364.4万元", Box(140, 0, 210, 10))


def test_a_number_that_wraps_is_cited_by_both_lines() -> None:
    (found,) = statements("收入合计364.4万元。", width=7)
    assert (found.source.text, found.source.box) == ("收入合计364.4万元。", Box(100, 0, 170, 30))


def test_a_sentence_cut_in_mid_air_goes_on_in_the_next_paragraph() -> None:
    cut = [
        paragraph("2024年一般公共预算支出364.4万元。其中：基本支出284.4万元，占", "五、支出"),
        paragraph("78.1%；项目支出80万元。", "五、支出"),
    ]
    found = paragraph_statements(rejoined(cut), IDENTITY, FILE)
    assert [(s.subject, s.whole) for s in found if s.role is Role.SHARE] == [
        ("基本支出", "一般公共预算支出")
    ]


def test_a_glossary_entry_is_a_passage_with_its_term() -> None:
    entries = [
        paragraph("一、基本支出：是指保障运转的开支。", "第三部分名词解释"),
        paragraph("二、“三公”经费：是指三项经费。", "第三部分名词解释"),
    ]
    found = paragraph_passages(entries, FILE)
    assert [(p.kind, p.term) for p in found] == [
        (PassageKind.GLOSSARY, "基本支出"),
        (PassageKind.GLOSSARY, "“三公”经费"),
    ]


def test_a_section_is_one_passage_until_it_grows_long() -> None:
    short = paragraph("（一）负责运维；", "一、主要职责")
    long = paragraph("本段很长。" * 100, "二、其他")
    found = paragraph_passages([short, short, long], FILE)
    assert [len(p.text) for p in found] == [16, 350, 150]


def test_the_value_of_last_year_is_of_last_year() -> None:
    text = "2024年收入预算90万元，比2023年年初预算数80万元增加10万元，增长12.5%。"
    found = statements(text)
    assert [(s.role.value, s.subject, s.year, s.stage) for s in found] == [
        ("level", "收入预算", 2024, ""),
        ("level", "收入预算", 2023, "年初预算"),
        ("change", "收入预算", 2024, ""),
        ("rate", "收入预算", 2024, ""),
    ]
    assert {s.compared_with for s in found[2:]} == {"2023年年初预算"}


def test_after_a_bracket_the_talk_is_of_the_whole_again() -> None:
    text = (
        "公务用车购置及运行费9万元（公务用车购置费5万元；公务用车运行费4万元，"
        "比上年增加1万元）比上年减少2万元。"
    )
    assert said(text)[-2:] == ["change 公务用车运行费 1万元", "change 公务用车购置及运行费 -2万元"]


def test_a_new_sentence_that_compares_is_about_the_whole() -> None:
    text = "2024年收入预算9万元，其中：拨款收入9万元。比上年减少1万元，下降10%。"
    assert said(text)[-2:] == ["change 收入预算 -1万元", "rate 收入预算 -10%"]


def test_a_title_before_the_sentence_is_what_its_budget_is_of() -> None:
    assert said("（二）公务接待费。2024年预算数0.50万元。") == ["level 公务接待费预算 0.50万元"]
    assert said("公务用车购置费2024年预算数0万元。") == ["level 公务用车购置费预算 0万元"]
    assert said("（一）收入预算：2024年年初预算数9万元。") == ["level 收入预算 9万元"]


def test_what_follows_the_counter_is_what_is_counted() -> None:
    assert said("本部门设5个内设机构，下属1家机关和2家事业单位，现有车辆3辆。") == [
        "count 内设机构 5个",
        "count 机关 1家",
        "count 事业单位 2家",
        "count 车辆 3辆",
    ]
    assert said("购置车辆0辆、0万元。") == ["count 购置车辆 0辆", "level 购置车辆 0万元"]


def test_a_bare_nothing_is_an_amount_and_an_item_code_is_no_count() -> None:
    assert said("其中：事业收入为0；其他收入8万元。") == [
        "level 事业收入 0万元",
        "level 其他收入 8万元",
    ]
    item = "公共安全支出（204类）司法（06款）行政运行（01项）"
    assert said(f"{item}5万元。") == [f"level {item} 5万元"]
    assert said("单价100万元（含）以上设备2台。") == ["count 单价100万元（含）以上设备 2台"]


def test_the_short_name_of_the_body_is_no_part_of_a_subject() -> None:
    told = [
        paragraph(f"{ENTITY}（以下简称市重大项目办）负责协调。", "一、职责"),
        paragraph("2024年市重大项目办政府采购预算9万元。", "二、采购"),
    ]
    assert [s.subject for s in paragraph_statements(told, IDENTITY, FILE)] == ["政府采购预算"]


def test_words_for_a_change_told_in_figures_are_no_change_of_nothing() -> None:
    assert said("公用经费9万元，比上年增加0.1万元，增长1%，与上年基本持平。") == [
        "level 公用经费 9万元",
        "change 公用经费 0.1万元",
        "rate 公用经费 1%",
    ]


def test_the_label_of_a_chart_says_nothing() -> None:
    assert said("上年结转，16.84%") == []


def test_what_money_is_for_is_no_reason() -> None:
    found = statements("接待费9万元，比上年减少1万元，主要是用于接待。减少的主要原因是厉行节约。")
    assert [s.reason for s in found] == ["", "厉行节约"]


def test_a_span_of_years_in_a_name_is_not_the_year_of_its_money() -> None:
    found = statements("古树2022-2023年管养9万元，2024年安排公务接待费预算5万元。")
    assert [(s.subject, s.year) for s in found][1:] == [("公务接待费预算", 2024)]
    assert found[0].year == 2024
    assert statements("截至2023年底，共有车辆2辆。")[0].year == 2023


def test_the_words_around_a_pie_are_left_out() -> None:
    sentence = "2024年收入预算9.00万元，占全部的100%。"
    pie = ["图1：收入预算", "财政拨款", "16.84%", "其他收入，83.16%", "上年结转"]
    told = [paragraph(text, "二、收入") for text in (sentence, *pie, sentence)]
    assert [p.text for p in rejoined(told)] == [sentence, sentence]
    listed = [paragraph(text, "二、收入") for text in ("（一）基本支出占60%", "公用经费9万元")]
    assert len(rejoined(listed)) == 2
