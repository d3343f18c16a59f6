"""axe finds nothing serious in what we write ourselves, on every page, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.browser import BOX, HERE_OR_SKIPPED, ask, settle, visit

pytestmark = HERE_OR_SKIPPED

# Streamlit's own widgets are its makers' business; axe looks into the shadow trees we draw, too
OURS = {"include": [["[data-testid=stBidiComponentIsolated]"], ["[data-testid=stImage]"]]}
RULES = {
    "preload": False,
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
}


def answered(page: Any) -> None:
    ask(page, "2024 年收入总计是多少？")
    page.locator("button.chip").first.click()
    page.wait_for_selector(".st-key-panel img")


def checked(page: Any) -> None:
    page.locator(".st-key-draft textarea").fill("收入总计 364.4 万元，支出 248.4 万元，车辆 7 辆。")
    page.locator(".st-key-draft-check button").click()
    page.locator(".figure").first.click()
    page.wait_for_selector(".panel")


def opened_finding(page: Any) -> None:
    page.locator(".finding").first.click()
    page.wait_for_selector(".opened")


def by_year(page: Any) -> None:
    page.get_by_text("年度表").click()
    page.wait_for_selector(".matrix")


def opened_file(page: Any) -> None:
    page.locator(".holding").first.click()
    page.wait_for_selector(".st-key-lib-leaf img")


def opened_table(page: Any) -> None:
    """From a file that is open."""
    page.locator(".st-key-lib-part button", has_text="表").click()
    page.locator(".printed .cell").first.click()
    page.wait_for_selector(".printed .cell.open")


# a page, and what is done on it one after the other: it is looked at as it opens and after each step
STATES: tuple[tuple[str, str, tuple[Callable[[Any], None], ...]], ...] = (
    ("", BOX, (answered,)),
    ("/draft", ".st-key-draft textarea", (checked,)),
    ("/contradictions", ".finding", (opened_finding,)),
    ("/library", ".holding", (opened_file, opened_table)),
    ("/library", ".holding", (by_year,)),
    ("/quality", ".cards", ()),
    ("/settings", ".setting", ()),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser: Any, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    serious: list[str] = []
    for path, ready, steps in STATES:
        for page in visit(browser, address, path, ready, color_scheme=scheme):
            for step in (None, *steps):
                if step:
                    step(page)
                settle(page)
                found = axe.run(page, context=OURS, options=RULES).response
                assert found["passes"], "axe looked at nothing"
                serious += [
                    f"{path} {getattr(step, '__name__', '')}: {one['id']} {node['target']} {node['html'][:120]}"
                    for one in found["violations"]
                    if one["impact"] in ("serious", "critical")
                    for node in one["nodes"]
                ]
    assert serious == []
