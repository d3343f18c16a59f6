"""The fake assistant with a library of one hostile disclosure, really read."""

from __future__ import annotations

from pathlib import Path

from assistant.catalogue import build
from assistant.health import Health, health
from assistant.holdings import Holding, holdings
from ingest.reading import read_file
from ingest.records import Disclosure
from tests.ui.fakes import FakeAssistant
from tests.ui.hostile import NAME, hostile_pdf


class FakeDesk(FakeAssistant):
    """What all pages need."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.pdf = hostile_pdf(folder / NAME)
        self.docs = (read_file(self.pdf),)
        self.holdings: tuple[Holding, ...] = holdings(build(self.docs))
        self.health: Health = health(self.docs, self.holdings, self.audited())

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        return next((d for d in self.docs if d.id == disclosure_id), None)

    def file_path(self, sha256: str) -> Path | None:
        return self.pdf if sha256 == self.docs[0].sha256 else super().file_path(sha256)
