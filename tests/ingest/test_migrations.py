"""A corpus survives an upgrade of the program: what an older one holds is brought up to date."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, String

from ingest.corpus import migrations, schema
from ingest.corpus.engines import FILE, changing_schema, engine_of
from ingest.corpus.ledger import open_ledger
from ingest.errors import CorpusError
from ingest.pipeline import ingest_paths
from ingest.settings import Settings
from tests.assistant.worlds import BASIC, world
from tests.conftest import sample_files

QUICK = Settings(embed=False)
V2 = Path(__file__).parent / "data" / "corpus_v2.sql"  # as sqlite3 dumps what version 2 had stored


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A corpus that version 2 made: one disclosure, whose file it kept under /srv/corpus."""
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.executescript(V2.read_text(encoding="utf-8"))
    return tmp_path


def test_an_older_corpus_is_brought_up_to_date_and_loses_nothing(
    older: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = world(BASIC)
    here = older.resolve() / "files" / own.id / "drawn.txt"
    with caplog.at_level(logging.WARNING), open_ledger(older) as ledger:
        (held,) = ledger.all_disclosures()
        assert (held.facts, held.statements, held.passages) == (
            own.facts,
            own.statements,
            own.passages,
        )
        assert (held.path, ledger.stale(), len(ledger.vectors())) == (str(here), (here,), 1)
    assert [r.message for r in caplog.records] == [f"文件库从第 2 版升级到第 {schema.VERSION} 版……"]
    with open_ledger(older) as ledger:
        assert len(caplog.records) == 1  # and only once
        assert len(ledger.state()[0]) == 32


def test_two_that_open_an_older_corpus_at_once_upgrade_it_once(older: Path) -> None:
    held: list[int] = []

    def read() -> None:
        with open_ledger(older) as ledger:
            held.append(len(ledger.all_disclosures()))

    both = [threading.Thread(target=read) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert held == [1, 1]


def test_a_step_that_fails_leaves_the_corpus_as_it_was(older: Path) -> None:
    with closing(sqlite3.connect(older / FILE)) as db, db:
        db.execute("ALTER TABLE meta ADD COLUMN changed")  # which the step will find in its way
        before = list(db.iterdump())
    with pytest.raises(CorpusError, match="打不开"):
        open_ledger(older)
    with closing(sqlite3.connect(older / FILE)) as db:
        assert list(db.iterdump()) == before


def test_upgraded_and_new_corpora_have_the_same_tables(older: Path, tmp_path: Path) -> None:
    with open_ledger(older), open_ledger(tmp_path / "new", create=True):
        engines = [engine_of(corpus) for corpus in (older, tmp_path / "new")]
    try:
        assert [differences(engine) for engine in engines] == [[], []]
        assert columns(engines[0]) == columns(engines[1])
    finally:
        for engine in engines:
            engine.dispose()


def test_a_new_corpus_has_the_tables_that_are_declared(tmp_path: Path, store: Settings) -> None:
    with open_ledger(tmp_path, create=True, settings=store):
        engine = engine_of(tmp_path, store.ledger_url.get_secret_value())
    assert differences(engine) == []
    engine.dispose()


def differences(engine: Engine) -> list[object]:
    with engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        return [
            d for d in compare_metadata(context, schema.metadata) if "alembic_version" not in str(d)
        ]


def columns(engine: Engine) -> dict[str, dict[str, str]]:
    found = MetaData()
    found.reflect(engine)
    return {
        table.name: {
            c.name: f"{c.type} {c.nullable}"
            for c in table.columns
            if not isinstance(c.type, String)
        }
        for table in found.sorted_tables
    }


def test_the_newest_step_leads_to_the_version_of_today() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [f"v{schema.VERSION}"]


def test_a_table_can_be_made_anew_and_keeps_what_hangs_on_it(older: Path) -> None:
    """As Alembic changes a column in SQLite: the old table is dropped, its children must stay."""
    from alembic.operations import Operations

    with open_ledger(older) as ledger:
        before = ledger.all_disclosures()
        engine = engine_of(older)
        with changing_schema(engine) as db:
            operations = Operations(MigrationContext.configure(db))
            with operations.batch_alter_table("disclosures", recreate="always") as table:
                table.alter_column("stage", type_=String(16))
        engine.dispose()
        assert ledger.all_disclosures() == before


# ---------------------------------------------------------------------- read anew


def outdate(corpus: Path, settings: Settings = QUICK) -> None:
    """As if the reader had been changed since."""
    engine = engine_of(corpus, settings.ledger_url.get_secret_value())
    with engine.execution_options(writes=True).begin() as db:
        db.execute(schema.disclosures.update().values(reader=schema.READER - 1))
    engine.dispose()


@pytest.mark.parametrize("same_path", [True, False])
def test_what_an_older_reader_read_is_read_anew_from_the_kept_bytes(
    tmp_path: Path, store: Settings, same_path: bool
) -> None:
    paper, corpus = tmp_path / "paper.pdf", tmp_path / "c"
    shutil.copyfile(sample_files()[0], paper)
    ingest_paths([paper], corpus, settings=store)
    outdate(corpus, store)
    heard: list[str] = []
    if same_path:
        results = ingest_paths([paper], corpus, settings=store, notice=heard.append)
    else:
        paper.unlink()  # the corpus has its own copy
        results = ingest_paths([], corpus, settings=store, notice=heard.append)
    assert ([r.status for r in results], heard) == (["ingested"], [])
    with open_ledger(corpus, settings=store) as ledger:
        assert (len(ledger.all_disclosures()), ledger.stale()) == (1, ())


def test_what_is_still_to_be_read_anew_is_told_and_can_be_asked_about(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    ingest_paths(sample_files(), corpus, settings=QUICK)
    outdate(corpus)
    heard: list[str] = []
    (tmp_path / "note.txt").write_text("今天开会。\n", encoding="utf-8")
    ingest_paths([tmp_path / "note.txt"], corpus, settings=QUICK, notice=heard.append)
    assert heard == ["还有 1 份是旧版程序读的：运行 chazhang ingest（不给路径）会从存下的原件重读"]
    with open_ledger(corpus) as ledger:
        assert len(ledger.all_disclosures()) == 1
