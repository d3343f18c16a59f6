"""The founding disclosure printed without rules: much is proven, nothing wrong is taken."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from eval.unruled import compare


@pytest.mark.skipif(
    not shutil.which("chromium") and "CI" not in os.environ, reason="no chromium to print with"
)
def test_without_rules_no_fact_is_wrong_and_two_thirds_are_proven(
    shared: Path, tmp_path: Path
) -> None:
    manners = ("bare", "heads_to_the_left")
    found = dict(compare(shared / "samples" / "founding_drawn.pdf", manners, tmp_path))
    assert {manner: held.wrong for manner, held in found.items()} == dict.fromkeys(manners, ())
    assert found["bare"].right * 3 > found["bare"].facts * 2
