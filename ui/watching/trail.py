"""Who asked what on the page: a file a day beside the corpus, thrown away when it is old.

Apart from the logs, which hold no question, and from the readers' own histories, which they may
delete. CHAZHANG_TRAIL=false: nothing is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = "trail"
LONGEST = 2000  # letters of a question


class Trail:
    """The trail of one corpus. What is kept can be read by the account alone that runs the page."""

    def __init__(self, corpus: Path, days: int) -> None:
        self._folder, self._days = corpus / FOLDER, days

    def note(self, who: str, told: dict[str, Any], now: datetime | None = None) -> None:
        """One line more; OSError where it cannot be written."""
        now = now or datetime.now(UTC)
        line = {"time": now.isoformat(timespec="seconds"), "who": who, **told}
        if "question" in line:
            line["question"] = str(line["question"])[:LONGEST]
        file = self._folder / f"{now.date().isoformat()}.jsonl"
        if not file.exists():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.throw_away(now.date())
        text = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with os.fdopen(os.open(file, flags, 0o600), "ab", buffering=0) as out:
            out.write(text)  # at one go: lines of several visitors do not mix

    def throw_away(self, today: date) -> None:
        """The files of days that are longer past than is kept."""
        first = today - timedelta(days=self._days)
        for day, file in self._files():
            if day < first:
                file.unlink(missing_ok=True)

    def lines(self) -> Iterator[dict[str, Any]]:
        """All that is kept, the oldest first; a line that was cut off by a kill is left out."""
        for _, file in sorted(self._files()):
            for line in file.read_text(encoding="utf-8").split("\n"):
                with suppress(ValueError):
                    found = json.loads(line)
                    if isinstance(found, dict):
                        yield found

    def _files(self) -> list[tuple[date, Path]]:
        found = []
        for file in self._folder.glob("*.jsonl"):
            with suppress(ValueError):
                found.append((date.fromisoformat(file.stem), file))
        return found
