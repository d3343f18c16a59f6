"""The ledger's tables: what is searched for has a column, the whole record stands beside it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

VERSION = 3  # raise it with any change below or to ingest/records.py: an older corpus is read anew

metadata = MetaData()


def _part(name: str, *columns: Column[str] | Column[int]) -> Table:
    """A table of records that belong to one disclosure and go with it."""
    return Table(
        name,
        metadata,
        Column("row", Integer, primary_key=True),
        Column(
            "disclosure",
            String(12),
            ForeignKey("disclosures.id", ondelete="CASCADE"),
            index=True,
            nullable=False,
        ),
        *columns,
        Column("record", JSON, nullable=False),
    )


meta = Table("meta", metadata, Column("version", Integer, primary_key=True))

disclosures = Table(
    "disclosures",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("path", String, unique=True, nullable=False),
    Column("sha256", String(64), unique=True, nullable=False),
    Column("entity", String, index=True, nullable=False),
    Column("year", Integer, index=True, nullable=False),
    Column("stage", String(8), nullable=False),
    Column("record", JSON, nullable=False),
)

tables = _part("tables", Column("number", Integer), Column("form", String), Column("title", String))
facts = _part(
    "facts",
    Column("id", String, index=True),
    Column("form", String),
    Column("code", String),
    Column("item", String),
    Column("amount", String),  # the digits as printed: exact, never a float
    Column("unit", String),
    Column("year", Integer),
)
indicators = _part("indicators", Column("id", String, index=True), Column("name", String))
statements = _part(
    "statements",
    Column("id", String, index=True),
    Column("subject", String),
    Column("role", String),
    Column("amount", String),
    Column("unit", String),
    Column("year", Integer),
)
passages = _part("passages", Column("id", String(24), index=True), Column("kind", String))
findings = _part("findings", Column("rule", String), Column("severity", String))

vectors = Table(
    "vectors",
    metadata,
    Column("passage", String(24), primary_key=True),  # of equal text: embedded once
    Column("vector", LargeBinary, nullable=False),  # float16, little endian
)

Index("facts_form_code", facts.c.form, facts.c.code)
