"""The page in a real browser: ask, click a number, see the cell; nothing leaves the machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.endpoint import Said, Script, endpoint
from tests.ui.browser import (
    BOX,
    FAKE_APP,
    HERE_OR_SKIPPED,
    REAL_APP,
    ask,
    outline,
    served,
    settle,
    visit,
)
from tests.ui.fakes import HOSTILE

pytestmark = HERE_OR_SKIPPED


def test_a_verified_number_opens_the_page_with_its_cell_outlined(page: Any) -> None:
    ask(page, "2024 年收入总计是多少？")
    chip = page.locator("button.chip.verified").first
    assert chip.inner_text().split() == ["✓", "364.4", "万元", "1"]
    chip.click()
    page.wait_for_selector(".st-key-panel img")
    settle(page)
    assert page.locator(".panel .heading").inner_text() == "2024 年部门收支总体情况表"
    page.get_by_text("整页").click()
    settle(page)
    page.wait_for_timeout(400)
    size, found = outline(page)
    scale = size[0] / 841.89  # Streamlit shrinks wide pictures
    # on page 9 the cell is printed 378–404 points from the left and 245–251 from the top
    assert [v / scale for v in found] == pytest.approx([374, 240, 407, 256], abs=5)


def test_a_source_line_opens_the_panel_from_the_keyboard(page: Any) -> None:
    ask(page, "收入总计")
    page.locator(".st-key-turn-0 .cite[data-cite='4']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-panel img")
    settle(page)
    assert page.locator(".panel .badge").inner_text() == "⚠ 与别处不一致"
    assert outline(page)[1][3] > 0
    page.locator(".st-key-shut button").click()
    settle(page)
    assert page.locator(".st-key-panel").count() == 0


def test_a_warning_shows_both_places_and_its_marks_open_them(page: Any) -> None:
    ask(page, "收入总计")
    warning = page.locator(".warning")
    assert "284.4 万元" in warning.inner_text()
    warning.locator("button.mark").first.click()
    page.wait_for_selector(".st-key-panel img")
    assert page.locator(".panel .value").inner_text() == "284.4"


def test_an_example_question_is_asked_by_clicking_it_and_a_new_conversation_clears(
    page: Any,
) -> None:
    page.locator(".examples .ask").first.click()
    page.wait_for_selector(".footer")
    settle(page)
    assert page.locator(".bubble").inner_text() == "金水区政务信息中心 2024 年收入总计是多少？"
    assert page.locator(".footer").inner_text() == (
        "4 个数字，2 个已核对，1 个计算得出，1 个与别处不一致 · 用时 12 毫秒"
    )
    page.get_by_text("新对话").click()
    settle(page)
    assert page.locator(".bubble").count() == 0


def test_hostile_text_in_question_and_answer_is_only_text(page: Any) -> None:
    ask(page, HOSTILE)
    assert page.locator(".bubble").inner_text() == HOSTILE
    assert page.locator(".answer p").inner_text().count(HOSTILE) == 2
    assert HOSTILE in page.locator(".warning").inner_text()
    source = page.locator(".st-key-turn-0 .cite[data-cite='1']").inner_text()
    assert HOSTILE in source.replace("\u2060", "")
    page.locator("button.chip").click()
    page.wait_for_selector(".panel")
    assert page.locator(".st-key-chat img, .st-key-chat a, .katex").count() == 0


def test_a_text_file_shows_the_cited_line_and_a_missing_file_says_so(page: Any) -> None:
    ask(page, "文本")
    page.locator("button.chip").first.click()
    page.wait_for_selector(".textline.cited")
    assert page.locator(".textline.cited .words").inner_text().split() == [
        "收入总计", "364.4", "支出总计", "364.4",
    ]  # fmt: skip
    page.locator("button.chip").nth(1).click()
    page.get_by_text("原文件不在了").wait_for()


def test_a_question_that_fails_does_not_end_the_session(page: Any) -> None:
    page.locator(BOX).fill("崩溃")
    page.keyboard.press("Enter")
    page.get_by_text("这次没有答成").wait_for()
    page.get_by_role("button", name="再问一次").wait_for()
    settle(page)
    ask(page, "收入总计")
    assert page.locator(".bubble").count() == 2


def test_without_a_corpus_the_page_says_how_to_make_one(browser: Any, tmp_path: Path) -> None:
    for address in served(FAKE_APP, tmp_path / "none"):
        opened = browser.new_page()
        opened.goto(address)
        opened.get_by_text("chazhang ingest 文件夹").wait_for()
        assert opened.locator(BOX).count() == 0
        opened.close()


def test_the_real_page_answers_verifies_and_outlines_the_cell(real_page: Any) -> None:
    ask(real_page, "人员经费是多少？")
    chip = real_page.locator("button.chip.verified").first
    assert chip.inner_text().split() == ["✓", "274.5", "万元", "1"]
    chip.click()
    real_page.wait_for_selector(".st-key-panel img")
    settle(real_page)
    assert real_page.locator(".panel .heading").inner_text() == "2024年一般公共预算基本支出表"
    assert real_page.locator(".panel .value").inner_text() == "274.5万元"
    left, top, right, bottom = outline(real_page)[1]
    assert right > left
    assert bottom > top


def test_the_real_page_warns_beside_the_number_and_refuses_honestly(real_page: Any) -> None:
    ask(real_page, "一般公共预算收入到底是多少？")
    assert real_page.locator("button.chip.conflict").count() == 1
    warning = real_page.locator(".warning").inner_text()
    assert all(word in warning for word in ("284.4", "364.4"))
    real_page.get_by_text("新对话").click()
    settle(real_page)
    ask(real_page, "差旅费是多少？")
    assert real_page.locator("button.chip").count() == 0
    assert "没有找到“差旅费”" in real_page.locator(".answer").inner_text()


def test_the_model_is_asked_what_the_rules_cannot_read_and_a_switch_leaves_it_out(
    browser: Any, founding_corpus: Path
) -> None:
    given = {"understood": True, "operation": "lookup", "entities": [], "years": [], "stage": "",
             "descending": True, "limit": 1,
             "items": [{"words": "逢年过节", "label": "公务接待费"}]}  # fmt: skip
    script = Script([Said(json.dumps(given, ensure_ascii=False))])
    with endpoint(script) as settings:
        model = {"CHAZHANG_LLM_BASE_URL": settings.llm_base_url, "CHAZHANG_LLM_MODEL": "scripted"}
        for address in served(REAL_APP, founding_corpus, **model):
            for page in visit(browser, address):
                ask(page, "逢年过节那种的花了多少？")
                assert "模型把“逢年过节”作“公务接待费”理解" in page.locator(".answer").inner_text()
                assert "模型 scripted 猜了问题的意思" in page.locator(".footer").inner_text()
                page.get_by_text("难懂的问题问模型").click()
                settle(page)
                page.get_by_text("新对话").click()
                settle(page)
                ask(page, "逢年过节那种的花了多少？")
                assert "模型" not in page.locator(".footer").inner_text()
    assert len(script.requests) == 1
