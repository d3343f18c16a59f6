"""Documents → tables and paragraphs, against the true cells of the shared samples."""

from __future__ import annotations

import pytest

from ingest.recognise.captions import entity_in, title_span
from ingest.recognise.file import cover_title
from ingest.recognise.forms import classify, forms
from ingest.recognise.sections import is_heading
from ingest.records import Recognised
from tests.ingest.samples import HARD, TRUE, cells, plain, recognised, true_cells, truth


@pytest.mark.parametrize("name", [*TRUE, *HARD])
def test_every_cell_stands_where_it_is_printed(name: str) -> None:
    tables = recognised(name).tables
    assert [cells(t) for t in tables] == [true_cells(t) for t in truth(name)["tables"]]


@pytest.mark.parametrize("name", TRUE)
def test_title_unit_first_page_kind_and_header_are_those_printed(name: str) -> None:
    assert [
        (t.title, t.unit, t.pages[0], t.kind, t.header_rows, [list(c) for c in t.columns])
        for t in recognised(name).tables
    ] == [
        (
            plain(t["title"]),
            t["unit"],
            t["page"],
            t["kind"],
            t["n_header_rows"],
            [[plain(text) for text in path] for path in t["header_paths"]],
        )
        for t in truth(name)["tables"]
    ]


@pytest.mark.parametrize("name", TRUE)
def test_whose_table_it_is_and_the_remarks_under_it_are_kept(name: str) -> None:
    for table, true in zip(recognised(name).tables, truth(name)["tables"], strict=True):
        assert [n.text for n in table.notes] == [plain(note) for note in true["notes"]]
        if true["dept_line"]:
            assert table.entity_line == plain(true["dept_line"]).split("：")[1]


@pytest.mark.parametrize("name", [*TRUE, *HARD])
def test_a_cell_has_a_source_where_something_is_printed(name: str) -> None:
    every = [cell for table in recognised(name).tables for cell in table.cells]
    assert [c for c in every if bool(c.text) != (c.source is not None)] == []


@pytest.mark.parametrize("name", TRUE)
def test_paragraphs_are_whole_over_lines_and_pages(name: str) -> None:
    wanted = {plain(text) for kind, text in truth(name)["narrative"] if kind == "p"}
    found = {p.text for p in recognised(name).paragraphs}
    apart = {text for text in wanted - found if not text.endswith("部门预算情况说明")}
    assert apart == set()


@pytest.mark.parametrize("name", ["founding_docx", "education_2023"])
def test_offsets_tell_where_each_line_begins(name: str) -> None:
    for paragraph in recognised(name).paragraphs:
        for line, offset in zip(paragraph.lines, paragraph.offsets, strict=True):
            assert paragraph.text[offset:].startswith(plain(line.text))


def under(recognised: Recognised, start: str) -> tuple[str, ...]:
    return next(p.headings for p in recognised.paragraphs if p.text.startswith(start))


def test_headings_lead_to_a_paragraph() -> None:
    found = recognised("founding_docx")
    assert under(found, "郑州市金水区政务信息中心2024年政府采购预算安排") == (
        "第二部分2024年郑州市金水区政务信息中心部门预算情况说明",
        "十、其他重要事项情况说明",
        "（二）政府采购支出预算情况",
    )
    assert under(found, "七、基本支出：是指") == ("第三部分名词解释",)


def test_the_cover_title_is_joined_over_its_lines() -> None:
    assert cover_title(recognised("founding_docx").document) == (
        "2024年郑州市金水区政务信息中心部门预算公开"
    )


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("2024年部门收支总体情况表", "2024年部门收支总体情况表"),
        ("预算01表收支总表", "收支总表"),
        ("收支总表单位：万元", "收支总表"),
        ("表4：一般公共预算支出表（按功能分类）", "一般公共预算支出表（按功能分类）"),
        ("预算01表", None),
        ("附表1", None),
        ("部门名称：某局预算表", None),
        ("收支情况见附表，详见下表", None),
        ("第二部分2026年部门预算表", None),
    ],
)
def test_a_title_is_told_from_other_lines(line: str, title: str | None) -> None:
    span = title_span(line)
    assert (line[slice(*span)] if span else None) == title


@pytest.mark.parametrize(
    ("line", "entity"),
    [
        ("部门名称：某市教育局单位：万元", "某市教育局"),
        ("编制单位：某区水利局金额单位：元", "某区水利局"),
        ("单位：万元", ""),
        ("金额单位：万元", ""),
    ],
)
def test_the_name_ends_where_the_next_key_begins(line: str, entity: str) -> None:
    assert entity_in(line) == entity


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("一、收入预算总体情况说明", True),
        ("第三部分名词解释", True),
        ("（一）主要职责", True),
        ("一、财政拨款收入：是指同级财政当年拨付的资金", False),
        ("（六）完成区政府交办的其他任务。", False),
        ("七、基本支出", True),
        ("2024年预算", False),
    ],
)
def test_a_heading_has_an_ordinal_and_no_sentence(text: str, heading: bool) -> None:
    assert is_heading(text) is heading


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("2024年部门收支总体情况表", "revenue_expenditure_summary"),
        ("收支预算总表", "revenue_expenditure_summary"),
        ("2026年预算单位财务收支预算总表", "revenue_expenditure_summary"),
        ("收入支出决算总表", "revenue_expenditure_summary"),
        ("2024年部门收入总体情况表", "revenue_summary"),
        ("收入决算表", "revenue_summary"),
        ("支出决算表", "expenditure_summary"),
        ("本年支出总体情况表", "expenditure_summary"),
        ("财政拨款收入支出决算总表", "appropriation_summary"),
        ("一般公共预算财政拨款支出决算表", "general_public_budget_expenditure"),
        ("一般公共预算财政拨款基本支出决算表", "basic_expenditure"),
        ("2024年支出经济分类汇总表", "economic_classification_summary"),
        ("一般公共预算财政拨款“三公”经费支出决算表", "three_public"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("国有资本经营预算财政拨款支出决算表", "state_capital"),
        ("2024年项目支出表", "project_expenditure"),
        ("部门（单位）整体绩效目标表", "entity_performance"),
        ("2024年部门预算项目绩效目标汇总表", "project_performance"),
        ("政府采购预算明细表", "government_procurement"),
        ("一般公共预算机关运行经费支出预算表", "operating_costs"),
        ("财政拨款政府购买服务明细表", "service_purchase"),
        ("财政拨款支出预算表（功能科目）", "appropriation_expenditure"),
        ("预算单位构成", "unclassified"),
    ],
)
def test_a_form_is_known_by_the_words_of_its_title(title: str, form: str) -> None:
    assert classify(title) == form


@pytest.mark.parametrize(
    ("columns", "texts", "form"),
    [
        ((("项目",), ("预算数（单位：万元）",), ("绩效目标",)), (), "project_performance"),
        (
            (("合计",), ("“三公”经费", "因公出国（境）费"), ("“三公”经费", "公务接待费")),
            (),
            "three_public",
        ),
        ((("活动",), ("指标值",)), ("产出指标", "数量指标", "≥"), "project_performance"),
        ((("序号",), ("单位名称",)), ("一", "某某局"), "unclassified"),
    ],
)
def test_a_table_without_a_title_is_known_by_its_headers_or_its_cells(
    columns: tuple[tuple[str, ...], ...], texts: tuple[str, ...], form: str
) -> None:
    assert classify("", columns, texts) == form


def test_every_form_has_a_name_for_people() -> None:
    assert forms()["three_public"] == "“三公”经费支出表"
    assert len(forms()) == 17
