"""What is handed to the page to do harm ends in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import IngestResult
from tests.ui.broken_uploads import handed_over, left, unfit
from tests.ui.hostile import hostile_pdf
from ui.library.jobs import Item, Job, Kind, Stage, State


def test_broken_uploads_under_harmful_names_all_end_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_EMBED", "false")
    hostile_pdf(tmp_path / "x.pdf")
    (job,) = handed_over([tmp_path / "x.pdf"], 8, 3, tmp_path / "corpus")
    assert (len(job.items), unfit(job), left(tmp_path / "corpus")) == (8, [], [])


def test_an_upload_that_tells_of_the_inside_or_does_not_end_would_be_seen() -> None:
    raw = IngestResult("a.pdf", "", "failed", error="KeyError: '/home/x'")
    told = Job(1, Kind.READ, (Item("a.pdf", State.FAILED, raw),), stage=Stage.DONE)
    hangs = Job(2, Kind.READ, (Item("a.pdf", State.SENT),), stage=Stage.RUNNING)
    assert [len(unfit(job)) for job in (told, hangs)] == [1, 1]
