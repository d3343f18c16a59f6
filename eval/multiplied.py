"""A drawn corpus many times over: the same books under other names, written row by row by SQLite.

    python -m eval.multiplied CORPUS --times 40

Drawing and reading 10,000 disclosures takes most of an hour; copying them under other names takes
minutes, and every table and index is as full as if they had been drawn. Each copy has other cities,
and every few copies other provinces, so that labels, bodies and passages are as many as they would
be; only amounts come again, also within a province. Whoever counts words over the corpus
(`tallies`) counts each copy's as the first one's.
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


def multiply(corpus: Path, times: int) -> None:
    """So many times what it holds; a corpus that was settled stays settled."""
    with closing(sqlite3.connect(corpus / FILE)) as db:
        db.executescript(
            "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000"
        )
        most = {
            t: db.execute(f"SELECT coalesce(max(row), 0) FROM {t}").fetchone()[0] for t in PARTS
        }
        most["units"] = db.execute("SELECT max(unit) FROM units").fetchone()[0]
        with db:
            db.execute("CREATE TEMP TABLE own AS SELECT id, sha256, entity, path FROM disclosures")
        for copy in range(1, times):
            with db:
                db.execute("DROP TABLE IF EXISTS temp.names")
                db.execute("CREATE TEMP TABLE names (id PRIMARY KEY, new, sha, newsha, city, newcity, province, newprovince)")  # fmt: skip
                db.executemany(
                    "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _names(db, copy)
                )
                for statement in _statements(copy, most):
                    db.execute(statement)
        with db:
            db.execute(f"UPDATE tallies SET n = n * {times}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _names(db: sqlite3.Connection, copy: int) -> Iterator[tuple[str, ...]]:
    number, province_of = numeral(copy), numeral(copy // ONE_PROVINCE)
    for own, sha, entity, _ in db.execute("SELECT * FROM own").fetchall():
        other = hashlib.sha256(f"{copy}{sha}".encode()).hexdigest()
        province, city = entity[: entity.find("省") + 1], entity[entity.find("省") + 1 : entity.find("市") + 1]  # fmt: skip
        yield (
            own,
            other[:12],
            sha,
            other,
            city,
            f"{city[:-1]}{number}市",
            province,
            f"{province_of}{province}",
        )


def numeral(number: int) -> str:
    """Two letters for each number, none alike."""
    return NUMBERS[number // 10] + NUMBERS[number % 10]


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


def _statements(copy: int, most: dict[str, int]) -> Iterator[str]:
    """What makes one copy of everything; `most` are the last rows of what is copied."""
    mark = f"'{copy:02x}'"
    yield f"""INSERT INTO disclosures (id, path, sha256, entity, year, stage, record, reader, fingerprint, stored, body)
        SELECT n.new, {_put("d.path")}, n.newsha, {_put("d.entity")}, year, stage, {_put("d.record")}, reader,
               {mark} || substr(fingerprint, 3), stored, {_put("d.body")}
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
            names, values = ["id"], [f"{mark} || substr(t.id, 3)"]
            record = f"replace({record}, t.id, {mark} || substr(t.id, 3))"
        more = "".join(f", {x}" for x in names), "".join(f", {x}" for x in values)
        yield f"""INSERT INTO {table} (disclosure, {plain}, record{more[0]})
            SELECT n.new, {plain}, {record}{more[1]} FROM {table} t JOIN names n ON n.id = t.disclosure
            WHERE t.row <= {most[table]} ORDER BY t.row"""
    yield f"""INSERT OR IGNORE INTO vectors SELECT {mark} || substr(passage, 3), vector FROM vectors
        WHERE passage IN (SELECT id FROM passages WHERE row <= {most["passages"]})"""
    yield f"""INSERT INTO settled (disclosure, rules, serial, passages, tokens, labels, tallied, counts)
        SELECT n.new, rules, serial, passages, tokens, {_put("t.labels")}, tallied, counts
        FROM settled t JOIN names n ON n.id = t.disclosure"""
    moved = f"CASE said WHEN 1 THEN source + {copy * most['statements']} ELSE source + {copy * most['facts']} END"
    yield f"""INSERT INTO data (disclosure, at, source, said, item, part, code, form, measure, fen)
        SELECT n.new, at, {moved}, said, {_put("t.item")}, part, code, form, measure, fen
        FROM data t JOIN names n ON n.id = t.disclosure"""
    yield """INSERT INTO above (key, disclosure, at)
        SELECT key, n.new, at FROM above t JOIN names n ON n.id = t.disclosure"""
    yield f"""INSERT INTO units (body, entity, year, stage, scope, place, files)
        SELECT {_put("t.body")}, {_put("t.entity")}, year, stage, scope, place, {_put("t.files")}
        FROM units t JOIN names n ON n.id = json_extract(t.files, '$[0][0]')
        WHERE t.unit <= {most["units"]}"""
    yield """INSERT INTO bodies (body, rules)
        SELECT DISTINCT d.body, b.rules FROM disclosures d JOIN names n ON n.new = d.id,
               (SELECT rules FROM bodies LIMIT 1) b"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    began = time.perf_counter()
    multiply(given.corpus, given.times)
    size = sum(p.stat().st_size for p in given.corpus.glob(f"{FILE}*")) / 1e9
    sys.stdout.write(f"{time.perf_counter() - began:.0f} s, {size:.1f} GB\n")


if __name__ == "__main__":
    main()
