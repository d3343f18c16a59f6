"""The page of contradictions in a real browser: filter, open, both sides, export."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from assistant.render import ALSO
from tests.ui.browser import HERE_OR_SKIPPED, contrasts, outline, settle, visit
from tests.ui.fakes import ENTITY, HOSTILE
from ui.findings.words import columns

pytestmark = HERE_OR_SKIPPED

LIST = ".findings .finding"


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    yield from visit(browser, address, "/contradictions", LIST)


@pytest.fixture
def real_page(browser: Any, real_address: str) -> Iterator[Any]:
    yield from visit(browser, real_address, "/contradictions", LIST)


def pill(page: Any, word: str) -> None:
    page.locator(".st-key-find-kinds button", has_text=word).click()
    settle(page)


def select(page: Any, key: str, word: str) -> None:
    page.locator(f".st-key-{key} input").click()
    page.get_by_role("option", name=word, exact=True).click()
    settle(page)


def count(page: Any) -> str:
    told: str = page.locator(".sum").inner_text()
    return told


def test_contradictions_are_listed_first_each_with_its_plain_message(page: Any) -> None:
    assert count(page) == "2 条矛盾 · 涉及 2 个部门或单位"
    first = page.locator(LIST).first
    assert (first.locator(".tag").inner_text(), first.locator(".rulename").inner_text()) == (
        "✗ 矛盾", "正文与表格",
    )  # fmt: skip
    assert first.locator(".message").inner_text() == (
        "正文称“一般公共预算”为 284.4 万元，而《收支总表》为 364.4 万元，相差 80 万元。"
    )
    assert first.locator(".whose").inner_text() == f"{ENTITY} · 2024 年预算 · 第 3 页、第 9 页"


def test_the_list_is_filtered_by_severity_body_year_and_rule(page: Any) -> None:
    pill(page, "缺漏")
    assert count(page) == "2 条矛盾，1 条缺漏 · 涉及 2 个部门或单位"
    pill(page, "矛盾")
    assert page.locator(f"{LIST} .message").all_inner_texts() == ["空表没有说明。"]
    pill(page, "缺漏")  # none chosen is all
    assert count(page) == "2 条矛盾，41 条尾差，1 条缺漏 · 涉及 2 个部门或单位"
    select(page, "find-who", ENTITY)
    assert count(page) == "1 条矛盾，41 条尾差，1 条缺漏 · 涉及 1 个部门或单位"
    select(page, "find-rule", "正文与表格")
    assert count(page) == "1 条矛盾 · 涉及 1 个部门或单位"
    select(page, "find-year", "2023 年")
    assert count(page) == "没有符合条件的"
    assert page.get_by_text("换一个条件").count() == 1


def test_a_rule_without_a_name_is_shown_under_its_own(page: Any) -> None:
    select(page, "find-rule", "其他（new rule）")
    assert page.locator(f"{LIST} .rulename").all_inner_texts() == ["其他（new rule）"]


def test_a_long_list_comes_in_pages_and_a_filter_goes_back_to_the_first(page: Any) -> None:
    pill(page, "尾差")
    assert page.locator(LIST).count() == 20
    for _ in range(2):
        page.get_by_role("button", name="下一页").click()
        settle(page)
    assert page.locator(".st-key-findings-pager .count").inner_text() == "第 3 / 3 页"
    assert page.locator(LIST).count() == 3
    assert page.get_by_role("button", name="下一页").is_disabled()
    pill(page, "矛盾")
    assert page.locator(".st-key-findings-pager .count").inner_text() == "第 1 / 3 页"


def test_a_finding_opens_with_both_sides_outlined_from_the_keyboard(page: Any) -> None:
    page.locator(LIST).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-side-far img")
    settle(page)
    shown = [
        [page.locator(f".st-key-side-{side} .{what}").inner_text() for what in ("heading", "value")]
        for side in ("near", "far")
    ]
    assert shown == [["正文：一般公共预算", "284.4"], ["《收支总表》一般公共预算", "364.4万元"]]
    assert [outline(page, f".st-key-side-{side}")[1][3] > 0 for side in ("near", "far")] == [
        True, True,
    ]  # fmt: skip
    assert page.locator(".opened .gap").inner_text() == "相差 80 万元"
    page.get_by_role("button", name="返回列表").press("Enter")
    settle(page)
    assert page.locator(LIST).count() == 2


def test_of_many_sides_each_can_be_put_beside_the_first_and_all_are_outlined(page: Any) -> None:
    pill(page, "尾差")
    page.locator(LIST).nth(2).click()
    page.wait_for_selector(".others")
    settle(page)
    assert page.locator(".other .what").all_inner_texts() == ["分项一", "分项二"]
    page.locator(".other").nth(1).click()
    settle(page)
    assert page.locator(".st-key-side-far .heading").inner_text() == "分项二"
    assert page.locator(".other.open .what").inner_text() == "分项二"


def test_a_finding_opened_far_down_the_list_is_shown_from_its_top(page: Any) -> None:
    pill(page, "尾差")
    page.locator(LIST).nth(18).click()
    page.wait_for_selector(".st-key-side-far img")
    settle(page)
    page.wait_for_timeout(1200)  # it scrolls softly
    for shown in (".st-key-find-list", ".opened"):
        assert 0 < page.locator(shown).bounding_box()["y"] < 300


def test_hostile_text_in_a_finding_is_only_text_and_a_missing_file_says_so(page: Any) -> None:
    hostile = page.locator(LIST).nth(1)
    assert hostile.locator(".message").inner_text() == f"=1+1 {HOSTILE}"
    hostile.click()
    page.get_by_text("原文件不在了").first.wait_for()
    settle(page)
    assert page.locator(".opened .message").inner_text() == f"=1+1 {HOSTILE}"
    assert page.locator(".side .heading").all_inner_texts() == [HOSTILE, HOSTILE]
    assert page.locator(".st-key-findings img, .st-key-findings a, .katex").count() == 0
    page.get_by_role("button", name="返回列表").click()
    settle(page)
    select(page, "find-who", HOSTILE)
    assert count(page) == "1 条矛盾 · 涉及 1 个部门或单位"


def test_what_is_filtered_is_exported_and_no_cell_is_a_formula(page: Any, tmp_path: Path) -> None:
    select(page, "find-year", "2023 年")
    for kind in ("csv", "xlsx"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"导出 {kind}").click()
        waiting.value.save_as(tmp_path / f"f.{kind}")
    text = (tmp_path / "f.csv").read_text("utf-8-sig")
    header, row = csv.reader(StringIO(text, newline=""))
    assert tuple(header) == columns()
    assert row[:9] == [
        "矛盾", "其他（new rule）", f"'=1+1 {HOSTILE}", HOSTILE, "2023", "决算", "800000.0", "2000",
        "元",
    ]  # fmt: skip
    with zipfile.ZipFile(tmp_path / "f.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert ("<f>" in sheet, "hyperlink" in sheet) == (False, False)
        assert "=1+1 &lt;img" in book.read("xl/sharedStrings.xml").decode()


def test_filters_and_the_open_finding_are_kept_while_another_page_is_shown(page: Any) -> None:
    select(page, "find-year", "2024 年")
    page.locator(LIST).first.click()
    page.wait_for_selector(".opened")
    settle(page)
    page.get_by_role("link", name="核对稿子").click()
    page.wait_for_selector(".st-key-draft textarea")
    settle(page)
    page.get_by_role("link", name="矛盾").click()
    page.wait_for_selector(".opened")
    settle(page)
    page.get_by_role("button", name="返回列表").click()
    settle(page)
    assert count(page) == "1 条矛盾 · 涉及 1 个部门或单位"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_findings_are_readable_on_a_narrow_screen_in_light_and_dark(
    browser: Any, address: str, scheme: str
) -> None:
    small = {"viewport": {"width": 480, "height": 800}, "color_scheme": scheme}
    for page in visit(browser, address, "/contradictions", LIST, **small):
        pill(page, "尾差")
        pill(page, "缺漏")
        shown = ".tag, .rulename, .message, .whose, .sum"
        assert [x for x in contrasts(page, shown) if x < 4.5] == []
        page.locator(LIST).first.click()
        page.wait_for_selector(".st-key-side-far img")
        settle(page)
        near, far = (
            page.locator(f".st-key-side-{side}").bounding_box() for side in ("near", "far")
        )
        assert far["y"] > near["y"] + near["height"]
        assert page.evaluate("document.documentElement.scrollWidth") == 480


def test_the_real_page_shows_both_sides_of_what_the_file_says_against_itself(
    real_page: Any,
) -> None:
    assert count(real_page) == "2 条矛盾 · 涉及 1 个部门或单位"
    real_page.locator(LIST).first.click()
    real_page.wait_for_selector(".st-key-side-far img")
    settle(real_page)
    values = [real_page.locator(f".st-key-side-{s} .value").inner_text() for s in ("near", "far")]
    assert values == ["284.4万元", "364.4万元"]
    assert all(outline(real_page, f".st-key-side-{s}")[1][3] > 0 for s in ("near", "far"))
    real_page.get_by_role("button", name="返回列表").click()
    settle(real_page)
    pill(real_page, "尾差")
    real_page.locator(LIST, has_text="本年支出合计").first.click()
    real_page.wait_for_selector(".others")
    real_page.get_by_text("整页").click()
    settle(real_page)
    real_page.wait_for_timeout(1500)
    far = outline(real_page, ".st-key-side-far", ALSO)  # the other parts of the sum
    assert far[1][3] > far[1][1]
