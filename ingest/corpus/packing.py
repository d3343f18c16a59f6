"""A disclosure → rows that are ready to be stored: made where the file was read, so that the one
process that writes only writes. What is searched for has a column; the whole record is JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from ingest.corpus.fingerprint import fingerprint
from ingest.records import Disclosure, Fact, Finding, Indicator, Passage, Statement, Table

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Packed:
    """`bare` is the disclosure without its parts, `rows` the parts by the name of their table."""

    bare: Disclosure
    rows: Mapping[str, list[Row]]
    facts: int  # with an amount
    fingerprint: str = ""  # what the whole disclosure says


def pack(disclosure: Disclosure) -> Packed:
    own = disclosure.id
    bare = replace(
        disclosure, tables=(), facts=(), indicators=(), statements=(), passages=(), findings=()
    )
    rows = {
        part: [
            {"disclosure": own, **_fit(columns(record)), "record": as_json(record)}
            for record in getattr(disclosure, part)
        ]
        for part, columns in COLUMNS.items()
    }
    amounts = sum(fact.amount is not None for fact in disclosure.facts)
    return Packed(bare, rows, amounts, fingerprint(disclosure))


def _fit(row: Row) -> Row:
    """PostgreSQL takes no NUL; what is searched for loses nothing by it, and the record keeps it."""
    for name, value in row.items():
        if isinstance(value, str) and "\x00" in value:
            row[name] = value.replace("\x00", "")
    return row


@cache
def codec(record: type) -> TypeAdapter[Any]:
    return TypeAdapter(record)


def as_json(record: Any) -> str:
    """Straight from the record, in one pass."""
    kind: type = type(record)
    text: bytes = codec(kind).dump_json(record)
    return text.decode()


def _table(table: Table) -> Row:
    return {"number": table.number, "form": table.form, "title": table.title}


def _fact(fact: Fact) -> Row:
    return {
        "id": fact.id,
        "form": fact.form,
        "code": fact.code,
        "item": fact.row[-1] if fact.row else "",
        "amount": f"{fact.amount.number:f}" if fact.amount else None,
        "unit": fact.amount.unit if fact.amount else None,
        "year": fact.year,
    }


def _indicator(indicator: Indicator) -> Row:
    return {"id": indicator.id, "name": indicator.name}


def _statement(statement: Statement) -> Row:
    return {
        "id": statement.id,
        "subject": statement.subject,
        "role": str(statement.role),
        "amount": f"{statement.amount.number:f}",
        "unit": statement.amount.unit,
        "year": statement.year,
    }


def _passage(passage: Passage) -> Row:
    return {"id": passage.id, "kind": str(passage.kind)}


def _finding(finding: Finding) -> Row:
    return {"rule": finding.rule, "severity": str(finding.severity)}


COLUMNS: Mapping[str, Callable[[Any], Row]] = {
    "tables": _table,
    "facts": _fact,
    "indicators": _indicator,
    "statements": _statement,
    "passages": _passage,
    "findings": _finding,
}
