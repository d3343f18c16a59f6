"""The draft page in a real browser: paste, check, see what is wrong and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.ask import LONGEST_DRAFT
from tests.ui.browser import BOX, HERE_OR_SKIPPED, ask, contrasts, outline, settle, visit
from tests.ui.fakes import ENTITY, HOSTILE

pytestmark = HERE_OR_SKIPPED

TEXT = ".st-key-draft textarea"
STORY = f"{ENTITY}收入总计 364.4 万元，\n\n基本支出 248.4 万元；接待 7 万元，车 5 辆。"


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    yield from visit(browser, address, "/draft", TEXT)


@pytest.fixture
def real_page(browser: Any, real_address: str) -> Iterator[Any]:
    yield from visit(browser, real_address, "/draft", TEXT)


def check(page: Any, text: str) -> None:
    page.locator(TEXT).fill(text)
    page.get_by_role("button", name="核对数字").click()
    page.wait_for_selector(".checked")
    settle(page)


def figures(page: Any) -> list[tuple[str, str, str]]:
    """Each number of the story: as printed, how it is coloured, its sign."""
    return [
        (
            one.locator(".printed").inner_text(),
            one.get_attribute("class").removeprefix("figure ").removesuffix(" open"),
            one.locator(".sign").inner_text(),
        )
        for one in page.locator(".story button.figure").all()
    ]


def test_every_number_of_a_story_is_coloured_and_signed_by_its_verdict_and_counted(
    page: Any,
) -> None:
    check(page, STORY)
    assert figures(page) == [
        ("364.4 万元", "supported", "✓ ⚠"),
        ("248.4 万元", "contradicted", "✗"),
        ("7 万元", "ambiguous", "≈"),
        ("5 辆", "not_found", "?"),
    ]
    lines = [p.inner_text() for p in page.locator(".story p").all()]
    assert [" ".join(x.split()) for x in lines] == [
        f"{ENTITY}收入总计 364.4 万元✓ ⚠，", "", "基本支出 248.4 万元✗；接待 7 万元≈，车 5 辆?。",
    ]  # fmt: skip
    assert page.locator(".tally h1").inner_text() == "4 个数字："
    assert page.locator(".tally .tag").all_inner_texts() == [
        "✓ 1 个相符", "✗ 1 个不符", "? 1 个没有找到", "≈ 1 个说不准",
    ]  # fmt: skip


def test_a_wrong_number_shows_the_right_value_the_reason_and_the_cell(page: Any) -> None:
    check(page, STORY)
    wrong = page.locator(".figure.contradicted")
    assert wrong.get_attribute("aria-label") == "248.4 万元：不符，公开文件里是 284.4 万元"
    assert wrong.get_attribute("title") == f"不符，公开文件里是 284.4 万元\n{HOSTILE}"
    wrong.click()
    page.wait_for_selector(".st-key-panel img")
    settle(page)
    assert page.locator(".panel .tag").inner_text() == "✗ 不符"
    assert page.locator(".panel .expected").inner_text() == "公开文件284.4 万元"
    assert page.locator(".panel .found").inner_text() == "284.4"
    assert outline(page)[1][3] > 0


def test_a_draft_outlives_a_reload_until_it_is_cleared(page: Any) -> None:
    settle(page)
    box = page.locator(".st-key-draft textarea")
    box.fill("收入总计 364.4 万元。")
    settle(page)
    page.reload()
    page.wait_for_function(
        "document.querySelector('.st-key-draft textarea')?.value === '收入总计 364.4 万元。'"
    )
    settle(page)
    page.locator(".st-key-draft-clear button").click()
    settle(page)
    page.reload()
    page.wait_for_selector(".st-key-draft-example")
    settle(page)
    assert page.locator(".st-key-draft textarea").input_value() == ""


def test_a_number_is_opened_and_its_sources_stepped_through_from_the_keyboard(page: Any) -> None:
    check(page, STORY)
    page.locator(".figure.supported").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-panel img")
    settle(page)
    assert page.locator(".panel .warning").inner_text().endswith(HOSTILE)
    assert page.locator(".panel .path").first.inner_text() == "行收入总计"
    page.get_by_role("button", name="下一处").press("Enter")
    settle(page)
    assert page.locator(".panel .path").first.inner_text() == "行一、一般公共预算"
    page.get_by_role("button", name="关闭").press("Enter")
    settle(page)
    assert page.locator(".st-key-panel").count() == 0


def test_what_is_not_plainly_right_is_listed_the_wrong_ones_first(page: Any) -> None:
    check(page, STORY)
    rows = [
        (row.locator(".tag").inner_text(), row.locator(".what").inner_text())
        for row in page.locator(".todo").all()
    ]
    assert rows == [
        ("✗ 不符", "248.4 万元 → 284.4 万元"),
        ("✓ 相符", "364.4 万元"),
        ("≈ 说不准", "7 万元"),
        ("? 没有找到", "5 辆"),
    ]
    page.locator(".todo").nth(3).click()
    page.wait_for_selector(".st-key-panel")
    settle(page)
    assert page.locator(".panel .why").inner_text() == "没有找到“车辆”的数。"
    assert page.locator(".st-key-panel img").count() == 0


def test_hostile_text_in_a_draft_and_in_what_is_said_of_it_is_only_text(page: Any) -> None:
    check(page, f"{HOSTILE} 248.4 万元 {HOSTILE}\n# 标题\n| a | b |")
    assert page.locator(".story p").all_inner_texts() == [
        f"{HOSTILE} 248.4 万元✗ {HOSTILE}", "# 标题", "| a | b |",
    ]  # fmt: skip
    assert page.locator(".todo .why").inner_text() == HOSTILE
    page.locator(".figure").click()
    page.wait_for_selector(".panel")
    settle(page)
    assert page.locator(".panel .why").inner_text() == HOSTILE
    assert page.locator(".st-key-draft img, .st-key-draft a, .katex, .panel img").count() == 0


def test_an_empty_draft_a_long_one_and_one_that_fails_are_told_and_the_text_stays(
    page: Any,
) -> None:
    page.get_by_role("button", name="核对数字").click()
    page.get_by_text("先把稿子贴进上面的框里").wait_for()
    settle(page)
    for text, told in (
        ("长" * (LONGEST_DRAFT + 1), "有 20,001 个字"),
        ("崩溃 7 万元", "程序内部出错"),
    ):
        page.locator(TEXT).fill(text)
        page.get_by_role("button", name="核对数字").click()
        page.get_by_text(told).wait_for()
        settle(page)
        assert page.locator(TEXT).input_value() == text
    check(page, "没有数字的稿子")
    assert page.locator(".tally h1").inner_text() == "稿子里没有可以核对的数字。"


def test_the_source_note_goes_to_the_clipboard_as_plain_text(browser: Any, address: str) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    for page in visit(browser, address, "/draft", TEXT, permissions=allowed):
        check(page, STORY)
        page.locator(".figure.contradicted").click()
        page.wait_for_selector(".panel .copy")
        settle(page)
        page.locator(".panel .copy").click()
        page.get_by_text("已复制").wait_for()
        note = page.evaluate("navigator.clipboard.readText()").splitlines()
        assert [x for x in note if not x.startswith(("说明：", "核对日期："))] == [
            "句子：基本支出 248.4 万元；",
            "数字：248.4 万元（不符，公开文件里是 284.4 万元）",
            f"出处：{ENTITY} 2024 年预算，第 3 页",
            "  文件：founding_drawn.pdf",
            "  正文：二、收入预算总体情况说明",
            "  行：一般公共预算",
            "  印的是：284.4",
            f"  SHA-256：{'a' * 64}",
        ]


def test_an_example_is_filled_in_where_the_box_is_empty(page: Any) -> None:
    page.get_by_role("button", name="看一个例子").click()
    page.get_by_text("没有找到能写成例子的数").wait_for()  # the fake gives several numbers at once
    page.locator(TEXT).fill("一稿")
    page.locator(TEXT).press("Control+Enter")
    page.get_by_role("button", name="清空").wait_for()
    settle(page)
    assert page.get_by_role("button", name="看一个例子").count() == 0
    page.get_by_role("button", name="清空").click()
    settle(page)
    assert page.locator(TEXT).input_value() == ""


def test_the_draft_and_the_conversation_are_kept_while_another_page_is_shown(page: Any) -> None:
    page.locator(TEXT).fill("写了一半的稿子")
    page.get_by_role("link", name="问").click(delay=100)  # as long as a hand takes
    page.wait_for_selector(BOX)
    settle(page)
    ask(page, "收入总计")
    page.get_by_role("link", name="核对稿子").click()
    page.wait_for_selector(TEXT)
    settle(page)
    assert page.locator(TEXT).input_value() == "写了一半的稿子"
    check(page, STORY)
    page.get_by_role("link", name="问").click()
    page.wait_for_selector(".footer")
    settle(page)
    assert page.locator(".bubble").all_inner_texts() == ["收入总计"]
    page.get_by_role("link", name="核对稿子").click()
    page.wait_for_selector(".checked")
    settle(page)
    assert len(figures(page)) == 4
    page.get_by_role("button", name="改稿子").click()
    page.wait_for_selector(TEXT)
    settle(page)
    assert page.locator(TEXT).input_value() == STORY


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_verdict_is_readable_on_a_narrow_screen_in_light_and_dark(
    browser: Any, address: str, scheme: str
) -> None:
    small = {"viewport": {"width": 480, "height": 800}, "color_scheme": scheme}
    for page in visit(browser, address, "/draft", TEXT, **small):
        check(page, STORY)
        shown = ".figure, .tag, .todo .why, .copy, .story p, .torn"
        assert [x for x in contrasts(page, shown) if x < 4.5] == []
        page.locator(".figure.contradicted").click()
        page.wait_for_selector(".st-key-panel img")
        settle(page)
        box = page.locator(".st-key-panel").bounding_box()
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 480, 800)
        assert page.evaluate("document.documentElement.scrollWidth") == 480


def test_the_real_page_checks_a_story_against_the_file(real_page: Any) -> None:
    story = (
        f"{ENTITY}2024年收入总计364.4万元，基本支出248.4万元，办公费8.1万元。"
        "一般公共预算收入364.4万元。"
    )
    check(real_page, story)
    assert figures(real_page) == [
        ("364.4万元", "supported", "✓"),
        ("248.4万元", "contradicted", "✗"),
        ("8.1万元", "contradicted", "✗"),
        ("364.4万元", "supported", "✓ ⚠"),
    ]
    real_page.locator(".figure").nth(2).click()
    real_page.wait_for_selector(".st-key-panel img")
    settle(real_page)
    assert real_page.locator(".panel .expected").inner_text() == "公开文件7.1 万元"
    assert real_page.locator(".panel .found").inner_text() == "7.1万元"
    assert outline(real_page)[1][3] > 0


def test_the_real_example_has_one_slip_and_the_page_finds_it(real_page: Any) -> None:
    real_page.get_by_role("button", name="看一个例子").click()
    real_page.wait_for_function(f"document.querySelector('{TEXT}').value")
    settle(real_page)
    real_page.get_by_role("button", name="核对数字").click()
    real_page.wait_for_selector(".checked")
    settle(real_page)
    verdicts = [verdict for _, verdict, _ in figures(real_page)]
    assert verdicts == ["supported"] * 4 + ["contradicted"]
