"""Who asked what is written down apart, and goes again; figures are counted from the events."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from streamlit.testing.v1 import AppTest

from ingest.events import happened
from tests.conftest import ROOT
from ui.watching.asked import anonymous
from ui.watching.metrics import Counting
from ui.watching.trail import FOLDER, Trail

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves its page behind as __main__, and new processes would try to import it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


def test_a_question_is_one_line_that_only_the_servers_account_can_read(tmp_path: Path) -> None:
    trail = Trail(tmp_path, 90)
    trail.note("a@paper.test", {"kind": "question", "question": "多少？\n\ud800"}, NOON)
    trail.note("browser:1", {"kind": "draft", "letters": 9}, NOON)
    assert list(trail.lines()) == [
        {"time": "2026-11-27T12:00:00+00:00", "who": "a@paper.test", "kind": "question",
         "question": "多少？\n?"},
        {"time": "2026-11-27T12:00:00+00:00", "who": "browser:1", "kind": "draft", "letters": 9},
    ]  # fmt: skip
    (file,) = (tmp_path / FOLDER).iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("2026-11-27.jsonl", 0o600)
    assert file.parent.stat().st_mode & 0o077 == 0


def test_what_is_older_than_is_kept_goes_with_the_first_line_of_a_day(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    for name in ("2026-08-28.jsonl", "2026-08-29.jsonl", "notes.jsonl"):
        (folder / name).write_text('{"who": "x"}\n', encoding="utf-8")
    Trail(tmp_path, 90).note("y", {"kind": "draft"}, NOON)
    assert sorted(p.name for p in folder.iterdir()) == [
        "2026-08-29.jsonl", "2026-11-27.jsonl", "notes.jsonl",
    ]  # fmt: skip
    Trail(tmp_path, 0).throw_away(date(2026, 11, 28))
    assert [p.name for p in folder.iterdir()] == ["notes.jsonl"]


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    Trail(tmp_path, 9).note("x", {"kind": "draft"}, NOON)
    with (tmp_path / FOLDER / "2026-11-27.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"time": "2026')
    assert [line["who"] for line in Trail(tmp_path, 9).lines()] == ["x"]


def test_the_events_become_figures() -> None:
    held = CollectorRegistry()
    counting, log = Counting(held), logging.getLogger("chazhang.events")
    log.addHandler(counting)
    log.setLevel(logging.INFO)
    try:
        happened("question", status="answered", seconds=0.2)
        happened("question", status="not_found", seconds=3.0)
        happened("draft", status="checked", seconds=1.0)
        happened("library.job", kind="read", stage="done", ingested=3, failed=1)
        happened("corpus.opened", disclosures=158, seconds=2.0)
    finally:
        log.removeHandler(counting)
    counting.handle(logging.LogRecord("ui", logging.ERROR, "", 0, "wrong", (), None))
    told = generate_latest(held).decode().splitlines()
    assert {line for line in told if line[:1] != "#" and "_created" not in line and "le=" not in line
            and "timestamp" not in line and not line.endswith(" 0.0")} == {
        'chazhang_questions_total{status="answered"} 1.0',
        'chazhang_questions_total{status="not_found"} 1.0',
        "chazhang_question_seconds_count 2.0",
        "chazhang_question_seconds_sum 3.2",
        'chazhang_drafts_total{status="checked"} 1.0',
        'chazhang_files_total{status="ingested"} 3.0',
        'chazhang_files_total{status="failed"} 1.0',
        "chazhang_errors_total 1.0",
        "chazhang_disclosures 158.0",
    }  # fmt: skip


SERVE = """
from urllib.request import urlopen
from ingest.settings import Settings
from ui.watching.metrics import serve_metrics
serve_metrics(Settings())
serve_metrics(Settings())
from ingest.events import happened
happened("corpus.opened", disclosures=7, seconds=0.1)
print(urlopen("http://127.0.0.1:%s/metrics" % Settings().metrics_port).read().decode())
"""


def test_figures_are_served_on_loopback_alone() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    told = subprocess.run(
        [sys.executable, "-c", SERVE], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "CHAZHANG_METRICS_PORT": port},
    ).stdout  # fmt: skip
    assert "chazhang_disclosures 7.0" in told
    assert "process_resident_memory_bytes" in told


def test_without_the_setting_nothing_is_served_or_imported() -> None:
    code = (
        "import sys; from ui.watching.metrics import serve_metrics; "
        "from ingest.settings import Settings; serve_metrics(Settings()); "
        "assert 'prometheus_client' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_trail_is_listed_by_the_command_line(tmp_path: Path) -> None:
    Trail(tmp_path, 90).note("a@paper.test", {"kind": "question", "question": "多少？",
                                              "status": "answered"})  # fmt: skip
    command = [sys.executable, "-c", "from ui.command import main; main()", "trail", "--json",
               "--corpus", str(tmp_path)]  # fmt: skip
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [(line["who"], line["question"]) for line in map(json.loads, told.splitlines())] == [
        ("a@paper.test", "多少？")
    ]


def asking() -> None:
    """The page as it tells of a question, of one that failed, and of a draft."""
    import streamlit as st

    from assistant.answer import Answer, Status
    from assistant.claims.verdict import Report
    from ui.history.keeping import OWNER
    from ui.watching import asked

    st.session_state[OWNER] = "browser:0123456789abcdef"
    asked.answered("多少？", Answer("多少？", Status.NOT_FOUND, ""), 0.1)
    asked.answered("坏", None, 0.1)
    asked.checked(Report("没发表的稿子"), 0.2)


def test_the_page_writes_down_who_asked_what_and_of_a_draft_only_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_CORPUS", str(tmp_path))
    ran = AppTest.from_function(asking).run(timeout=60)
    assert list(ran.exception) == []
    lines = list(Trail(tmp_path, 90).lines())
    assert [{k: v for k, v in line.items() if k not in ("time", "who")} for line in lines] == [
        {"kind": "question", "question": "多少？", "status": "not_found"},
        {"kind": "question", "question": "坏", "status": "failed"},
        {"kind": "draft", "letters": 6, "status": "checked"},
    ]
    (who,) = {line["who"] for line in lines}
    assert who == anonymous("browser:0123456789abcdef")
    assert "0123456789abcdef" not in (
        tmp_path / FOLDER / f"{lines[0]['time'][:10]}.jsonl"
    ).read_text(encoding="utf-8")  # that word opens the reader's history


def test_where_the_trail_is_off_nothing_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_CORPUS", str(tmp_path))
    monkeypatch.setenv("CHAZHANG_TRAIL", "false")
    assert list(AppTest.from_function(asking).run(timeout=60).exception) == []
    assert list(tmp_path.iterdir()) == []
