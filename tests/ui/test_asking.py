"""The page of questions in a real browser: correct, turn pages, take away, stop, look at charts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image

from assistant.render import ALSO, OUTLINE
from tests.ui.browser import BOX, HERE_OR_SKIPPED, ask, contrasts, outline, settle, visit

pytestmark = HERE_OR_SKIPPED

VIEW = ".st-key-view button"


def open_first(page: Any) -> None:
    page.locator("button.chip").first.click()
    page.wait_for_selector(".st-key-panel img")
    settle(page)


def downloaded(page: Any, selector: str) -> tuple[str, bytes]:
    with page.expect_download() as told:
        page.locator(selector).click()
    return str(told.value.suggested_filename), Path(told.value.path()).read_bytes()


def test_a_computed_number_shows_its_formula_and_escape_closes_the_panel(page: Any) -> None:
    ask(page, "收入总计")
    chip = page.locator("button.chip.derived")
    assert chip.get_attribute("title").splitlines()[-1] == "19.6 ÷ 364.4 = 5.4%"
    assert chip.get_attribute("aria-label") == "5.4%，计算得出"
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-panel img")
    settle(page)
    assert "19.6 ÷ 364.4 = 5.4%" in page.locator(".panel").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector(".st-key-panel", state="detached")


def test_the_file_is_leafed_through_page_by_page_and_back_to_the_cell(page: Any) -> None:
    ask(page, "收入总计")
    open_first(page)
    count = page.locator(".st-key-steps .count")
    assert count.inner_text() == "第 9 / 24 页"
    page.get_by_role("button", name="上一页").click()
    page.get_by_text("第 8 / 24 页").wait_for()
    settle(page)
    with pytest.raises(AssertionError):
        outline(page, colour=OUTLINE)
    assert outline(page, colour=ALSO)[1][3] > 0  # what else the answer cites there
    page.get_by_role("button", name="回到引用处").click()
    page.get_by_text("第 9 / 24 页").wait_for()
    settle(page)
    assert outline(page)[1][3] > 0
    page.get_by_role("button", name="下一处").click()
    page.get_by_text("第 8 / 24 页").wait_for()


def test_the_table_is_shown_as_data_and_downloaded_without_a_formula(page: Any) -> None:
    ask(page, "收入总计")
    open_first(page)
    page.locator(VIEW).nth(2).click()
    page.wait_for_selector(".st-key-panel [data-testid=stDataFrame]")
    settle(page)
    assert (
        page.locator(".st-key-panel .path").last.inner_text().startswith("单位：万元 · 引用的格子")
    )
    name, body = downloaded(page, ".st-key-table-csv button")
    assert name.endswith(".csv")
    rows = list(csv.reader(StringIO(body.decode("utf-8-sig"))))
    assert rows[0] == ["收入 / 项目", "收入 / 金额", "支出 / 项目", "支出 / 金额"]
    assert ["收入总计", "364.4", "支出总计", "364.4"] in rows
    name, body = downloaded(page, ".st-key-table-xlsx button")
    with ZipFile(BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert (name.endswith(".xlsx"), "<f>" in sheet, "<v>364.4</v>" in sheet) == (True, False, True)


def test_what_was_understood_is_corrected_by_a_click_and_asked_again(page: Any) -> None:
    ask(page, "收入总计")
    page.locator(".menu.year summary").click()
    page.get_by_role("button", name="2023 年", exact=True).click()
    page.locator(".changed").wait_for()
    page.locator(".footer").nth(1).wait_for()
    settle(page)
    assert page.locator(".changed").inner_text() == "改按：2023 年"
    assert page.locator(".bubble").all_inner_texts() == ["收入总计", "收入总计"]
    assert page.locator(".understood").inner_text() == "按2023理解"
    page.locator(".pill.entity").click()
    page.get_by_role("combobox").fill("第7局")
    page.get_by_role("option", name="某某市第7局").click()
    page.locator(".footer").nth(2).wait_for()
    settle(page)
    assert page.locator(".changed").last.inner_text() == "改按：某某市第7局"
    page.locator(".ask").first.click()  # and a follow-up goes on from there
    page.locator(".footer").nth(3).wait_for()


def test_numbers_are_veiled_until_they_are_proved_and_waiting_can_be_stopped(page: Any) -> None:
    page.locator(BOX).fill("慢慢想")
    page.keyboard.press("Enter")
    page.wait_for_selector(".live .veil")
    assert page.locator(".live .understood").inner_text() == "按慢慢想理解"
    assert "正在回到原件核对：1 / 3 处" in page.locator(".live .doing").inner_text()
    assert page.locator("button.chip").count() == 0
    page.get_by_role("button", name="停止").click()
    page.get_by_text("这个问题没有等到回答").wait_for()
    settle(page)
    assert page.locator(".live").count() == 0
    page.get_by_role("button", name="再问一次").click()
    page.wait_for_selector(".live .veil")
    page.get_by_role("radio", name="English").click()  # what is done meanwhile does not stop it
    page.wait_for_selector(".footer")
    settle(page)
    assert page.locator(".footer").inner_text() == (
        "Numbers: 4 (2 verified, 1 computed, 1 contradicted elsewhere) · 12 ms"
    )


def test_an_answer_is_copied_and_taken_away_in_every_form(browser: Any, address: str) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    for page in visit(browser, address, permissions=allowed):
        ask(page, "收入总计")
        page.get_by_role("button", name="复制文字和出处").click()
        page.get_by_text("已复制").wait_for()
        text = page.evaluate("navigator.clipboard.readText()")
        assert text.startswith(
            "收入总计\n\n郑州市金水区政务信息中心 2024 年收入总计为 364.4 万元[1]"
        )
        assert "[4] 郑州市金水区政务信息中心 2024 年预算《二、收入预算总体情况说明》第 3 页" in text
        page.get_by_role("button", name="下载…").click()
        page.get_by_text("引用卡片（png）").wait_for()
        settle(page)
        files = {
            kind: downloaded(page, f".st-key-take-{kind}-0 button")
            for kind in ("docx", "md", "xlsx", "csv", "card")
        }
        assert [name.rpartition(".")[2] for name, _ in files.values()] == [
            "docx", "md", "xlsx", "csv", "png",
        ]  # fmt: skip
        assert Image.open(BytesIO(files["card"][1])).width == 1080
        assert files["md"][1].decode().startswith("# 收入总计\n")
        rows = list(csv.DictReader(StringIO(files["csv"][1].decode("utf-8-sig"))))
        assert [row["数字"] for row in rows] == ["364.4 万元", "364.4 万元", "19.6 万元", "5.4%"]


@pytest.fixture
def english(browser: Any, address: str) -> Iterator[Any]:
    yield from visit(browser, address, "/?lang=en")


def test_the_whole_page_speaks_english_and_back(english: Any) -> None:
    assert english.locator(".welcome .lead").inner_text().startswith("Ask about government budgets")
    ask(english, "收入总计")
    open_first(english)
    assert english.locator(".panel .badge").inner_text() == "✓ verified"
    assert english.locator(VIEW).all_inner_texts() == ["Detail", "Whole page", "Table as data"]
    assert english.locator(".st-key-steps .count").inner_text() == "page 9 of 24"
    english.get_by_role("radio", name="中文").click()
    english.get_by_text("第 9 / 24 页").wait_for()
    settle(english)
    assert "lang=" not in english.url
    assert english.locator(".panel .badge").inner_text() == "✓ 已核对"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_narrow_screen_the_panel_is_a_sheet_and_all_is_readable(
    browser: Any, address: str, scheme: str
) -> None:
    small: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "color_scheme": scheme}
    for page in visit(browser, address, **small):
        assert page.locator(".welcome .title").bounding_box()["y"] > 0
        ask(page, "收入总计")
        words = ".chip, .mark, .warning, .understood, .tool, .footer, .bubble, .answer p"
        assert [x for x in contrasts(page, words) if x < 4.5] == []
        open_first(page)
        box = page.locator(".st-key-panel").bounding_box()
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert [x for x in contrasts(page, ".panel .path, .panel .whose, .badge") if x < 4.5] == []


def test_parts_of_a_whole_are_drawn_and_a_bar_s_number_opens_its_cell(real_page: Any) -> None:
    ask(real_page, "支出由哪几部分构成？")
    bars = real_page.locator(".chart .bar")
    assert bars.count() >= 3
    lengths = [
        float(f.evaluate("e => e.getBoundingClientRect().width"))
        for f in real_page.locator(".chart .fill").all()
    ]
    whole, largest = sorted(lengths, reverse=True)[:2]
    figures = [
        float(text.split()[1]) for text in real_page.locator(".chart .chip").all_inner_texts()
    ]
    assert largest / whole == pytest.approx(sorted(figures)[-2] / max(figures), abs=0.02)
    chip = real_page.locator(".chart .chip").last
    said = chip.inner_text().split()[1]
    chip.click()
    real_page.wait_for_selector(".st-key-panel img")
    settle(real_page)
    assert real_page.locator(".panel .value").inner_text().startswith(said)


def test_the_real_page_asks_again_on_another_basis(real_page: Any) -> None:
    ask(real_page, "办公费是多少？")
    assert [t.split()[1] for t in real_page.locator(".answer .chip").all_inner_texts()] == [
        "7.1",
        "87.1",
    ]
    real_page.locator(".menu.basis summary").click()
    real_page.get_by_role("button", name="全部支出口径，按经济分类", exact=True).click()
    real_page.locator(".footer").nth(1).wait_for()
    settle(real_page)
    again = real_page.locator(".st-key-turn-1 .answer .chip").all_inner_texts()
    assert [t.split()[1] for t in again] == ["87.1"]
