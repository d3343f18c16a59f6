"""The ledger gives back exactly what was put in, or says in Chinese why it cannot; on any engine."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select

from ingest.corpus import schema
from ingest.corpus.engines import WAITS, engine_of
from ingest.corpus.ledger import FILE, Ledger, open_ledger
from ingest.errors import CorpusError
from ingest.settings import Settings
from tests.assistant.worlds import books, world
from tests.ingest.engines import Postgres

DRAWN = """
一般公共预算基本支出表
科目编码 | 科目名称 | 合计
30101 | 基本工资 | 150.10
"""
TABLES = ("disclosures", "tables", "facts", "indicators", "statements", "passages", "findings")  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path, store: Settings) -> Iterator[Ledger]:
    with open_ledger(tmp_path, create=True, settings=store) as opened:
        yield opened


@pytest.fixture
def engine(tmp_path: Path, store: Settings) -> Iterator[Engine]:
    """The database itself, beside the ledger."""
    made = engine_of(tmp_path, store.ledger_url.get_secret_value())
    yield made
    made.dispose()


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as db:
        counted = (select(func.count()).select_from(schema.metadata.tables[t]) for t in TABLES)
        return dict(zip(TABLES, (db.execute(c).scalar_one() for c in counted), strict=True))


def test_what_is_saved_is_loaded_equal(ledger: Ledger) -> None:
    ledger.save(world(), {"p": b"\x00\x01"})
    assert ledger.load(world().id) == world()
    assert ledger.all_disclosures() == (world(),)
    assert ledger.vectors() == {"p": b"\x00\x01"}


def test_saving_again_replaces(ledger: Ledger, engine: Engine) -> None:
    ledger.save(world())
    once = rows(engine)
    ledger.save(replace(world(), title="改过"))
    assert (rows(engine), ledger.load(world().id).title) == (once, "改过")


def test_another_content_at_the_same_path_replaces(ledger: Ledger) -> None:
    ledger.save(world())
    other = replace(world(), id="cd" * 6, sha256="cd" * 32)
    ledger.save(other)
    assert ledger.all_disclosures() == (other,)


def test_removing_leaves_nothing_in_any_table(ledger: Ledger, engine: Engine) -> None:
    ledger.save(world())
    ledger.remove(world().id)
    assert rows(engine) == dict.fromkeys(TABLES, 0)


def test_amounts_are_kept_as_the_exact_text(ledger: Ledger, engine: Engine) -> None:
    ledger.save(world(DRAWN))
    f = schema.facts.c
    with engine.connect() as db:
        assert db.execute(select(f.amount).where(f.code == "30101")).scalars().all() == ["150.10"]
    fact = next(f for f in ledger.load(world().id).facts if f.code == "30101")
    assert fact.amount is not None
    assert str(fact.amount.number) == "150.10"


def test_the_order_is_the_same_on_any_engine(ledger: Ledger) -> None:
    names = ["乙县教育局", "丁县教育局", "丙县教育局", "甲县教育局", "A县教育局", "b县教育局"]
    for name in names:
        ledger.save(books(name, 2024, DRAWN))
    assert [d.identity.entity for d in ledger.all_disclosures()] == sorted(names)
    assert [row.identity.entity for row in ledger.disclosures()] == sorted(names)


def test_a_text_with_a_nul_is_stored_all_the_same(ledger: Ledger) -> None:
    held = world(DRAWN)
    odd = replace(held, facts=(replace(held.facts[0], row=("基本\x00工资",)), *held.facts[1:]))
    ledger.save(odd)
    assert ledger.load(odd.id) == odd


def test_a_corpus_that_is_moved_finds_its_files(tmp_path: Path, store: Settings) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    kept = str(here.resolve() / "files" / world().id / "drawn.txt")
    with open_ledger(here, create=True, settings=store) as ledger:
        ledger.save(replace(world(), path=kept))
        assert (ledger.load(world().id).path, ledger.disclosures()[0].path) == (kept, kept)
    shutil.move(here, there)
    with open_ledger(there, settings=store) as ledger:
        assert ledger.load(world().id).path == kept.replace("/here/", "/there/")


def test_whoever_has_it_open_can_see_that_it_changed(ledger: Ledger) -> None:
    name, before, _ = ledger.state()
    ledger.save(world())
    ledger.remove(world().id)
    again, after, when = ledger.state()
    assert (again, after - before, len(name), when > 0) == (name, 2, 32, True)


# ---------------------------------------------------------------------- side by side


def test_a_reader_reads_while_a_writer_is_in_a_transaction(
    ledger: Ledger, engine: Engine, tmp_path: Path, store: Settings
) -> None:
    ledger.save(world())
    with engine.execution_options(writes=True).connect() as db:
        writes = db.begin()
        db.execute(schema.facts.delete())
        with open_ledger(tmp_path, settings=store) as reader:
            assert reader.all_disclosures() == (world(),)
        writes.rollback()


def test_what_is_replaced_while_it_is_read_is_read_old_or_new_never_half(
    ledger: Ledger, tmp_path: Path, store: Settings
) -> None:
    old = world(DRAWN)
    new = replace(world(), path=old.path, title="改过")
    ledger.save(old)
    done = threading.Event()

    def write() -> None:
        with open_ledger(tmp_path, settings=store) as writer:
            for turn in range(20):
                writer.save((new, old)[turn % 2])
        done.set()

    writing = threading.Thread(target=write)
    writing.start()
    seen = []
    while not done.is_set():
        seen.append(ledger.load(old.id))
    writing.join()
    assert {d.title for d in seen} <= {old.title, new.title}
    assert all(d in (old, new) for d in seen)


def test_a_second_ingest_waits_for_the_first_on_the_same_database(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_LEDGER_URL", postgres.new())
    order: list[str] = []

    def second() -> None:  # on another machine: with a folder of its own
        with open_ledger(tmp_path / "b", create=True) as other, other.only_ingest(order.append):
            order.append("second")

    with open_ledger(tmp_path / "a", create=True) as ledger:
        with ledger.only_ingest(order.append):
            waiting = threading.Thread(target=second)
            waiting.start()
            while WAITS not in order:
                waiting.join(0.01)
            order.append("first")
        waiting.join(10)
    assert order == [WAITS, "first", "second"]


# ---------------------------------------------------------------------- refused


def test_a_missing_corpus_says_what_to_do(tmp_path: Path, store: Settings) -> None:
    with pytest.raises(CorpusError, match="还不存在：先运行 chazhang ingest"):
        open_ledger(tmp_path / "none", settings=store)
    assert not (tmp_path / "none" / FILE).exists()


@pytest.mark.parametrize(
    ("version", "told"), [(999, "更新的程序建的（第 999 版）.*请升级程序"), (1, "太旧（第 1 版）")]
)
def test_a_corpus_of_another_version_is_refused(
    ledger: Ledger, engine: Engine, tmp_path: Path, store: Settings, version: int, told: str
) -> None:
    with engine.execution_options(writes=True).begin() as db:
        db.execute(schema.meta.update().values(version=version))
    with pytest.raises(CorpusError, match=told):
        open_ledger(tmp_path, settings=store)


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("这不是数据库" * 100, encoding="utf-8")
    with pytest.raises(CorpusError, match="打不开"):
        open_ledger(tmp_path)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:geheim@127.0.0.1:1/x", "连不上"),
        ("mysql://u:geheim@127.0.0.1/x", "要写成 postgresql"),
        ("geheim", "要写成 postgresql"),
    ],
)
def test_a_url_that_leads_nowhere_is_told_without_its_password(
    tmp_path: Path, url: str, told: str
) -> None:
    with pytest.raises(CorpusError, match=told) as caught:
        open_ledger(tmp_path, create=True, settings=Settings(ledger_url=url))  # type: ignore[arg-type]
    assert "geheim" not in str(caught.value)


def test_a_database_that_goes_away_is_said_to_be_gone(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAZHANG_LEDGER_URL", postgres.new())
    with open_ledger(tmp_path, create=True) as ledger:
        ledger.save(world())
        postgres.stop()
        try:
            with pytest.raises(CorpusError, match="写不进去：数据库连不上"):
                ledger.save(replace(world(), title="改过"))
            with pytest.raises(CorpusError, match="读不出来：数据库连不上"):
                ledger.all_disclosures()
        finally:
            postgres.start()
        assert ledger.all_disclosures() == (world(),)  # in the same ledger, once it is back


def test_a_ledger_left_without_tables_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()  # as a process killed while it created the ledger leaves it
    with open_ledger(tmp_path, create=True) as opened:
        assert opened.all_disclosures() == ()


@pytest.mark.parametrize("made", ["meta", "disclosures"])
def test_a_kill_while_the_ledger_is_created_does_no_harm(
    tmp_path: Path, store: Settings, made: str
) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE half (a)")  # another table does not hide what is missing
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema.metadata, "create_all", _only(made))
        with pytest.raises(RuntimeError, match="killed"):
            open_ledger(tmp_path, create=True, settings=store)
    with open_ledger(tmp_path, create=True, settings=store) as opened:
        opened.save(world())
        assert opened.all_disclosures() == (world(),)


def _only(name: str) -> Callable[[Engine | Connection], None]:
    """Creation that ends before it is done."""

    def create(bind: Engine | Connection) -> None:
        schema.metadata.tables[name].create(bind)
        raise RuntimeError("killed")

    return create
