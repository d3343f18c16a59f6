"""Targets of several projects that were read as one table stand under their own titles."""

from __future__ import annotations

from dataclasses import replace

from assistant.claims.verdict import Verdict
from ingest.records import Disclosure, Indicator, Source
from tests.assistant.worlds import SUMMARY, books, library

ROWS = (
    ("资金总额", "77.5"),
    ("潜水艇租金及养护费项目绩效目标表", "潜水艇租金及养护费项目绩效目标表"),
    ("资金总额", "640.0"),
    ("潜水时长", "≥85小时"),
)


def with_targets(held: Disclosure) -> Disclosure:
    """All rows under the first project, as a reader has them that takes titles for rows."""
    place = Source(held.sha256, 1, None, "", 900)
    return replace(held, indicators=tuple(
        Indicator(f"t9:r{n}", 9, "project_performance", "车辆消耗费", (name,), name, target, "",
                  replace(place, text=target), replace(place, text=name))
        for n, (name, target) in enumerate(ROWS)
    ))  # fmt: skip


def test_a_target_is_of_the_project_whose_title_stands_over_it() -> None:
    held = library(with_targets(books("青山市公安局", 2024, SUMMARY)))
    said = {
        "青山市公安局2024年车辆消耗费77.5万元。": Verdict.SUPPORTED,
        "青山市公安局2024年潜水艇租金及养护费640万元。": Verdict.SUPPORTED,
        "青山市公安局2024年潜水艇租金及养护费644万元。": Verdict.CONTRADICTED,
    }
    found = {draft: held.check(draft).numbers[0].verdict for draft in said}
    assert found == said
