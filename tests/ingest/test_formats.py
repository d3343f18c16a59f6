"""Several formats of one disclosure are one; where they differ, it is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ingest.amount import Amount
from ingest.corpus.beside import findings_beside
from ingest.corpus.linking import linked
from ingest.interpret.disclosure import interpret
from ingest.records import Disclosure, Fact, Reading
from tests.ingest.drawn import recognised, table

DRAWN = """
一般公共服务 | 5.0
教育支出     | 3.0
卫生健康支出 | 2.0
合计         | 10.0
"""


def disclosure(sha: str, media: str, *, entity: str = "某某市教育局", **changed: str) -> Disclosure:
    """A table under 某局's name in one format; `changed` amounts are by the first letter."""
    held = interpret(recognised(table(
        DRAWN, columns="科目名称|合计", title="2024年部门支出总体情况表", entity_line=entity,
    )))  # fmt: skip
    own = held.id, sha[:12]
    facts = tuple(_moved(f, own, sha, changed) for f in held.facts)
    return replace(held, id=sha[:12], sha256=sha, media=media, facts=facts,
                   identity=replace(held.identity, entity=entity, year=2024))  # fmt: skip


def _moved(fact: Fact, own: tuple[str, str], sha: str, changed: dict[str, str]) -> Fact:
    amount = fact.amount
    if (number := changed.get(fact.row[-1])) is not None:
        amount = Amount(Decimal(number), "万元")
    source = replace(fact.source, file=sha)
    return replace(fact, id=fact.id.replace(*own), amount=amount, source=source)


def read(*files: Disclosure) -> list[list[str]]:
    return [[file.media for file in group] for group in linked(files)]


PDF = disclosure("a" * 64, "pdf")


def test_the_best_source_is_read_and_the_others_are_not() -> None:
    web, text = disclosure("b" * 64, "html"), disclosure("c" * 64, "text")
    assert read(text, web, PDF) == [["pdf"]]
    assert read(text, web) == [["html"]]
    assert read(text, disclosure("d" * 64, "xlsx")) == [["xlsx"]]


def test_another_bodys_file_is_another_disclosure() -> None:
    assert read(PDF, disclosure("b" * 64, "xlsx", entity="某某市民政局")) == [["pdf"], ["xlsx"]]


def test_where_two_formats_differ_both_sides_are_cited() -> None:
    other = disclosure("b" * 64, "xlsx", 教育支出="3.3")
    found = [f for _, f in findings_beside((PDF, other)) if f.rule == "formats_differ"]
    assert [(f.severity.value, f.message, f.difference) for f in found] == [(
        "contradiction",
        "同一份公开有两种格式，数字不同：《2024年部门支出总体情况表》教育支出，合计，PDF 里是 3.0 万元，"
        "Excel 里是 3.3 万元，相差 0.3 万元，不是尾差。",
        Decimal("3000.0"),
    )]  # fmt: skip
    assert [side.source.file[:1] for side in found[0].sides] == ["a", "b"]


def scanned(file: Disclosure, *doubtful: str) -> Disclosure:
    """The same read from pictures, with a cover; rows named are not sure."""

    def read(fact: Fact) -> Fact:
        reading = Reading.DOUBTFUL if fact.row[-1] in doubtful else Reading.SCAN
        return replace(fact, source=replace(fact.source, reading=reading))

    return replace(file, n_pages=file.n_pages + 1, facts=tuple(map(read, file.facts)))


def test_a_scan_is_the_worst_source_beside_a_pdf_too() -> None:
    scan, book = scanned(disclosure("0" * 64, "pdf")), disclosure("b" * 64, "xlsx")
    assert [[file.id[:1] for file in group] for group in linked((scan, PDF))] == [["a"]]
    assert read(scan, book) == [["xlsx"]]
    assert read(scan) == [["pdf"]]


def test_no_difference_is_blamed_on_an_office_that_may_be_our_misreading() -> None:
    scan = scanned(disclosure("0" * 64, "pdf", 教育支出="8.0"), "教育支出")
    found = [f for _, f in findings_beside((PDF, scan)) if f.rule == "formats_differ"]
    assert [(f.severity.value, f.message) for f in found] == [(
        "notice",
        "同一份公开有两种格式，数字不同：《2024年部门支出总体情况表》教育支出，合计，PDF 里是 3.0 万元，"
        "扫描件里是 8.0 万元（读自扫描页，没能核实，请对照原件）。",
    )]  # fmt: skip


def test_two_files_of_one_program_are_called_by_their_names() -> None:
    new = replace(disclosure("b" * 64, "docx"), path="x/new.docx")
    old = replace(disclosure("c" * 64, "doc", 教育支出="3.3"), path="x/old.doc")
    (found,) = (f for _, f in findings_beside((new, old)) if f.rule == "formats_differ")
    assert "Word（new.docx）里是 3.0 万元，Word（old.doc）里是 3.3 万元" in found.message


def test_a_finer_figure_that_rounds_to_the_same_is_no_difference() -> None:
    other = disclosure("b" * 64, "xlsx", 教育支出="3.04")
    assert [f for _, f in findings_beside((PDF, other)) if f.rule == "formats_differ"] == []


def test_a_table_in_which_most_differs_is_said_once() -> None:
    other = disclosure(
        "b" * 64, "xlsx", 教育支出="4.3", 一般公共服务="6", 卫生健康支出="7", 合计="9"
    )
    found = [f for _, f in findings_beside((PDF, other)) if f.rule == "formats_differ"]
    assert [(f.severity.value, len(f.sides)) for f in found] == [("notice", 2)]
