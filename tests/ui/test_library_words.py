"""What the library says: counts, filters, bodies by years, how far a job is."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from assistant.holdings import Holding
from ingest.pipeline import IngestResult
from ingest.records import Severity
from tests.ui.fakes import HOSTILE
from ui.library import nodes, words
from ui.library.jobs import Item, Job, Kind, Stage, State, in_hand, told
from ui.nodes import Node
from ui.words import speak


def held(
    entity: str, year: int, place: str = "甲市", stage: str = "budget", **more: object
) -> Holding:
    file = f"{entity}{year}{stage}.pdf"
    one = Holding(
        file, file, file, entity, place, year, stage, "department", "", 20, 9, 400, 30, {}
    )
    return replace(one, **more)  # type: ignore[arg-type]


HELD = (
    held("教育局", 2022),
    held("教育局", 2024, stage="final"),
    held("财政局", 2024, findings={Severity.CONTRADICTION: 2}),
    held("水务局", 2023, place="乙市"),
    held("不明", 2024, place=""),
)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (words.Choice(), [0, 1, 2, 3, 4]),
        (words.Choice(text="教育"), [0, 1]),
        (words.Choice(text="2024 教育"), [1]),
        (words.Choice(place="乙市"), [3]),
        (words.Choice(place=""), [4]),
        (words.Choice(year=2024, stage="budget"), [2, 4]),
        (words.Choice(text="没有这个局"), []),
    ],
)
def test_files_are_found_by_words_place_year_and_stage(
    choice: words.Choice, found: list[int]
) -> None:
    assert words.chosen(HELD, choice) == [HELD[at] for at in found]


@pytest.mark.parametrize(
    ("media", "told"),
    [
        ("pdf", "20 页 · 9 张表 · 400 个数"),
        ("xlsx", "20 张工作表 · 9 张表 · 400 个数"),
        ("ods", "20 张工作表 · 9 张表 · 400 个数"),
        ("docx", "9 张表 · 400 个数"),
        ("html", "9 张表 · 400 个数"),
    ],
)
def test_a_workbook_has_sheets_and_a_word_file_no_pages(media: str, told: str) -> None:
    assert words.size(held("教育局", 2024, media=media)) == told


def test_the_whole_is_counted() -> None:
    assert words.totals(HELD) == ["5 份文件", "3 个地方", "4 个部门和单位", "2022—2024 年"]
    assert words.totals(HELD[:1]) == ["1 份文件", "1 个地方", "1 个部门和单位", "2022 年"]
    assert words.places(HELD) == ["甲市", "乙市", ""]


def test_a_year_without_a_file_is_a_gap_in_its_row_and_copies_are_no_rows() -> None:
    copy = held("教育局", 2023, copy_of="x")
    years = words.span_of(HELD)
    rows = words.rows_of([*HELD[:2], copy], years)
    assert years == [2022, 2023, 2024]
    assert rows == [words.Row("甲市", "教育局", ((HELD[0],), (), (HELD[1],)))]


@pytest.mark.parametrize(
    ("count", "at", "page"), [(0, 0, (0, 1)), (40, 5, (0, 1)), (41, 9, (1, 2))]
)
def test_a_page_that_is_not_there_is_the_last(count: int, at: int, page: tuple[int, int]) -> None:
    assert words.page_at(count, at) == page


def test_what_is_being_removed_stands_no_longer_and_its_copy_takes_its_place() -> None:
    copy = held("教育局", 2022, id="copy", copy_of=HELD[0].id)
    assert words.without([HELD[0], copy], [HELD[0].id]) == [replace(copy, copy_of="")]


# ---------------------------------------------------------------------- jobs

READ = IngestResult("/x/a.pdf", "s", "ingested", "教育局", 2024, "budget", 20, 9, 400, 30)
FAILED = IngestResult("/x/b.pdf", "", "failed", error="这是扫描件")
JOB = Job(
    1, Kind.READ, (Item("a.pdf"), Item("大.pdf", State.FAILED, FAILED), Item("c.pdf")), sent=(0, 2)
)


def test_a_job_follows_what_its_process_tells() -> None:
    running = told(replace(JOB, stage=Stage.RUNNING), {"begun": 0})
    assert [i.state for i in running.items] == [State.SENT, State.FAILED, State.WAITING]
    assert words.job_told(running) == "已完成 1 / 3，读好一份就能问一份"
    read = told(running, {"read": 0, "result": asdict(READ)})
    failed = told(read, {"read": 1, "result": asdict(FAILED)})
    assert [i.state for i in failed.items] == [State.READ, State.FAILED, State.FAILED]
    vectors = told(failed, {"vectors": [3, 30]})
    assert words.job_told(vectors) == "文件都读完了，可以问了；正在算检索用的向量 3 / 30"
    assert words.share_of(vectors) == 10
    copied = replace(READ, duplicate_of="原来.pdf")
    done = told(vectors, {"done": [asdict(copied), asdict(FAILED)]})
    assert (done.stage, words.job_told(done)) == (
        Stage.DONE, "读完 3 个：1 个新读入，2 个没有读成",
    )  # fmt: skip
    assert words.item_told(done.items[0], is_read_now=False) == "已读入；内容和“原来.pdf”相同"
    assert words.item_told(done.items[2], is_read_now=False) == "没有读成：这是扫描件"
    assert words.item_found(done.items[0]) == "教育局 2024 年预算"


def test_only_as_many_files_are_said_to_be_read_as_there_are_processes() -> None:
    items = [Item("a", State.READ), *(Item(n, State.SENT) for n in "bcd"), Item("e")]
    assert in_hand(items, 2) == {1, 2}


def test_a_job_that_broke_says_why() -> None:
    broken = told(JOB, {"failed": "磁盘满了"})
    assert (broken.stage, words.job_told(broken)) == (Stage.BROKEN, "磁盘满了")


def texts(tree: Node | str) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    return [text for child in tree["children"] for text in texts(child)]


def test_a_hostile_name_is_a_text_of_its_node_and_nothing_else() -> None:
    hostile = held(HOSTILE, 2024, place=HOSTILE, file=HOSTILE)
    for tree in (
        nodes.listed([hostile]),
        nodes.matrix(words.rows_of([hostile], [2024]), [2024], {hostile.id: 1}),
    ):
        assert HOSTILE in texts(tree)
    job = nodes.job(replace(JOB, items=(Item(HOSTILE),)), 1)
    assert HOSTILE in texts(job)


def test_the_library_speaks_english() -> None:
    speak("en")
    try:
        assert words.totals(HELD[:1]) == ["1 files", "1 places", "1 bodies", "2022"]
        assert words.whose(HELD[1]) == "教育局 2024 final accounts"
    finally:
        speak("zh")
