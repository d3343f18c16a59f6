"""The fixed questions, their report and the baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.report import report_markdown
from eval.reread import count, reread_otherwise
from eval.run import BASELINE, QUESTIONS, SAMPLES, assess, check_baseline, questions
from eval.score import numbers_in
from tests.assistant.worlds import assistant

ITEMS: list[dict[str, Any]] = [
    {"id": "a", "q": "奖金多少", "values": ["20.0万元"], "kind": "lookup"},
    {"id": "b", "q": "差旅费多少", "status": "not_found", "split": "held"},
    {"id": "c", "q": "奖金多少", "values": ["21.0万元"]},
]


def test_a_run_counts_right_and_confident_wrong() -> None:
    report = assess(assistant(), ITEMS)
    told = report.to_json()
    assert [told[k] for k in ("n", "right", "wrong", "refused", "confident_wrong")] == [
        3,
        2,
        1,
        0,
        1,
    ]
    assert told["by_kind"] == {"lookup": {"n": 1, "right": 1}, "—": {"n": 2, "right": 1}}
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


def test_a_box_that_slipped_or_is_missing_does_not_read_again(founding_corpus: Path) -> None:
    from assistant.ask import Assistant

    [cited] = Assistant(founding_corpus).ask("奖金多少").to_json()["citations"]
    x0, top, x1, bottom = cited["bbox"]
    slipped = cited | {"bbox": (x0, top + 30, x1, bottom + 30)}
    assert count([cited, cited]) == (1, 1, 1)
    assert count([cited, slipped, cited | {"bbox": None}]) == (3, 1, 1)


JUDGED = {
    "values", "contains", "or_contains", "status", "values_last", "contains_last", "warn",
}  # fmt: skip
FIELDS = JUDGED | {
    "id",
    "q",
    "turns",
    "kind",
    "split",
    "not_contains",
    "or_status",
    "source",
    "note",
}


def test_the_sets_are_well_formed() -> None:
    """A misspelt field would judge nothing and count as right."""
    items = [item for path in sorted(QUESTIONS.glob("*.jsonl")) for item in questions(path)]
    assert {field for item in items for field in item} <= FIELDS
    assert len({item["id"] for item in items}) == len(items)
    assert [i["id"] for i in items if ("q" in i) == ("turns" in i) or not i.get("kind")] == []
    assert [i["id"] for i in items if not JUDGED & i.keys()] == []
    wanted = [v for i in items for v in i.get("values", []) + i.get("values_last", [])]
    assert [v for v in wanted if not all(numbers_in(one) for one in v.split("|"))] == []
