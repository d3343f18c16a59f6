"""The measure of disturbed questions: it tells the same, fewer and other numbers apart."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer import Answer, Check, Number, Status
from eval.robustness import DATA, KINDS, disturbed, report, run, verdict
from eval.run import QUESTIONS, questions

WORDS = tomllib.loads(DATA.read_text(encoding="utf-8"))
QUESTION = "某市审计局2024年的公务接待费预算总共是多少？"


def told(*amounts: str, check: Check = Check.VERIFIED) -> Answer:
    numbers = tuple(Number(a, a, "元", a, check, None, (1,), 0, 1) for a in amounts)
    return Answer("?", Status.ANSWERED if amounts else Status.NOT_FOUND, "", numbers)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (told("10", "20"), told("20", "10"), "same"),
        (told("10", "20"), told("10"), "fewer"),
        (told("10"), told(), "fewer"),
        (told("10"), told("10", "30"), "others"),
        (told(), told("30"), "others"),
        (told("10", check=Check.QUOTED), told("99", check=Check.QUOTED), "fewer"),
        (told("10", check=Check.QUOTED), told("10"), "fewer"),
    ],
)
def test_a_different_number_is_told_from_a_missing_one(
    first: Answer, second: Answer, expected: str
) -> None:
    assert verdict(first, second) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_every_disturbance_changes_the_question_the_same_way_each_time(kind: str) -> None:
    other = disturbed(QUESTION, kind, WORDS)
    assert other not in (None, QUESTION)
    assert other == disturbed(QUESTION, kind, WORDS)


def test_an_answer_that_depends_on_the_wording_is_counted() -> None:
    def brittle(question: str, history: Sequence[str]) -> Answer:
        return told("10") if question == QUESTION else told("10" if "２０２４" in question else "9")

    found = list(run(brittle, [[QUESTION]]))
    assert [(kind, result) for kind, result, _ in found] == [
        ("synonym", "others"),
        ("order", "others"),
        ("filler", "others"),
        ("typo", "others"),
        ("script", "same"),
    ]
    assert "| all | 5 | 1 (20.0%) | 0 | 4 |" in report(found)


def test_the_founding_questions_get_the_same_numbers_in_other_words(founding_corpus: Path) -> None:
    from assistant.ask import Assistant

    rows = list(questions(QUESTIONS / "founding.jsonl"))
    asking = Assistant(founding_corpus)
    found = list(run(asking.ask, [row.get("turns") or [row["q"]] for row in rows]))
    counts = Counter(result for _, result, _ in found)
    assert counts["others"] == 0
    assert counts["same"] >= 0.95 * counts.total() > 100, [f for f in found if f[1] != "same"]
