"""What is worked out of a corpus and stored beside it: on SQLite and on PostgreSQL the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from assistant.ask import Assistant
from assistant.catalogue import Catalogue, catalogue_of
from assistant.datum import data_of
from assistant.shelf.keys import CODE, PAIR, TERM, WORD
from assistant.shelf.settling import settle
from eval.corpora import disclosures
from ingest.corpus.askable import Askable
from ingest.corpus.ledger import Ledger, open_ledger
from ingest.errors import CorpusChanged
from ingest.records import Disclosure
from ingest.settings import Settings

BIG = (
    "data",
    "facts",
    "statements",
    "passages",
    "tables",
    "findings",
    "vectors",
    "above",
    "indicators",
)


@pytest.fixture
def drawn() -> tuple[Disclosure, ...]:
    """Two bodies over five years each."""
    return tuple(disclosures(10))


@pytest.fixture
def ledger(tmp_path: Path, store: Settings) -> Iterator[Ledger]:
    with open_ledger(tmp_path, create=True, settings=store) as made:
        yield made


def filled(ledger: Ledger, docs: tuple[Disclosure, ...]) -> Catalogue:
    for doc in docs:
        ledger.save(doc)
    return catalogue_of(Askable(ledger))


def stored(ledger: Ledger) -> list[Any]:
    """All that is counted, and which files are one."""
    askable = Askable(ledger)
    counts = [askable.tallied(kind) for kind in (WORD, PAIR, TERM, CODE)]
    return [*counts, askable.totals(), askable.units(), [h.labels for h in askable.heads()]]


def test_what_is_read_by_label_is_what_is_read_whole(
    ledger: Ledger, drawn: tuple[Disclosure, ...]
) -> None:
    held = filled(ledger, drawn)
    docs = [d.id for d in held.docs]
    whole = {d.id: data_of(d) for d in drawn}
    for label in ("办公费", "基本支出", "住房公积金", "支出总计"):
        wanted = [d.ref for i in docs for d in whole[i] if label in (d.item, d.column)]
        assert [d.ref for d in held.called(docs, [label])] == wanted != []
    coded = [d.ref for i in docs for d in whole[i] if d.code == "30201"]
    assert [d.ref for d in held.called(docs, [], ["30201"])] == coded != []
    for datum in held.called(docs, ["办公费"]):
        assert datum == next(d for d in whole[datum.doc.id] if d.ref == datum.ref)


@pytest.mark.parametrize("number", [3, 10])  # asked all at one go, and label by label
@pytest.mark.parametrize("after", [False, True])  # with all under the labels known before
def test_the_whole_of_a_label_is_what_has_nothing_beside_it(
    ledger: Ledger, drawn: tuple[Disclosure, ...], number: int, after: bool
) -> None:
    held = filled(ledger, drawn)
    docs = [d.id for d in held.docs][:number]
    whole = {d.id: data_of(d) for d in drawn}
    for label in ("办公费", "基本支出", "项目支出", "公务接待费"):
        data = [d for i in docs for d in whole[i]]
        wanted = [d.ref for d in data if {d.item, d.column} == {label, ""}]
        every = [d.ref for d in data if label in (d.item, d.column)]
        if after:
            assert [d.ref for d in held.called(docs, [label])] == every
        assert [d.ref for d in held.called(docs, [label], whole=True)] == wanted != []
        assert len(every) > len(wanted)
    coded = [d.ref for i in docs for d in whole[i] if d.code == "30201" and not d.column]
    assert [d.ref for d in held.called(docs, [], ["30201"], whole=True)] == coded != []


def test_settling_again_does_nothing(ledger: Ledger, drawn: tuple[Disclosure, ...]) -> None:
    filled(ledger, drawn)
    before = stored(ledger)
    assert (settle(ledger), stored(ledger)) == (0, before)


def test_what_is_removed_leaves_nothing_in_the_counts(
    ledger: Ledger, drawn: tuple[Disclosure, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(ledger, drawn)
    for doc in drawn[3:]:
        ledger.remove(doc.id)
    settle(ledger)
    monkeypatch.delenv("CHAZHANG_LEDGER_URL", raising=False)
    with open_ledger(tmp_path / "other", create=True) as other:
        filled(other, drawn[:3])
        assert stored(ledger) == stored(other)


def test_a_copy_answers_once_the_file_it_is_like_is_gone(
    ledger: Ledger, drawn: tuple[Disclosure, ...]
) -> None:
    one = drawn[0]
    copy = replace(one, id="f" * 12, sha256="f" * 64, path="copy.txt")
    assert [u.doc_ids for u in filled(ledger, (one, copy)).units] == [(one.id,)]
    ledger.remove(one.id)
    assert [u.doc_ids for u in catalogue_of(Askable(ledger)).units] == [(copy.id,)]


def test_what_two_formats_both_have_is_read_once(
    ledger: Ledger, drawn: tuple[Disclosure, ...]
) -> None:
    """The transcription in Word lacks one table: of the page only that one is read."""
    page = replace(drawn[0], media="html")
    word = other_format(drawn[0], "docx")
    gone = word.tables[-1].number
    word = replace(
        word,
        tables=word.tables[:-1],
        facts=tuple(f for f in word.facts if f.table != gone),
    )
    held = filled(ledger, (page, word))
    (unit,) = held.units
    assert set(unit.doc_ids) == {page.id, word.id}
    read = {d.id: d for d in unit.docs}
    assert [t.number for t in read[page.id].tables] == [gone]
    by_label = held.called(unit.doc_ids, held.labels())
    whole = [d for d in held.within(unit.doc_ids) if d.item or d.column]
    assert [(d.ref, d.at) for d in by_label] == [(d.ref, d.at) for d in whole]
    assert {d.ref.split(":")[0] for d in by_label if d.item == "办公费"} == {word.id}


def other_format(doc: Disclosure, media: str) -> Disclosure:
    """The same under another name, each record's reference too."""
    own = "e" * 12
    return replace(
        doc,
        id=own,
        sha256="e" * 64,
        path=f"{own}.{media}",
        media=media,
        facts=tuple(replace(f, id=f.id.replace(doc.id, own)) for f in doc.facts),
        statements=tuple(replace(s, id=s.id.replace(doc.id, own)) for s in doc.statements),
    )


def test_a_disclosure_that_was_replaced_is_not_half_read(
    ledger: Ledger, drawn: tuple[Disclosure, ...]
) -> None:
    held = filled(ledger, drawn)
    second = next(d for d in held.docs if d.id != drawn[0].id)
    ledger.save(replace(drawn[0], title="改过"))
    assert len(second.facts) > 100
    with pytest.raises(CorpusChanged):
        held.by_doc[drawn[0].id]


def test_whoever_asks_of_a_replaced_disclosure_is_answered_from_what_it_is_now(
    tmp_path: Path, drawn: tuple[Disclosure, ...]
) -> None:
    who = drawn[0].identity
    question = f"{who.entity}{who.year}年办公费是多少？"
    with open_ledger(tmp_path, create=True) as ledger:
        filled(ledger, drawn)
        before = Assistant(tmp_path)
        ledger.save(replace(drawn[0], title="改过"))
        answer, anew = before.ask(question), Assistant(tmp_path).ask(question)
    assert replace(answer, elapsed_ms=0) == replace(anew, elapsed_ms=0)
    assert "请再问一次" not in answer.text


def test_only_so_much_is_kept_open(ledger: Ledger, drawn: tuple[Disclosure, ...]) -> None:
    for doc in drawn:
        ledger.save(doc)
    settle(ledger)
    held = Catalogue(Askable(ledger), room=2_000_000)
    for doc, own in zip(
        held.docs, sorted(drawn, key=lambda d: (d.identity.entity, d.identity.year)), strict=True
    ):
        assert doc.facts == own.facts
        assert held.shelf.taken <= 2_000_000


def test_many_who_ask_at_once_are_told_the_same(
    ledger: Ledger, drawn: tuple[Disclosure, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though what is kept at hand is thrown away all the while."""
    monkeypatch.setattr("assistant.shelf.books.MOST", 20)
    held = filled(ledger, drawn)
    docs = [d.id for d in held.docs]
    labels = ["办公费", "差旅费", "住房公积金", "基本工资", "支出总计", "基本支出"] * 4
    once = {label: [d.ref for d in held.called(docs, [label])] for label in labels}
    with ThreadPoolExecutor(6) as pool:
        told = pool.map(lambda label: [d.ref for d in held.called(docs, [label])], labels)
        assert list(told) == [once[label] for label in labels]


# ---------------------------------------------------------------------- how the engine finds it


@contextmanager
def heard(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The queries that are asked meanwhile."""
    found: list[tuple[str, Any]] = []

    def note(_db: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, given))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked(ledger: Ledger, held: Catalogue) -> list[tuple[str, Any]]:
    """What a look-up, a ranking, a why-question and a draft's number ask of the ledger."""
    docs = [d.id for d in held.docs]
    with heard(ledger.engine) as found:
        held.called(docs, ["办公费", "三公经费"], ["30201"])
        held.called(docs[:2], ["差旅费"], ["30201"])
        held.under(docs, "办公费")
        held.printing("m", 10_000, 20_000, None)
        held.holding(["办公费"])
        held.by_ref.get(f"{docs[0]}:t0:r1c1")
        held.targets(docs[:1])
        held.findings.get(f"{docs[0]}:t0:r1c1")
        held.shelf.askable.vectors(docs[0])
        held.shelf.askable.tallied(WORD, ["预算"])
        for name in ("tables", "facts", "indicators", "statements", "passages", "findings"):
            held.shelf.askable.part(docs[0], name)
    return found


def test_every_query_of_a_question_uses_an_index(
    ledger: Ledger, drawn: tuple[Disclosure, ...]
) -> None:
    queries = asked(ledger, filled(ledger, drawn))
    assert len(queries) > 20
    with ledger.engine.connect() as db:
        assert [plan for query in queries for plan in whole_reads(db, *query)] == []


def whole_reads(db: Any, statement: str, given: Any) -> list[str]:
    """The lines of the engine's plan that read a big table from end to end."""
    if db.dialect.name == "sqlite":
        rows = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        lines = [str(row[-1]) for row in rows]
        return [x for x in lines if re.match(rf"SCAN (?:{'|'.join(BIG)})\b", x)]
    # of so few rows it would read all; with that forbidden it must have another way
    db.execute(text("SET enable_seqscan = off"))
    lines = [str(row[0]) for row in db.exec_driver_sql(f"EXPLAIN {statement}", given)]
    return [x for x in lines if re.search(rf"Seq Scan on (?:{'|'.join(BIG)})\b", x)]


def test_a_disclosure_that_is_removed_while_it_is_being_settled_does_not_stop_the_others(
    ledger: Ledger, drawn: tuple[Disclosure, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for doc in drawn:
        ledger.save(doc)
    gone, read = drawn[0].id, Ledger.load

    def slowly(held: Ledger, disclosure: str) -> Disclosure:
        if disclosure == gone:
            ledger.remove(gone)
        return read(held, disclosure)

    monkeypatch.setattr(Ledger, "load", slowly)
    settle(ledger)
    assert {h.bare.id for h in Askable(ledger).heads()} == {d.id for d in drawn[1:]}
