"""A drawn corpus is believable: it adds up, it can be asked, and the same seed draws the same."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from assistant.answer import Status
from assistant.ask import Assistant
from eval.corpora import bodies, disclosures, fill
from ingest.corpus.ledger import open_ledger
from ingest.records import Severity


def test_what_is_drawn_adds_up_and_says_the_same_in_tables_and_words() -> None:
    held = list(disclosures(12))
    wrong = [f.message for d in held for f in d.findings if f.severity is Severity.CONTRADICTION]
    assert wrong == []
    assert {len(d.tables) for d in held} == {7}
    assert all(len(d.facts) > 150 and len(d.passages) > 30 and len(d.statements) > 30 for d in held)


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    once, again, other = (list(disclosures(3, seed)) for seed in (1, 1, 2))
    assert once == again
    assert [d.facts for d in other] != [d.facts for d in once]


def test_no_two_bodies_or_years_are_one() -> None:
    names = [place + body for place, body in bodies()]
    assert (len(names), len(set(names))) == (5760, 5760)
    assert len({d.id for d in disclosures(20)}) == 20


def test_it_can_be_asked_as_real_ones_are() -> None:
    held = list(islice(disclosures(10), 10))
    who = held[0].identity
    total = next(f.text for f in held[0].facts if f.row == ("支出总计",))
    answer = Assistant.of(held, reread=lambda c: c.text).ask(
        f"{who.entity}{who.year}年支出总计是多少？"
    )
    assert (answer.status, total in answer.text) == (Status.ANSWERED, True)


def test_it_is_stored_with_its_vectors(tmp_path: Path) -> None:
    with open_ledger(tmp_path, create=True) as ledger:
        facts, passages = fill(ledger, 3)
        assert len(ledger.all_disclosures()) == 3
        assert ledger.without_vectors(ledger.passages()) == []
    assert facts > 400
    assert passages > 100
