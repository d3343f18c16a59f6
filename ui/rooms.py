"""What the rooms beside asking share: settings, the queue of files, the state of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.settings import Settings
from ui.library.intake import Intake


@dataclass(frozen=True, slots=True)
class Rooms:
    """`version()` goes up when the corpus was opened anew."""

    settings: Settings
    intake: Intake
    version: Callable[[], int]
