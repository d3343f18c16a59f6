"""What can go wrong in the program; what is wrong with a document is a value, not an error.

ChazhangError
├── NotAnAmount        a text that should be a printed number is not one
├── Unreadable         a file from which nothing can be read; the message is for people
├── NoWorkers          the cluster that should read files is not there, or runs another version
└── CorpusError        the corpus is missing, locked or of another version
    ├── CorpusChanged  what was to be read has been replaced or removed since it was opened
    └── OutOfStep      files are held and can be asked about, but the passage index lags behind
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ChazhangError(Exception):
    """The root of what this program raises on purpose; its text is shown to people."""


class NotAnAmount(ChazhangError):
    """A text that should be a printed number is not one."""


class Unreadable(ChazhangError):
    """A file from which nothing can be read."""


class CorpusError(ChazhangError):
    """The corpus is missing, locked or of another version."""


class CorpusChanged(CorpusError):
    """What was to be read has been replaced or removed since the corpus was opened."""


class NoWorkers(ChazhangError):
    """The cluster that should read files is not there, or runs another version."""


class OutOfStep(CorpusError):
    """Files are held and can be asked about, but vectors or the index lag behind; the next ingest
    makes up for it. `results` holds what became of each file."""

    def __init__(self, reason: str, results: Sequence[Any] = ()) -> None:
        super().__init__(
            f"读入的都已存好，可以问；向量索引没有跟上（{reason}），下次 chazhang ingest 会补上"
        )
        self.results = results
