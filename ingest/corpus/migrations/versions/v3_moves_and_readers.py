"""Kept files are named from the corpus on, and every disclosure by which reader it was read."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "v3"
down_revision = None  # version 2 knew nothing of Alembic

meta = sa.table("meta", sa.column("corpus"), sa.column("changes"))
disclosures = sa.table(
    "disclosures", sa.column("id"), sa.column("path"), sa.column("record", sa.JSON)
)


def upgrade() -> None:
    op.add_column("disclosures", sa.Column("reader", sa.Integer))
    op.add_column("meta", sa.Column("corpus", sa.String(32)))
    op.add_column("meta", sa.Column("changes", sa.BigInteger))
    op.add_column("meta", sa.Column("changed", sa.BigInteger))
    op.execute(sa.update(meta).values(corpus=uuid.uuid4().hex, changes=0))
    db = op.get_bind()
    for own, path, record in db.execute(sa.select(disclosures)).all():
        here = _from_the_corpus_on(path, own)
        db.execute(
            sa.update(disclosures)
            .where(disclosures.c.id == own)
            .values(path=here, record=record | {"path": here})
        )


def _from_the_corpus_on(path: str, own: str) -> str:
    _, kept, name = path.rpartition(f"/files/{own}/")
    return f"files/{own}/{name}" if kept else path
