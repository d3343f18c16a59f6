"""The ledger's tables: what is searched for has a column, the whole record stands beside it.

A new field of a record in ingest/records.py that has a default needs nothing here: what is held
without it is read with the default. docs/deploy.md tells how a column is added.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

VERSION = 3  # raise it with any change below, and put the step into migrations/versions
READER = 3  # raise it when files should be read anew: `chazhang ingest` with no path does

metadata = MetaData()
ROW = BigInteger().with_variant(Integer, "sqlite")  # which counts rows itself only so
TEXT = String().with_variant(String(collation="C"), "postgresql")  # one order on any engine
ID = String(12).with_variant(String(12, collation="C"), "postgresql")
PASSAGE = String(24).with_variant(String(24, collation="C"), "postgresql")


def _part(name: str, *columns: Column[str] | Column[int]) -> Table:
    """A table of records that belong to one disclosure and go with it."""
    return Table(
        name,
        metadata,
        Column("row", ROW, primary_key=True),
        Column(
            "disclosure",
            ID,
            ForeignKey("disclosures.id", ondelete="CASCADE"),
            index=True,
            nullable=False,
        ),
        *columns,
        Column("record", JSON, nullable=False),
    )


meta = Table(  # of one row
    "meta",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("corpus", String(32)),  # drawn once: what belongs to it on a shared server bears it
    Column("changes", BigInteger),  # how many transactions have written
    Column("changed", BigInteger),  # when the last did, in nanoseconds of the epoch
)
alembic_version = Table(
    "alembic_version", metadata, Column("version_num", String(32), primary_key=True)
)

disclosures = Table(
    "disclosures",
    metadata,
    Column("id", ID, primary_key=True),
    Column("path", TEXT, unique=True, nullable=False),
    Column("sha256", String(64), unique=True, nullable=False),
    Column("entity", TEXT, index=True, nullable=False),
    Column("year", Integer, index=True, nullable=False),
    Column("stage", String(8), nullable=False),
    Column("record", JSON, nullable=False),
    Column("reader", Integer),  # READER of the program that read it; none: an older one
)

tables = _part("tables", Column("number", Integer), Column("form", TEXT), Column("title", TEXT))
facts = _part(
    "facts",
    Column("id", TEXT, index=True),
    Column("form", TEXT),
    Column("code", TEXT),
    Column("item", TEXT),
    Column("amount", TEXT),  # the digits as printed: exact, never a float
    Column("unit", TEXT),
    Column("year", Integer),
)
indicators = _part("indicators", Column("id", TEXT, index=True), Column("name", TEXT))
statements = _part(
    "statements",
    Column("id", TEXT, index=True),
    Column("subject", TEXT),
    Column("role", TEXT),
    Column("amount", TEXT),
    Column("unit", TEXT),
    Column("year", Integer),
)
passages = _part("passages", Column("id", PASSAGE, index=True), Column("kind", TEXT))
findings = _part("findings", Column("rule", TEXT), Column("severity", TEXT))

vectors = Table(
    "vectors",
    metadata,
    Column("passage", PASSAGE, primary_key=True),  # of equal text: embedded once
    Column("vector", LargeBinary, nullable=False),  # float16, little endian
)

Index("facts_form_code", facts.c.form, facts.c.code)
