"""Settings come from the environment, as it is when they are asked for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ingest.settings import Settings, current_settings


@pytest.mark.parametrize(("said", "kept"), [("false", False), ("true", True), (None, True)])
def test_settings_are_those_that_the_environment_says_now(
    monkeypatch: pytest.MonkeyPatch, said: str | None, kept: bool
) -> None:
    before = current_settings()
    if said is None:
        monkeypatch.delenv("CHAZHANG_HISTORY", raising=False)
    else:
        monkeypatch.setenv("CHAZHANG_HISTORY", said)
    assert current_settings() == Settings()
    assert current_settings().history is kept
    monkeypatch.undo()
    assert current_settings() == before


def test_settings_are_read_once_while_the_environment_says_the_same() -> None:
    assert current_settings() is current_settings()


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="a processor knows no idle tasks here")
def test_an_ingest_beside_the_page_takes_what_nobody_else_wants() -> None:
    asked = (
        "import os; from ingest.apart import _stand_back as s; s(); print(os.sched_getscheduler(0))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert int(said.stdout) == os.SCHED_IDLE
