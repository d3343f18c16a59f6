"""Files that are one disclosure, twins that are two, copies that are one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.corpus.beside import findings_between
from ingest.corpus.ledger import open_ledger
from ingest.corpus.linking import copies, copies_held, joined, linked
from ingest.interpret.disclosure import interpret_titled
from ingest.records import Disclosure, Identity, Scope, Stage, Table
from tests.ingest.drawn import paragraph, recognised, table

BODY = "某市某局"


def file(number: int, *tables: Table, says: str = "", scope: Scope = Scope.UNKNOWN) -> Disclosure:
    paragraphs = (paragraph(says),) if says else ()
    made = interpret_titled(recognised(*tables, paragraphs=paragraphs), f"{BODY}2026年度预算")
    identity = Identity(BODY, 2026, Stage.BUDGET, scope=scope)
    return replace(made, id=f"{number:012d}", sha256=f"{number:064d}", identity=identity)


def ids(groups: tuple[tuple[Disclosure, ...], ...]) -> list[list[int]]:
    return [[int(d.id) for d in group] for group in groups]


SUMMARY = table("收入总计 | 364.4", columns="项目 | 金额")
OTHER = table("收入总计 | 200.0", columns="项目 | 金额")


def test_a_narrative_and_its_tables_are_one_disclosure_in_any_order() -> None:
    told = file(1, says="收入总计364.4万元，比上年增加10万元。", scope=Scope.DEPARTMENT)
    printed = file(2, SUMMARY)
    assert ids(linked([told, printed])) == ids(linked([printed, told])) == [[2, 1]]


def test_the_department_s_and_its_own_books_stay_two() -> None:
    whole, own = file(1, SUMMARY, scope=Scope.DEPARTMENT), file(2, OTHER, scope=Scope.OWN)
    assert ids(linked([whole, own])) == [[1], [2]]


def test_tables_that_do_not_say_whose_go_with_the_narrative_that_has_none() -> None:
    whole = file(1, OTHER, scope=Scope.DEPARTMENT)
    told = file(2, says="收入总计364.4万元，比上年增加10万元。", scope=Scope.OWN)
    assert ids(linked([whole, told, file(3, SUMMARY)])) == [[1], [3, 2]]


def test_the_same_words_saved_again_count_once() -> None:
    files = [file(n, SUMMARY, scope=Scope.DEPARTMENT) for n in (1, 2, 3)]
    assert ids(linked(files)) == [[1]]
    assert copies(files) == {"000000000002": "000000000001", "000000000003": "000000000001"}


def test_copies_are_found_among_what_is_held(tmp_path: Path) -> None:
    held = [file(1, SUMMARY), file(2, OTHER), file(3, SUMMARY)]
    with open_ledger(tmp_path, create=True) as ledger:
        for one in held:
            ledger.save(replace(one, path=f"{one.id}.pdf"))
        assert copies_held(ledger) == {"000000000003": "000000000001"}


def test_files_of_one_disclosure_join_with_their_tables_apart() -> None:
    both = joined([file(1, SUMMARY), file(2, OTHER)])
    assert [t.number for t in both.tables] == [0, 1]
    assert [(f.table, f.text) for f in both.facts] == [(0, "364.4"), (1, "200.0")]


def test_what_one_file_tells_is_held_against_the_tables_of_the_other() -> None:
    summary = replace(
        table("收入总计 | 364.4", columns="项目 | 金额", title="2026年部门收支总体情况表"),
        form="revenue_expenditure_summary",
    )
    heading = "收支预算总体情况说明"
    said = paragraph("2026年收入总计284.4万元。", heading)
    made = interpret_titled(recognised(paragraphs=(said,)), f"{BODY}2026年度预算")
    parts = [replace(s, source=replace(s.source, file="e" * 64)) for s in made.statements]
    told = replace(file(2), statements=tuple(parts))
    printed = file(1, summary)
    printed = replace(printed, facts=tuple(replace(f, side="收入") for f in printed.facts))
    found = findings_between([printed, told])
    assert [f.rule for f in found] == ["prose_against_table"]
    assert findings_between([told]) == ()
