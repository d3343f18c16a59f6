"""A drawn corpus many times over: the same books under other names, written row by row by SQLite.

    python -m eval.multiplied CORPUS --times 40

Drawing and reading 10,000 disclosures takes most of an hour; copying them under other names takes
minutes, and every table and index is as full as if they had been drawn. Each copy has other cities,
and every few copies other provinces, so that labels, bodies and passages are as many as they would
be; only amounts come again, also within a province. Whoever counts words over the corpus
(`tallies`) counts each copy's as the first one's. Indexes are made at the end, and what is stored
in order of its key is written in that order: else most of the time goes into single pages here and
there. Nothing is safe from a kill on the way: make it of a copy.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ingest.corpus.engines import FILE

NUMBERS = "甲乙丙丁戊己庚辛壬癸"
ONE_PROVINCE = 8  # copies whose cities are in provinces of the same names
PARTS = ("tables", "facts", "indicators", "statements", "passages", "findings")
MOST = 999  # copies that can be told apart
# the indexes that are made for themselves, not by a key
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"


def multiply(corpus: Path, times: int) -> None:
    """So many times what it holds; a corpus that was settled stays settled."""
    with closing(sqlite3.connect(corpus / FILE, isolation_level=None)) as db:
        db.executescript(
            "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000"
        )
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA temp_store=MEMORY; PRAGMA threads=2")
        indexes = db.execute(INDEXES).fetchall()
        most = {
            t: db.execute(f"SELECT coalesce(max(row), 0) FROM {t}").fetchone()[0] for t in PARTS
        }
        most["units"] = db.execute("SELECT max(unit) FROM units").fetchone()[0]
        _begin(db, times)
        for name, _ in indexes:
            db.execute(f'DROP INDEX "{name}"')
        for copy in range(1, times):
            db.execute(USE, (copy,))
            for statement in _of_one(copy, most):
                db.execute(statement)
        for statement in _of_all(most):
            db.execute(statement)
        for _, made in indexes:
            db.execute(made)
        db.execute(f"UPDATE tallies SET n = n * {times}")
        db.execute("PRAGMA journal_mode=WAL")


USE = "INSERT OR REPLACE INTO temp.names SELECT id, new, sha, newsha, city, newcity, province, newprovince FROM temp.every WHERE copy = ?"  # fmt: skip


def _begin(db: sqlite3.Connection, times: int) -> None:
    """What is copied, apart, and under which names."""
    columns = "id, new, sha, newsha, city, newcity, province, newprovince"
    db.execute(f"CREATE TEMP TABLE names ({columns}, PRIMARY KEY (id))")
    db.execute(f"CREATE TEMP TABLE every (copy, {columns}, PRIMARY KEY (new)) WITHOUT ROWID")
    own = db.execute("SELECT id, sha256, entity FROM disclosures").fetchall()
    rows = (row for copy in range(1, times) for row in _names(own, copy))
    db.executemany("INSERT INTO temp.every VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX temp.every_copy ON every (copy)")
    for table, key in (("data", "disclosure, at"), ("above", "disclosure, key, at")):
        held = ", ".join(f'"{row[1]}"' for row in db.execute(f"PRAGMA table_info({table})"))
        db.execute(f"CREATE TEMP TABLE own_{table} ({held}, PRIMARY KEY ({key})) WITHOUT ROWID")
        db.execute(f"INSERT INTO own_{table} SELECT * FROM {table}")
    db.execute("CREATE TEMP TABLE own_keys AS SELECT DISTINCT key FROM above ORDER BY key")


def _names(own: list[tuple[str, str, str]], copy: int) -> Iterator[tuple[int | str, ...]]:
    number, province_of = numeral(copy), numeral(copy // ONE_PROVINCE)
    for name, sha, entity in own:
        other = hashlib.sha256(f"{copy}{sha}".encode()).hexdigest()
        province, city = entity[: entity.find("省") + 1], entity[entity.find("省") + 1 : entity.find("市") + 1]  # fmt: skip
        yield (
            copy,
            name,
            other[:12],
            sha,
            other,
            city,
            f"{city[:-1]}{number}市",
            province,
            f"{province_of}{province}",
        )


def numeral(number: int) -> str:
    """Three letters for each number, none alike."""
    return "".join(NUMBERS[int(digit)] for digit in f"{number:03}")


def _put(column: str) -> str:
    """A text under its new names."""
    for old, new in (
        ("n.sha", "n.newsha"),
        ("n.id", "n.new"),
        ("n.city", "n.newcity"),
        ("n.province", "n.newprovince"),
    ):
        column = f"replace({column}, {old}, {new})"
    return column


def _of_one(copy: int, most: dict[str, int]) -> Iterator[str]:
    """What makes one copy of all that is kept in the order in which it comes; `most` are the last
    rows of what is copied."""
    mark = f"'{copy:03x}'"
    other = f"{mark} || substr(t.id, 4)"  # of a passage: named by its content alone
    yield f"""INSERT INTO disclosures (id, path, sha256, entity, year, stage, record, reader, fingerprint, stored, body)
        SELECT n.new, {_put("d.path")}, n.newsha, {_put("d.entity")}, year, stage, {_put("d.record")}, reader,
               {mark} || substr(fingerprint, 4), stored, {_put("d.body")}
        FROM disclosures d JOIN names n USING (id)"""
    columns = {
        "tables": "number, form, title", "indicators": "name", "findings": "rule, severity",
        "facts": "form, code, amount, unit, year", "statements": "role, amount, unit, year",
        "passages": "kind",
    }  # fmt: skip
    renamed = {"facts": ("id", "item"), "statements": ("id", "subject"), "indicators": ("id",)}
    for table, plain in columns.items():
        names, record = list(renamed.get(table, ())), _put("t.record")
        values = [_put(f"t.{name}") for name in names]
        if table == "passages":
            names, values, record = ["id"], [other], f"replace({record}, t.id, {other})"
        more = "".join(f", {x}" for x in names), "".join(f", {x}" for x in values)
        yield f"""INSERT INTO {table} (disclosure, {plain}, record{more[0]})
            SELECT n.new, {plain}, {record}{more[1]} FROM {table} t JOIN names n ON n.id = t.disclosure
            WHERE t.row <= {most[table]} ORDER BY t.row"""
    yield f"""INSERT OR IGNORE INTO vectors SELECT {mark} || substr(passage, 4), vector FROM vectors
        WHERE passage IN (SELECT id FROM passages WHERE row <= {most["passages"]})"""
    yield f"""INSERT INTO settled (disclosure, rules, serial, passages, tokens, labels, tallied, counts)
        SELECT n.new, rules, serial, passages, tokens, {_put("t.labels")}, tallied, counts
        FROM settled t JOIN names n ON n.id = t.disclosure"""
    yield f"""INSERT INTO units (body, entity, year, stage, scope, place, files)
        SELECT {_put("t.body")}, {_put("t.entity")}, year, stage, scope, place, {_put("t.files")}
        FROM units t JOIN names n ON n.id = json_extract(t.files, '$[0][0]')
        WHERE t.unit <= {most["units"]}"""
    yield """INSERT INTO bodies (body, rules)
        SELECT DISTINCT d.body, b.rules FROM names n JOIN disclosures d ON n.new = d.id,
               (SELECT rules FROM bodies LIMIT 1) b"""


def _of_all(most: dict[str, int]) -> Iterator[str]:
    """All copies of what is kept in the order of its key."""
    moved = f"source + n.copy * CASE said WHEN 1 THEN {most['statements']} ELSE {most['facts']} END"
    yield f"""INSERT INTO data (disclosure, at, source, said, item, part, code, form, measure, fen)
        SELECT n.new, at, {moved}, said, {_put("t.item")}, part, code, form, measure, fen
        FROM temp.every n CROSS JOIN temp.own_data t ON t.disclosure = n.id"""
    yield """INSERT INTO above (key, disclosure, at)
        SELECT k.key, n.new, t.at FROM temp.own_keys k CROSS JOIN temp.every n
        CROSS JOIN temp.own_above t ON t.disclosure = n.id AND t.key = k.key"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--times", type=int, default=10, help=f"at most {MOST}")
    given = parser.parse_args()
    if not 1 <= given.times <= MOST:
        parser.error(f"--times 1 to {MOST}")
    began = time.perf_counter()
    multiply(given.corpus, given.times)
    size = sum(p.stat().st_size for p in given.corpus.glob(f"{FILE}*")) / 1e9
    sys.stdout.write(f"{time.perf_counter() - began:.0f} s, {size:.1f} GB\n")


if __name__ == "__main__":
    main()
