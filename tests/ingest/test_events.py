"""What happens is told once, as one line of JSON, without a secret and without a question."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.run import SAMPLES
from ingest.events import happened, keep_logs, secrets_of
from ingest.pipeline import ingest_paths
from ingest.settings import Settings

SECRET = "ganz-geheim"


def settings_of(tmp_path: Path, **more: Any) -> Settings:
    return Settings(log="json", log_file=tmp_path / "logs" / "chazhang.jsonl", embed=False, **more)


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Any]:
    """Logs of this process go to a file; what it holds."""

    def read() -> list[dict[str, Any]]:
        text = (tmp_path / "logs" / "chazhang.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    keep_logs(settings_of(tmp_path, llm_key=SECRET))
    yield read
    keep_logs(Settings())


def test_each_file_of_an_ingest_is_one_event_and_the_end_another(
    tmp_path: Path, lines: Any
) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 no")
    ingest_paths([tmp_path / "bad.pdf", SAMPLES], tmp_path / "c", settings=Settings(embed=False))
    told = [{k: line.get(k) for k in ("event", "status", "pages", "error")} for line in lines()]
    assert told == [
        {
            "event": "ingest.file",
            "status": "failed",
            "pages": 0,
            "error": "PDF 文件已损坏，无法打开",
        },
        {"event": "ingest.file", "status": "ingested", "pages": 24, "error": ""},
        {"event": "ingest.end", "status": None, "pages": None, "error": None},
    ]
    assert (lines()[-1]["files"], lines()[-1]["failed"], lines()[-1]["ingested"]) == (2, 1, 1)


def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_text(lines: Any) -> None:
    try:
        raise ValueError(f"某局2024年收入是多少？ {SECRET}")
    except ValueError:
        logging.getLogger("ui.chat").exception("question failed")
    (line,) = lines()
    assert (line["event"], line["level"], line["error"]) == ("error", "error", "ValueError")
    assert line["at"][-1].startswith("tests/ingest/test_events.py:")
    assert "某局" not in json.dumps(line, ensure_ascii=False)


def test_a_secret_is_never_written_wherever_it_stands(lines: Any) -> None:
    logging.getLogger("httpx").warning("Bearer %s failed", SECRET)
    happened("some.event", url=f"http://u:{SECRET}@host/")
    assert [line.get("message", line.get("url")) for line in lines()] == [
        "Bearer *** failed", "http://u:***@host/",
    ]  # fmt: skip


def test_every_setting_with_a_password_is_a_secret() -> None:
    held = Settings(
        ledger_url="postgresql://u:p%40ssword@h/db",  # type: ignore[arg-type]
        chroma_url="http://u:chroma-word@h:8000",
        llm_base_url="https://u:base-word@h/v1",
        llm_key="the-key",  # type: ignore[arg-type]
    )
    assert set(secrets_of(held)) == {
        "the-key",
        "p%40ssword",
        "p@ssword",
        "chroma-word",
        "base-word",
    }


def test_without_the_setting_only_warnings_are_told_in_plain_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keep_logs(Settings())
    happened("question", status="answered")
    logging.getLogger("ingest.corpus").warning("旧版")
    assert capsys.readouterr().err == "旧版\n"


def test_what_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    keep_logs(settings_of(tmp_path).model_copy(update={"log_file": Path("/dev/full")}))
    happened("question", status="answered")
    keep_logs(Settings())
