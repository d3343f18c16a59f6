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
    Text,
)

VERSION = 4  # raise it with any change below, and put the step into migrations/versions
READER = 5  # raise it when files should be read anew: `chazhang ingest` with no path does

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
    Column("fingerprint", String(64), index=True),  # of what it says: alike in copies
    Column("stored", BigInteger),  # when, in nanoseconds: another one for each time
    Column("body", TEXT, index=True),  # those whose books are compared: the entity without （本级）
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

# ---------------------------------------------------------------------- derived: what is asked for
# Worked out of the tables above by assistant/shelf/settling.py and worked out anew wherever it is
# missing; a disclosure that is replaced or removed takes its rows along.

settled = Table(  # the disclosures whose data stand below
    "settled",
    metadata,
    Column("disclosure", ID, ForeignKey("disclosures.id", ondelete="CASCADE"), primary_key=True),
    Column("rules", String(16), nullable=False),  # digest of the program's rules for its data
    Column("serial", BigInteger, nullable=False),  # another one whenever it was stored anew
    Column("passages", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),  # of all its passages
    Column("counts", JSON, nullable=False),  # what lists show of it
    Column("labels", Text, nullable=False),  # every label that it prints, one a line
    Column("tallied", LargeBinary, nullable=False),  # what it adds to `tallies`: zlib of JSON
)
data = Table(  # one row for each fact and each statement
    "data",
    metadata,
    Column("disclosure", ID, ForeignKey("disclosures.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Integer, primary_key=True),  # from 0: facts as printed, then statements
    Column("source", ROW, nullable=False),  # row of `facts`, or of `statements` where it is said
    Column("said", Integer, nullable=False),  # 1: a statement
    Column("item", TEXT),  # label cores: what it is of, and of what part
    Column("part", TEXT),
    Column("code", TEXT),
    Column("form", TEXT),
    Column("measure", String(1)),  # m: money, c: a count, p: percent and the like
    Column("fen", BigInteger),  # hundredths of a yuan, or of what is counted; rounded down
    sqlite_with_rowid=False,
)
above = Table(  # labels printed with their code, over the rows beneath them
    "above",
    metadata,
    Column("key", TEXT, primary_key=True),
    Column("disclosure", ID, ForeignKey("disclosures.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
tallies = Table(
    "tallies",
    metadata,
    Column("kind", String(1), primary_key=True),  # see assistant/shelf/keys.py
    Column("text", TEXT, primary_key=True),
    Column("n", Integer, nullable=False),  # of how many disclosures, or passages
    sqlite_with_rowid=False,
)
bodies = Table(  # those whose disclosures are put together below
    "bodies",
    metadata,
    Column("body", TEXT, primary_key=True),
    Column("rules", String(16), nullable=False),
)
units = Table(  # one body's one year's one stage
    "units",
    metadata,
    Column("unit", ROW, primary_key=True),
    Column("body", TEXT, index=True, nullable=False),
    Column("entity", TEXT, nullable=False),
    Column("year", Integer, nullable=False),
    Column("stage", String(8), nullable=False),
    Column("scope", TEXT, nullable=False),
    Column("place", Integer, nullable=False),  # among those of its body
    Column("files", JSON, nullable=False),  # [id, tables that another has better, whether told]
)
between = Table(  # findings that need more than one file
    "between",
    metadata,
    Column("row", ROW, primary_key=True),
    Column("body", TEXT, index=True, nullable=False),
    Column("record", JSON, nullable=False),
)

Index("data_item", data.c.item, data.c.disclosure)
Index("data_part", data.c.part, data.c.disclosure)
Index("data_code", data.c.code, data.c.disclosure)
Index("data_value", data.c.measure, data.c.fen)
Index("above_disclosure", above.c.disclosure)
