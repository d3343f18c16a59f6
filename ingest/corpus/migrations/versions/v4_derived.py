"""What is asked for has tables of its own; they are filled when the corpus is next settled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ingest.corpus import schema

revision, down_revision = "v4", "v3"

DERIVED = ("settled", "data", "above", "tallies", "bodies", "units", "between")


def upgrade() -> None:
    op.add_column("disclosures", sa.Column("fingerprint", sa.String(64)))
    op.add_column("disclosures", sa.Column("stored", sa.BigInteger))
    op.add_column("disclosures", sa.Column("body", schema.TEXT))
    op.create_index("ix_disclosures_fingerprint", "disclosures", ["fingerprint"])
    op.create_index("ix_disclosures_body", "disclosures", ["body"])
    db = op.get_bind()
    made = [schema.metadata.tables[name] for name in DERIVED]
    schema.metadata.create_all(db, tables=made)
