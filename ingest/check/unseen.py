"""What a file holds and does not show: said, so that nobody takes it for overlooked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.records import Finding, Severity, Side, Source, Unseen


def not_shown(unseen: Iterable[Unseen], file: str) -> Iterator[Finding]:
    """Hidden sheets, rows and columns; formulas that were never worked out."""
    for one in unseen:
        source = Source(file, None, None, "", spot=one.spot)
        side = Side(str(one.spot), None, source)
        yield Finding("not_shown", Severity.NOTICE, f"{one.what}。", (side,), None, None)
