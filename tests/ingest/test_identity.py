"""Whose disclosure, for when: from what is printed."""

from __future__ import annotations

from ingest.interpret.identity import aliases_of, identify, title_name
from ingest.records import Identity, Scope, Stage
from tests.ingest.drawn import ENTITY, paragraph, recognised, table


def test_entity_year_stage_and_code_are_read_from_title_and_tables() -> None:
    drawn = table(
        f"214001 | {ENTITY} | 364.4",
        columns="单位代码 | 单位名称 | 总计",
        entity_line=ENTITY,
    )
    found = identify(recognised(drawn), f"2024年{ENTITY}部门预算公开")
    expected = Identity(
        ENTITY, 2024, Stage.BUDGET, "214001", aliases_of(ENTITY), "郑州市金水区", Scope.DEPARTMENT
    )
    assert found == expected


def test_one_body_s_own_books_are_told_from_its_department_s() -> None:
    titles = {
        "2026年深圳市某局（本级）部门预算": Scope.OWN,
        "上海市2026年市级单位预算": Scope.OWN,
        "2026年广州市某局部门预算": Scope.DEPARTMENT,
        "收支总表": Scope.UNKNOWN,
    }
    assert {t: identify(recognised(), t).scope for t in titles} == titles


def test_where_no_page_names_the_body_the_sentences_that_begin_with_it_do() -> None:
    said = tuple(
        paragraph(f"江苏省某办公厅2019年度{what}预算10.00万元。")
        for what in ("收入", "支出", "财政拨款")
    )
    found = identify(recognised(paragraphs=said), "")
    assert (found.entity, found.year) == ("江苏省某办公厅", 2019)


def test_one_wrong_entity_line_does_not_outvote_the_others() -> None:
    right = table("甲 | 1", columns="项目 | 金额", entity_line=ENTITY)
    wrong = table("甲 | 1", columns="项目 | 金额", entity_line="郑州市金水区电子政务中心")
    assert identify(recognised(wrong, right, right), "2024年度部门预算").entity == ENTITY


def test_final_accounts_are_known_by_their_title() -> None:
    found = identify(recognised(), "上海市某局2024年度部门决算")
    assert (found.entity, found.year, found.stage) == ("上海市某局", 2024, Stage.FINAL)


def test_a_menu_that_names_both_stages_tells_neither() -> None:
    lines = (paragraph("某局2024年部门预算收入预算10.00万元。"),)
    assert identify(recognised(paragraphs=lines), "财政预决算公开").stage is Stage.BUDGET


def test_titles_yield_the_name_alone() -> None:
    titles = {
        "2024年郑州市金水区政务信息中心部门预算公开": ENTITY,
        "上海市医疗保险事业管理中心2026年单位预算": "上海市医疗保险事业管理中心",
        "江苏省政协办公厅2019年度部门预算公开": "江苏省政协办公厅",
    }
    assert {title: title_name(title) for title in titles} == titles


def test_aliases_leave_out_places_and_their_suffixes() -> None:
    assert set(aliases_of(ENTITY)) >= {
        "金水区政务信息中心",
        "政务信息中心",
        "郑州金水政务信息中心",
    }


def test_a_file_name_names_the_body_where_no_page_does() -> None:
    names = {
        "江苏省某办公厅__2017年度部门预算公开表.pdf": "江苏省某办公厅",
        "嘉兴__发展和改革局_2026年部门预算.c089389.pdf": "发展和改革局",
        "附件1：某市某局2025年度部门决算（公开）.pdf": "某市某局",
    }
    assert {n: identify(recognised(path=n), "").entity for n in names} == names
