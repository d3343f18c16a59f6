"""The verifier starts from the finished text and believes nothing of how it was made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Check
from assistant.phrase.compose import COMPOSERS
from assistant.phrase.draft import Draft
from assistant.phrase.scene import Scene
from assistant.understand.planner import Refusal
from assistant.verify import verify
from ingest.amount import Amount
from tests.assistant.worlds import assistant


def drafted(question: str) -> tuple[Draft, dict[int, Amount]]:
    made = assistant()
    query = made.planner.plan(question)
    assert not isinstance(query, Refusal)
    draft = COMPOSERS[query.operation](Scene(query, made.catalogue)).draft
    return draft, made.prover.printed(draft)


def checks(draft: Draft, printed: dict[int, Amount]) -> list[Check]:
    numbers, _ = verify(draft, lambda c: c.text, printed, conflicts=frozenset())
    return [n.check for n in numbers]


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("奖金多少", "20.0 万元", "20.1 万元"),
        ("奖金多少", "20.0 万元", "20.0 元"),
        ("奖金多少", "20.0 万元", "2.00 万元"),
        ("奖金多少", "20.0 万元", "-20.0 万元"),
        ("奖金多少", "20.0 万元[1]", "20.0 万元"),
        ("奖金多少", "20.0 万元[1]", "20.0 万元[9]"),
        ("奖金多少", "奖金", "福利费"),
        ("奖金多少", "青山县教育局", "白水县教育局"),
        ("奖金多少", "2024", "2023"),
        ("奖金占人员经费的比重", "40.00%", "41.00%"),
        ("基本工资和奖金加起来", "50.0 万元", "50.1 万元"),
        ("三公经费多少", "0 万元", "100 万元"),
    ],
)
def test_a_changed_sentence_does_not_verify(question: str, before: str, after: str) -> None:
    draft, printed = drafted(question)
    assert before in draft.text
    shift = len(after) - len(before)
    at = draft.text.index(before)
    draft.text = draft.text.replace(before, after)
    draft.claims = [
        replace(c, start=c.start + shift, end=c.end + shift) if c.start > at else c
        for c in draft.claims
    ]
    assert Check.UNVERIFIED in checks(draft, printed)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("奖金多少", [Check.VERIFIED]),
        ("奖金占人员经费的比重", [Check.VERIFIED, Check.VERIFIED, Check.DERIVED]),
        ("为什么比上年减少", [Check.VERIFIED, Check.VERIFIED, Check.VERIFIED]),
    ],
)
def test_an_unchanged_sentence_verifies(question: str, expected: list[Check]) -> None:
    assert checks(*drafted(question)) == expected


def test_a_finding_turns_the_tick_into_a_conflict() -> None:
    draft, printed = drafted("奖金多少")
    numbers, failures = verify(draft, lambda c: c.text, printed, conflicts=frozenset({1}))
    assert ([n.check for n in numbers], failures) == ([Check.CONFLICT], ())


@pytest.mark.parametrize(
    ("again", "doubtful", "check"),
    [
        ("20.0", False, Check.VERIFIED),  # the picture was read again, and alike
        ("26.0", False, Check.UNVERIFIED),
        (None, False, Check.UNVERIFIED),  # nothing can read pictures here
        ("20.0", True, Check.UNVERIFIED),  # never asked: it was doubtful from the first
    ],
)
def test_a_number_of_a_scan_is_shown_but_verified_only_when_read_again_alike(
    again: str | None, doubtful: bool, check: Check
) -> None:
    draft, printed = drafted("奖金多少")
    draft.citations = [replace(c, source="scan", doubtful=doubtful) for c in draft.citations]
    numbers, failures = verify(draft, lambda c: again, printed, conflicts=frozenset())
    assert ([n.check for n in numbers], failures) == ([check], ())


def test_what_a_scan_could_not_confirm_is_said_in_words() -> None:
    draft, _ = drafted("奖金多少")
    draft.citations = [replace(c, source="scan", doubtful=True) for c in draft.citations]
    proof = assistant().prover.prove(draft)
    assert proof.failures == ()
    assert [(w.rule, w.citations) for w in proof.warnings] == [("read_from_scan", (1,))]


def test_what_a_scan_says_in_another_role_fails_all_the_same() -> None:
    draft, printed = drafted("奖金多少")
    draft.citations = [replace(c, source="scan", doubtful=True) for c in draft.citations]
    draft.text = draft.text.replace("奖金", "福利")
    _, failures = verify(draft, lambda c: c.text, printed, conflicts=frozenset())
    assert failures != ()
