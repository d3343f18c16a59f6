"""How an older corpus becomes one of today, in place: Alembic's steps, one file each.

To add one: a column in ../schema.py (nullable), VERSION raised by one, and versions/vN_what.py.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

OLDEST = 2  # what came before has no step


def upgrade(db: Connection) -> None:
    """Every step that the corpus has not gone yet, in the transaction of `db`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
