"""The history in a real browser: kept, named, found, deleted, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.ui.browser import BOX, HERE_OR_SKIPPED, REAL_APP, ask, served, settle, visit
from tests.ui.fakes import FakeAssistant
from ui.asking.talk import Talk, Turn
from ui.history.store import FILE, Histories

pytestmark = HERE_OR_SKIPPED

NAMES = ".talk .name"


def names(page: Any) -> list[str]:
    found: list[str] = page.locator(NAMES).all_inner_texts()
    return found


def test_a_conversation_outlives_a_reload_is_renamed_found_and_deleted(page: Any) -> None:
    ask(page, "收入总计是多少")
    page.get_by_text("收入总计是多少").nth(1).wait_for()
    page.reload()
    page.wait_for_selector(".footer")
    settle(page)
    assert page.locator(".bubble").all_inner_texts() == ["收入总计是多少"]
    page.get_by_text("新对话").click()
    settle(page)
    assert "talk=" not in page.url
    ask(page, "没有的事")
    assert names(page) == ["没有的事", "收入总计是多少"]
    page.locator(".talk .edit").first.click()
    page.wait_for_selector(".st-key-talk-editor")
    settle(page)
    page.locator(".st-key-talk-editor input").fill("教育局专题")
    page.locator(".st-key-talk-editor input").press("Enter")
    settle(page)
    page.get_by_role("button", name="改名").click()
    page.locator(NAMES, has_text="教育局专题").wait_for()
    settle(page)
    page.locator(NAMES, has_text="收入总计是多少").click()
    page.locator(".bubble", has_text="收入总计是多少").wait_for()
    settle(page)
    page.locator(".talk .edit").nth(0).click()
    page.wait_for_selector(".st-key-talk-editor")
    settle(page)
    page.get_by_role("button", name="删除，不能恢复").click()
    page.wait_for_selector(".st-key-talk-editor", state="detached")
    settle(page)
    assert len(names(page)) == 1


def test_nobody_sees_another_s_history_but_a_link_opens_one_answer(
    browser: Any, address: str
) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    for mine in visit(browser, address, permissions=allowed):
        ask(mine, "三公秘密")
        mine.get_by_role("button", name="复制链接").click()
        mine.get_by_text("已复制").wait_for()
        link = mine.evaluate("navigator.clipboard.readText()")
        talk = parse_qs(urlsplit(mine.url).query)["talk"][0]
        for other in visit(browser, address):
            assert "三公秘密" not in other.locator("body").inner_text()
            assert names(other) == []
        for other in visit(browser, address, f"/?talk={talk}"):
            other.get_by_text("不在这个浏览器的历史里").wait_for()
            assert "三公秘密" not in other.locator("body").inner_text()
        path = link.removeprefix(address)
        for other in visit(browser, address, path, ".footer"):
            told = other.locator(".notice.linked").inner_text()
            assert datetime.now(UTC).astimezone().strftime("%Y-%m") in told
            assert "文件库在那之后没有变化" in told
            assert other.locator(".bubble").all_inner_texts() == ["三公秘密"]
            assert names(other) == []
            ask(other, "接着问")
            assert len(names(other)) == 1


def test_an_answer_of_an_earlier_library_says_so_and_is_asked_anew(
    browser: Any, address: str, fake_corpus: Path
) -> None:
    given = FakeAssistant().of_the_table("收入总计")
    talk = Talk(turns=[Turn("收入总计", given, edition="of yesterday")])
    Histories(fake_corpus / FILE).keep("somebody", talk)
    for page in visit(browser, address, f"/?answer={talk.turns[0].id}", ".footer"):
        assert "文件库在那之后有变化" in page.locator(".notice.linked").inner_text()
        page.get_by_role("button", name="按现在的文件库再问一遍").click()
        page.locator(".footer").nth(1).wait_for()
        settle(page)
    for page in visit(browser, address, "/?answer=nothing"):
        page.get_by_text("链接里的回答已被删除，或链接不完整").wait_for()


def test_only_the_last_turns_of_a_long_conversation_are_drawn(
    browser: Any, address: str, fake_corpus: Path
) -> None:
    given = FakeAssistant().of_the_table("收入总计")
    talk = Talk(turns=[Turn(f"第{n}问", given) for n in range(11)])
    for page in visit(browser, address):
        word = page.evaluate("localStorage.getItem('chazhang-reader')")
        Histories(fake_corpus / FILE).keep(f"browser:{word}", talk)
        page.goto(f"{address}/?talk={talk.id}")
        page.wait_for_selector(".footer")
        settle(page)
        assert page.locator(".bubble").all_inner_texts() == [f"第{n}问" for n in range(3, 11)]
        page.get_by_text("显示更早的 3 轮").click()
        page.locator(".bubble", has_text="第0问").wait_for()
        settle(page)
        assert page.locator(".bubble").count() == 11


def test_with_the_history_off_nothing_is_written_and_there_is_no_link(
    browser: Any, founding_corpus: Path
) -> None:
    before = sorted(founding_corpus.rglob("*.sqlite"))
    for address in served(REAL_APP, founding_corpus, CHAZHANG_HISTORY="false"):
        for page in visit(browser, address):
            ask(page, "人员经费是多少？")
            assert page.locator(".talk, .shelfhead", has_text="历史").count() == 0
            assert page.get_by_role("button", name="复制链接").count() == 0
            page.reload()
            page.wait_for_selector(BOX)
            settle(page)
            assert page.locator(".bubble").count() == 0
    assert sorted(founding_corpus.rglob("*.sqlite")) == before
