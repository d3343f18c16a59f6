"""Text from a disclosure, a file name or a question is only ever text, on every page."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.ui.browser import BOX, HERE_OR_SKIPPED, REAL_APP, ask, served, settle, visit
from tests.ui.hostile import ENTITY, LABELS, NAME, QUESTIONS, hostile_pdf
from ui.guard import HEADERS

pytestmark = HERE_OR_SKIPPED

# what may stand in the page's body because we or Streamlit put it there, and nothing else
MADE_OF_TEXT = """() => {
  const found = [];
  const look = root => {
    for (const one of root.querySelectorAll('*')) {
      if (one.shadowRoot) look(one.shadowRoot);
      const told = one.tagName === 'SCRIPT' ? one.textContent : '';
      const points = ['src', 'href', 'action', 'formaction'].map(a => one.getAttribute(a) || '').join(' ');
      if (/evil\\.test|javascript:|HYPERLINK/.test(points)) found.push(one.outerHTML.slice(0, 200));
      if (/alert\\(/.test(told) || one.hasAttribute('onerror')) found.push(one.outerHTML.slice(0, 200));
      if (one.classList.contains('katex')) found.push('katex ' + one.textContent);
    }
  };
  look(document);
  return found;
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    named = hostile_pdf(folder / NAME)
    bad = folder / f"bad {NAME}"
    bad.write_bytes(b"%PDF-1.4 nothing")
    results = ingest_paths([named, bad], folder / "corpus", settings=Settings(embed=False))
    assert [r.status for r in results] == ["ingested", "failed"]
    shutil.rmtree(folder / "corpus" / "index", ignore_errors=True)
    yield from served(REAL_APP, folder / "corpus")


def watched(browser: Any, desk: str, path: str, ready: str) -> Iterator[Any]:
    """A visit on which no dialog opens and no element is made of anybody's text; `visit` itself
    sees to it that no request goes out."""
    dialogs: list[str] = []
    for page in visit(browser, desk, path, ready):

        def seen(dialog: Any) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", seen)
        yield page
        settle(page)
        assert page.evaluate(MADE_OF_TEXT) == []
        assert dialogs == []


def test_hostile_questions_and_the_answers_on_a_hostile_file_are_only_text(
    browser: Any, desk: str
) -> None:
    for page in watched(browser, desk, "", BOX):
        asked = (*QUESTIONS, f"{ENTITY}2024年支出总计是多少？", "有自相矛盾的地方吗？")
        for n, question in enumerate(asked):
            ask(page, question)
            page.locator(".footer").nth(n).wait_for()
            settle(page)
            assert page.locator(".bubble").nth(n).inner_text() == question
            assert page.evaluate(MADE_OF_TEXT) == []
        page.locator("button.chip").first.click()
        page.wait_for_selector(".st-key-panel img")


def test_a_hostile_draft_is_only_text(browser: Any, desk: str) -> None:
    for page in watched(browser, desk, "/draft", ".st-key-draft textarea"):
        draft = "\n".join((*QUESTIONS, f"{ENTITY}2024年支出总计2900万元。"))
        page.locator(".st-key-draft textarea").fill(draft)
        page.locator(".st-key-draft-check button").click()
        page.locator(".story").wait_for()
        shown = re.sub(r"[\s✓⚠]", "", page.locator(".story").inner_text())
        assert re.sub(r"\s", "", draft) in shown
        page.locator(".figure").last.click()
        page.wait_for_selector(".panel")


def test_hostile_findings_are_only_text(browser: Any, desk: str) -> None:
    for page in watched(browser, desk, "/contradictions", ".finding"):
        page.locator(".finding").first.click()
        page.wait_for_selector(".st-key-side-near img")


def test_a_hostile_file_in_the_library_is_only_text_and_its_tables_hold_no_formula(
    browser: Any, desk: str, tmp_path: Path
) -> None:
    for page in watched(browser, desk, "/library", ".holding"):
        assert NAME.replace("/", "") in page.locator(".holding .filename").inner_text()
        page.locator(".holding").click()
        page.wait_for_selector(".st-key-lib-leaf img")
        settle(page)
        page.locator(".st-key-lib-part button", has_text="表").click()
        page.wait_for_selector(".printed")
        shown = page.locator(".printed td .cell").all_inner_texts()
        assert "".join(LABELS[3][0].split()) in {"".join(s.split()) for s in shown}
        page.locator(".printed td .cell").nth(6).click()
        page.wait_for_selector(".printed .cell.open")
        settle(page)
        for key in ("lib-grid-csv", "lib-grid-xlsx", "lib-facts-csv", "lib-facts-xlsx"):
            with page.expect_download() as waiting:
                page.locator(f".st-key-{key} button").click()
            waiting.value.save_as(tmp_path / key)
        page.locator(".st-key-lib-facts summary").click()
        page.locator(".st-key-lib-part button", has_text="发现").click()
        page.locator(".finding").first.wait_for()
        page.locator(".st-key-lib-remove button").click()
        page.locator(".st-key-lib-removal").wait_for()
    for name in ("lib-grid-csv", "lib-facts-csv"):
        text = (tmp_path / name).read_text("utf-8-sig")
        assert "HYPERLINK" in text
        assert not any(line.startswith(("=", '"=', "@", "+")) for line in text.splitlines())
    for name in ("lib-grid-xlsx", "lib-facts-xlsx"):
        with zipfile.ZipFile(tmp_path / name) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert ("<f>" in sheet, "hyperlink" in sheet) == (False, False)


def test_the_names_of_files_that_failed_are_only_text(browser: Any, desk: str) -> None:
    for page in watched(browser, desk, "/quality", ".cards"):
        assert "<img src=x" in page.locator(".item.failed .filename").inner_text()


def test_every_answer_of_the_server_carries_the_headers(desk: str) -> None:
    for path in ("/", "/_stcore/health", "/library", "/static/nothing"):
        try:
            with urlopen(desk + path, timeout=20) as answer:
                sent = dict(answer.headers)
        except OSError as error:
            sent = dict(getattr(error, "headers", {}))
        lower = {name.lower(): value for name, value in sent.items()}
        assert {name: lower.get(name.lower()) for name in HEADERS} == HEADERS
