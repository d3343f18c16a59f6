"""What the words of one number of a draft mean is not what another number is of."""

from __future__ import annotations

from assistant.claims.check import Checker
from assistant.claims.likely import Owners
from tests.assistant.worlds import assistant


def told(draft: str) -> list[tuple[str, bool, list[bool]]]:
    """Of each number: whether another one is this very number, and of which numbers' first datum
    it is told that it is another's."""
    desk = assistant()
    checker = Checker(desk.catalogue, desk.linker, desk.prover)
    claims = checker.reader.read(checker._in_terms(draft))
    known = [checker.finder.evidence(claim) for claim in claims]
    owners = Owners(known, claims)
    return [
        (c.items[-1].words, owners.explained(c), [owners.owned(k[0].data[0].ref, c) for k in known])
        for c in claims
    ]


def test_a_number_that_another_one_is_stands_where_that_one_is_said() -> None:
    assert told("青山县教育局2024年收入总计100万元，奖金100万元。") == [
        ("收入总计", False, [False, True]),
        ("奖金", True, [True, False]),
    ]


def test_the_same_thing_said_twice_is_nobody_elses() -> None:
    assert told("青山县教育局2024年奖金20万元。青山县教育局2024年奖金20万元。") == [
        ("奖金", False, [False, False]),
        ("奖金", False, [False, False]),
    ]


def test_a_number_that_is_not_borne_out_explains_no_other() -> None:
    assert told("青山县教育局2024年收入总计7万元，奖金7万元。") == [
        ("收入总计", False, [False, True]),
        ("奖金", False, [True, False]),
    ]
