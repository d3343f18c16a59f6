"""Disclosures → one row a number, with all that tells whose, when, what and where it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ingest.amount import is_amount
from ingest.records import Disclosure, Fact


class Column(NamedTuple):
    """`kind` as Frictionless Data calls it."""

    name: str
    kind: str
    title: str


COLUMNS = (
    Column("entity", "string", "部门或单位"),
    Column("year", "integer", "公开文件的年度"),
    Column("stage", "string", "budget 预算，final 决算"),
    Column("region", "string", "地区"),
    Column("form", "string", "表的种类"),
    Column("title", "string", "印出的表名"),
    Column("row", "string", "行，从外到内，以“ / ”相隔"),
    Column("column", "string", "列，从上到下，以“ / ”相隔"),
    Column("code", "string", "科目或项目编码"),
    Column("text", "string", "印出的样子"),
    Column("value", "number", "数，按印出的单位"),
    Column("unit", "string", "印出的单位"),
    Column("yuan", "number", "折成元；不是钱的没有"),
    Column("fact_year", "integer", "这个数是哪一年的"),
    Column("file", "string", "文件名"),
    Column("sha256", "string", "文件的 SHA-256"),
    Column("page", "integer", "第几页，从 1 数起"),
    Column("bbox", "string", "左 上 右 下，PDF 点，从页面左上角量起"),
    Column("id", "string", "这一格的编号"),
    Column(
        "reading",
        "string",
        "怎么读出来的：空是文件里的文字，scan 是扫描页识别并核实，doubtful 是识别而没有核实",
    ),
    Column("place", "string", "没有页码的文件里在哪里：表2!C7，第 3 个表第 7 行第 2 列，第 12 行"),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that numbers come from."""

    file: str
    sha256: str


def rows_of(disclosure: Disclosure) -> Iterator[tuple[object, ...]]:
    """A row for each printed number; None where there is nothing to say."""
    titles = {t.number: t.title for t in disclosure.tables}
    for fact in disclosure.facts:
        if fact.amount is not None:
            yield _row(disclosure, fact, titles[fact.table])


def _row(d: Disclosure, fact: Fact, title: str) -> tuple[object, ...]:
    assert fact.amount is not None
    who, amount, box = d.identity, fact.amount, fact.source.box
    yuan = amount.in_yuan() if amount.is_money else None
    return (
        who.entity, who.year, str(who.stage), who.region, fact.form, title,
        " / ".join(fact.row), " / ".join(fact.column), fact.code, fact.text,
        amount.number, amount.unit, yuan, fact.year,
        Path(d.path).name, d.sha256, fact.source.page,
        " ".join(f"{x:.2f}" for x in box) if box else "", fact.id,
        str(fact.source.reading),
        _place(fact),
    )  # fmt: skip


def _place(fact: Fact) -> str:
    at = fact.source
    return str(at.spot) if at.spot else f"第 {at.line} 行" if at.line else ""


def noted(disclosures: Iterable[Disclosure], origins: list[Origin]) -> Iterator[Disclosure]:
    """The disclosures unchanged; each one's file is written down as it passes."""
    for disclosure in disclosures:
        origins.append(Origin(Path(disclosure.path).name, disclosure.sha256))
        yield disclosure


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a printed number is left as it is."""
    dangerous = text.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
    return "'" + text if dangerous and not is_amount(text) else text
