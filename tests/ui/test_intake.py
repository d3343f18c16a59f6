"""The queue: files are read in a process of their own; a read-only desk takes nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.corpus.ledger import open_ledger
from ingest.errors import ChazhangError
from ingest.settings import Settings
from tests.ui.hostile import ENTITY, hostile_pdf
from tests.ui.test_uploads import Sent
from ui.library.intake import Intake, ReadOnly
from ui.library.jobs import Job, Stage, State


def ended(intake: Intake, number: int) -> Job:
    for _ in range(1200):
        job = next(j for j in intake.jobs() if j.id == number)
        if job.stage.is_over:
            return job
        time.sleep(0.1)
    raise TimeoutError


def test_files_go_in_and_out_and_whoever_shows_them_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_EMBED", "false")
    told: list[float] = []
    intake = Intake(tmp_path / "corpus", lambda: told.append(time.time()), Settings())
    pdf = hostile_pdf(tmp_path / "x.pdf").read_bytes()
    job = ended(
        intake, intake.take([Sent("好.pdf", pdf), Sent("坏.pdf", b"%PDF no"), Sent("x.exe")]).id
    )
    assert [i.state for i in job.items] == [State.READ, State.FAILED, State.FAILED]
    assert told
    with open_ledger(tmp_path / "corpus") as ledger:
        (row,) = ledger.disclosures()
    assert (row.identity.entity, Path(row.path).name) == (ENTITY, "好.pdf")
    assert ended(intake, intake.remove(row.id, "好.pdf").id).stage is Stage.DONE
    with open_ledger(tmp_path / "corpus") as ledger:
        assert ledger.disclosures() == ()
    gone = ended(intake, intake.remove(row.id, "好.pdf").id)
    assert (gone.stage, "没有编号" in gone.problem) == (Stage.BROKEN, True)


def test_a_read_only_desk_takes_nothing_in_or_out_whatever_the_page_shows(tmp_path: Path) -> None:
    intake = Intake(tmp_path, lambda: None, Settings(read_only=True))
    with pytest.raises(ReadOnly):
        intake.take([Sent("a.pdf")])
    with pytest.raises(ReadOnly):
        intake.remove("abc", "a")
    assert (intake.jobs(), list(tmp_path.iterdir())) == ((), [])


def test_too_many_files_at_once_are_refused_before_any_is_written(tmp_path: Path) -> None:
    intake = Intake(tmp_path, lambda: None, Settings(upload_files=1))
    with pytest.raises(ChazhangError, match="一次最多 1 个文件"):
        intake.take([Sent("a.pdf"), Sent("b.pdf")])
    assert list(tmp_path.iterdir()) == []
