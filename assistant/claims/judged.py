"""A verdict on one number of a draft, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.claims.claim import Claim
from assistant.claims.verdict import Checked
from assistant.evidence.arithmetic import Evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the evidence that bears it out where it does."""

    checked: Checked
    by: Evidence | None = None
    loose: bool = False  # borne out by its value rather than by its words alone
    reading: Claim | None = None  # where that is another than the first
