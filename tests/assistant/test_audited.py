"""The findings of a corpus with their places."""

from __future__ import annotations

from dataclasses import replace

from assistant.ask import Assistant
from ingest.records import Severity
from tests.assistant.worlds import SUMMARY, as_drawn, assistant, world

TORN = SUMMARY.replace("收入总计 | 100.0", "收入总计 | 90.0")


def test_a_finding_is_told_with_its_sides_as_citations_of_their_cells() -> None:
    (one,) = [f for f in assistant(TORN).audited() if f.rule == "sum_within_table"]
    shown = [(c.id, c.kind, c.table, c.row, c.column, c.text) for c in one.citations]
    assert (one.severity, one.unit) == (Severity.CONTRADICTION, "元")
    assert shown == [
        (1, "table", "收支总表", ("收入总计",), ("金额",), "90.0"),
        (2, "table", "收支总表", ("一、一般公共预算",), ("金额",), "100.0"),
    ]


def test_a_list_of_findings_opens_no_disclosure_until_one_is_read() -> None:
    desk = assistant(TORN)
    shelf = desk.catalogue.shelf
    before, found = shelf.taken, desk.audited()
    assert (len({one.head for one in found}) > 1, shelf.taken) == (True, before)
    assert (found[0].message != "", shelf.taken > before) == (True, True)


def test_a_finding_that_is_kept_is_found_again_where_the_corpus_is_opened_anew() -> None:
    kept = [one.whole() for one in assistant(TORN).audited()]
    again = assistant(TORN).audited()
    assert [again.index(one) for one in kept] == list(range(len(kept)))


def test_a_file_has_the_findings_that_have_a_side_in_it() -> None:
    desk = assistant(TORN)
    (doc,) = desk.catalogue.docs
    found = desk.audited()
    assert (desk.audited_in(doc), len(found) > 0) == (found, True)


def test_the_gravest_come_first_and_the_copy_of_a_file_is_not_told_again() -> None:
    one = world(TORN)
    copy = replace(one, id="f" * 12, sha256="f" * 64)
    found = Assistant.of([one, copy], reread=as_drawn).audited()
    ranks = [list(Severity).index(f.severity) for f in found]
    assert (found, ranks) == (assistant(TORN).audited(), sorted(ranks))
