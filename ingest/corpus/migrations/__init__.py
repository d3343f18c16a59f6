"""How an older corpus becomes one of today, in place: Alembic's steps, one file each.

To add one: a column in ../schema.py (nullable), VERSION raised by one, and versions/vN_what.py.
"""

from __future__ import annotations

import logging
import uuid
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select

from ingest.corpus import schema
from ingest.corpus.engines import changing_schema
from ingest.errors import CorpusError

log = logging.getLogger(__name__)
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


def bring_up_to_date(engine: Engine, where: str) -> None:
    """Tables where there are none, and every step up to the version of today."""
    with engine.connect() as db:
        held = version_of(db)
    if held == schema.VERSION:
        return
    with changing_schema(engine) as db:
        held = version_of(db)  # another may have been faster
        if held is None:
            _make(db)
        elif held > schema.VERSION:
            raise CorpusError(
                f"文件库 {where} 是更新的程序建的（第 {held} 版），"
                f"这个程序只认得第 {schema.VERSION} 版：请升级程序"
            )
        elif held < OLDEST:
            raise CorpusError(
                f"文件库 {where} 太旧（第 {held} 版），没有升级的办法：请删掉它再运行 chazhang ingest"
            )
        elif held < schema.VERSION:
            log.warning("文件库从第 %s 版升级到第 %s 版……", held, schema.VERSION)
            upgrade(db)


def version_of(db: Connection) -> int | None:
    if not inspect(db).has_table("meta"):
        return None
    return db.execute(select(schema.meta.c.version)).scalar()


def _make(db: Connection) -> None:
    schema.metadata.create_all(db)
    drawn = {"version": schema.VERSION, "corpus": uuid.uuid4().hex, "changes": 0}
    if version_of(db) is None:
        db.execute(insert(schema.meta), [drawn])
        db.execute(insert(schema.alembic_version), [{"version_num": f"v{schema.VERSION}"}])
