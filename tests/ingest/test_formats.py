"""Several formats of one disclosure are one; where they differ, it is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ingest.amount import Amount
from ingest.corpus.beside import findings_beside
from ingest.corpus.linking import linked
from ingest.interpret.disclosure import interpret
from ingest.records import Disclosure, Fact
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


def test_a_finer_figure_that_rounds_to_the_same_is_no_difference() -> None:
    other = disclosure("b" * 64, "xlsx", 教育支出="3.04")
    assert [f for _, f in findings_beside((PDF, other)) if f.rule == "formats_differ"] == []


def test_a_table_in_which_most_differs_is_said_once() -> None:
    other = disclosure("b" * 64, "xlsx", 教育支出="4.3", 一般公共服务="6", 卫生健康支出="7", 合计="9")
    found = [f for _, f in findings_beside((PDF, other)) if f.rule == "formats_differ"]
    assert [(f.severity.value, len(f.sides)) for f in found] == [("notice", 2)]
