"""The fixed questions, their report and the baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.report import report_markdown
from eval.reread import reread_otherwise
from eval.run import BASELINE, SAMPLES, assess, check_baseline
from tests.assistant.worlds import assistant

ITEMS: list[dict[str, Any]] = [
    {"id": "a", "q": "奖金多少", "values": ["20.0万元"], "kind": "lookup"},
    {"id": "b", "q": "差旅费多少", "status": "not_found", "split": "held"},
    {"id": "c", "q": "奖金多少", "values": ["21.0万元"]},
]


def test_a_run_counts_right_and_confident_wrong() -> None:
    report = assess(assistant(), ITEMS)
    told = report.to_json()
    assert [told[k] for k in ("n", "right", "wrong", "refused", "confident_wrong")] == [3, 2, 1, 0, 1]
    assert (told["accuracy_held"], told["failures"][0]["id"]) == (1.0, "c")
    assert "- c 奖金多少：缺 21.0万元" in report_markdown(report)


def test_falling_below_the_baseline_is_told() -> None:
    report = assess(assistant(), ITEMS)
    assert len(check_baseline(report, BASELINE)) == 2
    better = replace(report, outcomes=report.outcomes[:2])
    assert check_baseline(better, BASELINE) == []


def test_another_library_reads_the_same_in_the_boxes(founding_corpus: Path) -> None:
    from assistant.ask import Assistant

    asking = Assistant(founding_corpus)
    asked = ("人员经费都花在哪些科目上", "三公经费多少", "有自相矛盾的地方吗")
    cited = [c for q in asked for c in asking.ask(q).to_json()["citations"]]
    assert [c["text"] for c in cited if not reread_otherwise(c)] == []
    assert len(cited) >= 12
    assert SAMPLES.is_dir()
