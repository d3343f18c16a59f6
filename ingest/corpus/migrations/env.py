"""What Alembic runs: the steps over the connection that is given, and our own version with them."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import update

from ingest.corpus.schema import meta, metadata


def _counted(*, ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
    """A program that knows nothing of Alembic must see that the corpus is not of its version."""
    ctx.connection.execute(update(meta).values(version=int(step.up_revision_id.removeprefix("v"))))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    on_version_apply=_counted,  # type: ignore[arg-type]  # it is called by these names
)
with context.begin_transaction():
    context.run_migrations()
