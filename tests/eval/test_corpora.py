"""A drawn corpus is believable: it adds up, it can be asked, and the same seed draws the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

from assistant.answer import Status
from assistant.ask import Assistant
from eval.bench_scale import open_corpus
from eval.corpora import bodies, disclosures, fill
from eval.multiplied import INDEXES, multiply
from ingest.corpus.engines import FILE
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


def test_a_copy_under_another_name_is_stored_and_answers_as_the_first_does(tmp_path: Path) -> None:
    with open_ledger(tmp_path, create=True) as ledger:
        fill(ledger, 10, brief=True)
    before = of_sqlite(tmp_path, INDEXES)
    multiply(tmp_path, 12)
    assert of_sqlite(tmp_path, INDEXES) == before
    assert of_sqlite(tmp_path, "PRAGMA integrity_check") == [("ok",)]
    assert of_sqlite(tmp_path, STRAY) == [(0,)]
    assistant = open_corpus(tmp_path)
    bodies = sorted({u.entity for u in assistant.catalogue.units if "青原省" in u.entity})
    answers = [assistant.ask(f"{body}2024年公务接待费是多少？") for body in bodies]
    assert len(bodies) == 12
    assert {(a.status, a.numbers[0].text) for a in answers} == {
        (Status.ANSWERED, answers[0].numbers[0].text)
    }
    assert [body in a.text for body, a in zip(bodies, answers, strict=True)] == [True] * 12


STRAY = """SELECT count(*) FROM data LEFT JOIN facts f
    ON f.row = source AND f.disclosure = data.disclosure WHERE said = 0 AND f.row IS NULL"""


def of_sqlite(corpus: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(corpus / FILE)) as db:
        return sorted(db.execute(query))
