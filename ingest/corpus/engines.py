"""The databases that a ledger can live in: a file in the corpus's folder, or PostgreSQL by URL.

Every connection to SQLite begins its transaction itself: Python's driver would begin none for
reading, and a disclosure that is replaced meanwhile would be read half old, half new.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from ingest.corpus.packing import as_json
from ingest.errors import CorpusError

FILE = "ledger.sqlite"
Notice = Callable[[str], None]
PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=ON", "PRAGMA synchronous=NORMAL")
INGESTING, PREPARING = 0x63687A31, 0x63687A32  # advisory locks of PostgreSQL: any two numbers
WAITS = "另一个 chazhang ingest 正在写这个文件库，等它写完……"
TROUBLE = {  # what SQLite or PostgreSQL says → what it means
    "database is locked": "另一个程序正在写，请稍后再试",
    "serialize access": "另一个程序正在写，请稍后再试",
    "disk is full": "磁盘满了",
    "No space left": "磁盘满了",
    "could not extend": "磁盘满了",
    "disk I/O error": "磁盘读写出错",
    "readonly": "没有写的权限",
    "read-only": "没有写的权限",
    "permission denied": "没有权限",
    "not a database": "它不是文件库，或已经损坏",
    "malformed": "它已经损坏，请从备份恢复，或删掉再运行 chazhang ingest",
    "unable to open": "路径不对，或没有权限",
    "password authentication": "用户名或密码不对",
    "no password supplied": "用户名或密码不对",
    "does not exist": "没有这个数据库或用户",
    "connection": "数据库连不上，或断开了",
    "connect": "数据库连不上，或断开了",
    "server closed": "数据库连不上，或断开了",
    "timeout": "数据库连不上，或断开了",
    "shutting down": "数据库正在关闭",
    "starting up": "数据库正在启动，请稍后再试",
}


def engine_of(corpus: Path, url: str = "") -> Engine:
    """The engine of a corpus: PostgreSQL where a URL is set, else the file in its folder."""
    return _postgres(url) if url else _sqlite(corpus / FILE)


def is_file(engine: Engine | Connection) -> bool:
    return engine.dialect.name == "sqlite"


def shown(url: str) -> str:
    """A URL that may be printed: without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "（写得不对）"


def damage(db: Connection) -> str:
    """What SQLite finds wrong with its file; "" where nothing is. PostgreSQL looks after its own
    pages, and says so when they are read."""
    if not is_file(db):
        return ""
    broken = db.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    orphans = db.exec_driver_sql("PRAGMA foreign_key_check").first()
    return "" if broken == "ok" and not orphans else str(broken if broken != "ok" else orphans)


def meaning(error: DBAPIError) -> str:
    said = str(error.orig)
    return next((told for sign, told in TROUBLE.items() if sign in said), said)


def _sqlite(path: Path) -> Engine:
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": 30}, json_serializer=_serialised)
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def engine_in_memory() -> Engine:
    """A SQLite of its own in memory, which is there as long as a connection to it is."""
    engine = create_engine(
        f"sqlite:///file:{uuid.uuid4().hex}?mode=memory&cache=shared&uri=true",
        poolclass=QueuePool,
        pool_size=20,
        connect_args={"check_same_thread": False},
        json_serializer=_serialised,
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgres(url: str) -> Engine:
    wrong = "CHAZHANG_LEDGER_URL 要写成 postgresql://用户:密码@主机:端口/数据库"
    try:
        given = make_url(url)
    except ArgumentError:
        raise CorpusError(wrong) from None
    if given.get_backend_name() not in ("postgresql", "postgres"):
        raise CorpusError(wrong)
    try:
        return create_engine(
            given.set(drivername="postgresql+psycopg"),
            isolation_level="REPEATABLE READ",  # what is read at one go is of one moment
            connect_args={"connect_timeout": 10},
            pool_pre_ping=True,
            json_serializer=_serialised,
        )
    except (ModuleNotFoundError, ImportError):
        raise CorpusError("没有装 PostgreSQL 的驱动：pip install 'chazhang[server]'") from None


def _serialised(record: Any) -> str:
    """Parts come ready, the head is made into JSON here."""
    return record if isinstance(record, str) else as_json(record)


def _pragmas(connection: Any, _: object) -> None:
    connection.isolation_level = None  # the driver begins nothing of its own
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(db: Connection) -> None:
    writes = db.get_execution_options().get("writes", False)
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# ---------------------------------------------------------------------- one at a time


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes, from its beginning; errors of the database become ours."""
    try:
        # waits for rows that another is writing, where a reader's level would give up
        level = {} if is_file(engine) else {"isolation_level": "READ COMMITTED"}
        with engine.execution_options(writes=True, **level).begin() as db:
            yield db
    except DBAPIError as error:
        raise CorpusError(f"文件库写不进去：{meaning(error)}") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads: everything in it is of one moment."""
    try:
        with engine.connect() as db:
            yield db
    except DBAPIError as error:
        raise CorpusError(f"文件库读不出来：{meaning(error)}") from error


@contextmanager
def changing_schema(engine: Engine) -> Iterator[Connection]:
    """One transaction that may change tables, alone. SQLite must not follow foreign keys: to
    change a table it is made anew, and the old one's rows would take all their parts with them."""
    with engine.execution_options(writes=True).connect() as db:
        if is_file(engine):
            raw: Any = db.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with db.begin():
                if not is_file(engine):
                    db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({PREPARING})")
                yield db
                if is_file(engine) and db.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise CorpusError("文件库升级不了：里面有对不上的记录，请从备份恢复")
        finally:
            if is_file(engine):
                raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def only_ingest(engine: Engine, notice: Notice) -> Iterator[None]:
    """Wait until no other ingest, on whatever machine, writes to this database. A file needs
    none: its folder is locked. A kill lets go, since the lock is the connection's."""
    if is_file(engine):
        yield
        return
    try:
        db = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not db.exec_driver_sql(f"SELECT pg_try_advisory_lock({INGESTING})").scalar():
            notice(WAITS)
            db.exec_driver_sql(f"SELECT pg_advisory_lock({INGESTING})")
    except DBAPIError as error:
        raise CorpusError(f"文件库打不开：{meaning(error)}") from error
    try:
        yield
    finally:
        _let_go(db)


def _let_go(db: Connection) -> None:
    try:
        db.exec_driver_sql(f"SELECT pg_advisory_unlock({INGESTING})")
    except SQLAlchemyError:
        db.invalidate()  # the connection is gone, and its lock with it
    finally:
        db.close()
