"""A library that nobody looked up is not a library without holes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.advisories import verdict

SKIPPED = {"name": "a", "version": "1", "skip_reason": "not found"}
CLEAN = {"name": "b", "version": "1", "vulns": []}
OPEN = {"name": "c", "version": "1", "vulns": [{"id": "X-1", "fix_versions": []}]}
CLOSED = {"name": "d", "version": "1", "vulns": [{"id": "X-2", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("held", "said", "bad"),
    [
        ([SKIPPED], "advisories: 0 of 1 libraries were looked up\n", False),
        ([SKIPPED, CLEAN], "advisories: 1 of 2 libraries were looked up\n", False),
        ([OPEN], "advisories: 1 of 1 libraries were looked up\n  c 1: X-1, closed by nothing yet\n",
         False),
        ([CLOSED], "advisories: 1 of 1 libraries were looked up\n  d 1: X-2, closed by 2\n", True),
    ],
)  # fmt: skip
def test_what_was_looked_up_is_said_and_only_a_hole_that_can_be_closed_fails(
    held: list[dict[str, Any]], said: str, bad: bool
) -> None:
    assert verdict({"dependencies": held}) == (said, bad)
