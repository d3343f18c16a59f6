"""The library in a real browser: add files, watch them read, ask about them, look, take one out."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ingest.corpus.ledger import open_ledger
from tests.ui.browser import (
    HERE_OR_SKIPPED,
    PATIENCE,
    REAL_APP,
    ask,
    outline,
    served,
    settle,
    visit,
)
from tests.ui.hostile import ENTITY, NAME, hostile_pdf

pytestmark = HERE_OR_SKIPPED


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, founding_corpus: Path) -> Path:
    return shutil.copytree(founding_corpus, tmp_path_factory.mktemp("desk") / "corpus")


@pytest.fixture(scope="module")
def desk(corpus: Path) -> Iterator[str]:
    """A page of its own: it changes its corpus."""
    yield from served(REAL_APP, corpus, CHAZHANG_EMBED="false")


@pytest.fixture
def page(browser: Any, desk: str) -> Iterator[Any]:
    yield from visit(browser, desk, "/library", ".holding")


@pytest.fixture
def real_page(browser: Any, real_address: str) -> Iterator[Any]:
    yield from visit(browser, real_address, "/library", ".holding")


def part(page: Any, word: str) -> None:
    page.locator(".st-key-lib-part button", has_text=word).click()
    settle(page)


def upload(page: Any, *files: dict[str, Any]) -> None:
    page.get_by_role("button", name="添加文件").click()
    page.locator("[data-testid=stFileUploaderDropzone] input").set_input_files(list(files))
    page.locator(".st-key-lib-take button").click()


def test_files_are_added_one_by_one_told_and_asked_about_and_one_is_taken_out_again(
    page: Any, corpus: Path, tmp_path: Path
) -> None:
    pdf = hostile_pdf(tmp_path / "x.pdf").read_bytes()
    given = [
        {"name": NAME, "mimeType": "application/pdf", "buffer": pdf},
        {"name": "坏的.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 no"},
        {"name": "空的.pdf", "mimeType": "application/pdf", "buffer": b""},
    ]
    upload(page, *given)
    page.locator(".job.done").wait_for(timeout=PATIENCE)
    settle(page)
    told = [line.split("\n") for line in page.locator(".job .item").all_inner_texts()]
    assert sorted(line[0] for line in told) == ["✓", "✗", "✗"]
    read = next(line for line in told if line[0] == "✓")
    assert (read[1], read[-1]) == (NAME, f"{ENTITY} 2024 年预算")
    assert "没有读成" in page.locator(".item.failed .told").first.inner_text()
    assert page.locator(".jobtold").inner_text() == "读完 3 个：1 个新读入，2 个没有读成"

    page.locator(".holding", has_text=ENTITY).wait_for(timeout=PATIENCE)
    page.locator(".st-key-pages a").first.click()
    ask(page, f"{ENTITY}2024年支出总计是多少？")
    assert "2,900.00" in page.locator(".answer").inner_text().replace("2900", "2,900")

    # nothing of the upload is left but what the corpus keeps
    assert list((corpus / "uploads").iterdir()) == []

    page.get_by_role("link", name="文件库").click()
    page.locator(".holding", has_text=ENTITY).click()
    page.locator(".st-key-lib-remove button").click()
    page.locator(".st-key-lib-remove-no button").click()
    settle(page)
    page.locator(".st-key-lib-remove button").click()
    page.locator(".st-key-lib-remove-yes button").click()
    page.locator(".job.done .jobtitle", has_text="已移除").wait_for(timeout=PATIENCE)
    settle(page)
    assert page.locator(".holding", has_text=ENTITY).count() == 0
    with open_ledger(corpus) as ledger:
        assert [row.identity.entity for row in ledger.disclosures()] == ["郑州市金水区政务信息中心"]
    assert len([p for p in (corpus / "files").iterdir() if p.is_dir()]) == 1


def test_the_same_file_again_is_unchanged(page: Any, corpus: Path) -> None:
    held = next((corpus / "files").glob("*/*.pdf"))
    upload(page, {"name": "再来.pdf", "mimeType": "application/pdf", "buffer": held.read_bytes()})
    page.locator(".item.unchanged").wait_for(timeout=PATIENCE)
    assert "没有变化" in page.locator(".item.unchanged .told").inner_text()
    page.locator("[class*=st-key-lib-dismiss] button").first.click()


def test_the_library_is_searched_and_filtered_and_shown_by_year(real_page: Any) -> None:
    page = real_page
    assert page.locator(".totals .total").all_inner_texts() == [
        "1 份文件", "1 个地方", "1 个部门和单位", "2024 年",
    ]  # fmt: skip
    box = page.locator(".st-key-lib-text input")
    box.fill("没有这个局")
    box.press("Enter")
    page.get_by_text("没有符合条件的文件").wait_for()
    box.fill("信息中心")
    box.press("Enter")
    page.locator(".holding").wait_for()
    settle(page)
    page.get_by_text("年度表").click()
    settle(page)
    assert page.locator(".matrix .rowhead").all_inner_texts() == ["郑州市金水区政务信息中心"]
    page.locator(".matrix .held").press("Enter")
    page.locator(".pagehead.file").wait_for()


def test_a_file_is_leafed_through_its_tables_lie_beside_their_page_and_are_handed_out(
    real_page: Any, tmp_path: Path
) -> None:
    page = real_page
    page.locator(".holding").press("Enter")
    page.wait_for_selector(".st-key-lib-leaf img")
    settle(page)
    number = page.locator(".st-key-lib-file-page input")
    number.fill("9")
    number.press("Enter")
    page.locator(".tableline", has_text="2024年部门收支总体情况表").click()
    page.locator(".printed .cell", has_text="303.1").first.click()
    page.locator(".printed .cell.open").wait_for()
    settle(page)
    page.wait_for_timeout(800)
    assert page.locator(".printed .cell.open").inner_text() == "303.1"
    assert outline(page, ".st-key-lib-beside-page")[1][3] > 0
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载这张表 csv").click()
    waiting.value.save_as(tmp_path / "t.csv")
    rows = list(csv.reader(StringIO((tmp_path / "t.csv").read_text("utf-8-sig"), newline="")))
    assert rows[0] == ["收入 / 项目", "收入 / 金额", "支出 / 项目", "支出 / 金额"]
    assert rows[1][:4] == ["一、一般公共预算", "364.4", "一、一般公共服务", "303.1"]
    part(page, "发现")
    page.locator(".finding").first.click()
    page.wait_for_selector(".st-key-side-far img")


def test_without_a_corpus_the_first_file_is_added_on_the_page(browser: Any, tmp_path: Path) -> None:
    pdf = hostile_pdf(tmp_path / "x.pdf").read_bytes()
    for address in served(REAL_APP, tmp_path / "none", CHAZHANG_EMBED="false"):
        for page in visit(browser, address, "", ".notice"):
            page.get_by_role("button", name="去文件库添加文件").click()
            page.locator("[data-testid=stFileUploaderDropzone] input").set_input_files(
                [{"name": "某某局.pdf", "mimeType": "application/pdf", "buffer": pdf}]
            )
            page.locator(".st-key-lib-take button").click()
            page.locator(".holding", has_text=ENTITY).wait_for(timeout=PATIENCE)


def test_a_read_only_desk_offers_no_way_in_or_out_and_takes_no_upload(
    browser: Any, founding_corpus: Path
) -> None:
    for address in served(REAL_APP, founding_corpus, CHAZHANG_READ_ONLY="true"):
        for page in visit(browser, address, "/library", ".holding"):
            assert page.get_by_role("button", name="添加文件").count() == 0
            page.locator(".holding").click()
            page.locator(".pagehead.file").wait_for()
            settle(page)
            assert page.locator(".st-key-lib-remove").count() == 0
            sent = page.request.put(f"{address}/_stcore/upload_file/x/y", multipart={"file": "z"})
            assert sent.status == 403
