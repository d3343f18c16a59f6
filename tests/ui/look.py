"""Pictures of every page, to be looked at: `make look` writes them to build/look.

Each page in light and dark and on a narrow screen, over the shipped disclosure and over whatever
corpus is given: `python -m tests.ui.look [CORPUS] [only part of a name]`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.run import SAMPLES
from ingest.corpus.ledger import open_ledger
from ingest.pipeline import ingest_paths
from tests.ui.browser import BOX, CHROMIUM, FLAGS, REAL_APP, ask, served, settle, visit

OUT = Path("build/look")
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 390, "height": 844}},
}
Steps = Callable[[Any], None]
about = ""  # “某某局2024年”: of a corpus of many, questions must say of whom they are


def nothing(page: Any) -> None:
    """As the page is when it is opened."""


def asked(*questions: str) -> Steps:
    def steps(page: Any) -> None:
        for question in questions:
            ask(page, about + question)

    return steps


def cited(question: str, *then: str) -> Steps:
    """An answer, its first number opened, then these clicked one after the other."""

    def steps(page: Any) -> None:
        ask(page, about + question)
        page.locator("button.chip").first.click()
        page.wait_for_selector(".st-key-panel img")
        settle(page)
        for selector in then:
            page.locator(selector).first.click()
            settle(page)

    return steps


def clicked(question: str, selector: str) -> Steps:
    def steps(page: Any) -> None:
        ask(page, about + question)
        page.locator(selector).first.click()
        settle(page)
        page.wait_for_timeout(400)

    return steps


def pressed(*selectors: str) -> Steps:
    """These clicked one after the other."""

    def steps(page: Any) -> None:
        for selector in selectors:
            page.locator(selector).first.click()
            settle(page)
            page.wait_for_timeout(900)

    return steps


# name, path, what the page is ready with, what is done there. A room adds its own lines here.
PAGES: list[tuple[str, str, str, Steps]] = [
    ("ask-empty", "", BOX, nothing),
    ("ask-english", "/?lang=en", BOX, asked("一般公共预算收入到底是多少？")),
    ("ask-answer", "", BOX, asked("支出由哪几部分构成？")),
    ("ask-conflict", "", BOX, cited("一般公共预算收入到底是多少？")),
    ("ask-whole", "", BOX, cited("人员经费是多少？", ".st-key-view button:nth-of-type(2)")),
    ("ask-data", "", BOX, cited("人员经费是多少？", ".st-key-view button:nth-of-type(3)")),
    ("ask-take", "", BOX, clicked("办公费是多少？", ".tool.take")),
    ("ask-correct", "", BOX, clicked("办公费是多少？", ".menu.basis summary")),
    ("ask-not-found", "", BOX, asked("差旅费是多少？")),
    ("draft", "/draft", ".st-key-draft textarea", nothing),
    ("draft-checked", "/draft", ".st-key-draft textarea", pressed(
        ".st-key-draft-example button", ".st-key-draft-check button", ".figure")),
    ("contradictions", "/contradictions", ".findings", nothing),
    ("contradiction", "/contradictions", ".findings", pressed(".finding")),
    ("contradictions-english", "/contradictions?lang=en", ".findings", nothing),
    ("library", "/library", ".holding", nothing),
    ("library-english", "/library?lang=en", ".holding", nothing),
    ("library-years", "/library", ".holding", pressed(".st-key-lib-view button:nth-of-type(2)")),
    ("library-add", "/library", ".holding", pressed(".st-key-lib-add button")),
    ("library-file", "/library", ".holding", pressed(".holding", ".st-key-lib-page-on button")),
    ("library-table", "/library", ".holding", pressed(
        ".holding", ".st-key-lib-part button:nth-of-type(2)", ".printed td .cell")),
    ("library-findings", "/library", ".holding", pressed(
        ".holding", ".st-key-lib-part button:nth-of-type(3)")),
    ("library-remove", "/library", ".holding", pressed(".holding", ".st-key-lib-remove button")),
    ("quality", "/quality", ".cards", nothing),
    ("quality-english", "/quality?lang=en", ".cards", nothing),
    ("settings", "/settings", ".setting", nothing),
]  # fmt: skip


def main(corpus: Path, part: str = "") -> None:
    from playwright.sync_api import sync_playwright

    global about
    OUT.mkdir(parents=True, exist_ok=True)
    with open_ledger(corpus) as ledger:
        whose = next(d.identity for d in ledger.disclosures() if d.tables)
    about = f"{whose.entity}{whose.year}年"
    for address in served(REAL_APP, corpus):
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
            for name, path, ready, steps in PAGES:
                for screen, how in SCREENS.items():
                    if part in f"{name}-{screen}":
                        for page in visit(browser, address, path, ready, **how):
                            steps(page)
                            page.screenshot(path=OUT / f"{name}-{screen}.png")
            browser.close()


if __name__ == "__main__":
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as made:
        corpus = Path(given[0] if given else made)
        if not given:
            ingest_paths([SAMPLES], corpus)
        main(corpus, *given[1:2])
