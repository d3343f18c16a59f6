"""What the corpus holds: list, tables, audit, export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.shared import (
    STAGE,
    AsJson,
    Corpus,
    app,
    corpus_of,
    disclosures_of,
    put,
    rows_of,
    table_of,
)

if TYPE_CHECKING:
    from ingest.corpus.beside import Found
    from ingest.records import Disclosure


@app.command("list")
def list_held(corpus: Corpus = None, as_json: AsJson = False) -> None:
    """文件库里有哪些部门、哪些年度。"""
    from rich.console import Console
    from rich.markup import escape

    from ingest.corpus.formats import NAMES

    rows = rows_of(corpus_of(corpus))
    table = table_of("编号", "部门", "年度", "格式", "页", "表", "文件")
    for r in rows:
        who, file = r.identity, Path(r.path).name
        if as_json:
            put({"id": r.id, "entity": who.entity, "year": who.year, "stage": str(who.stage),
                 "media": r.media, "pages": r.pages, "tables": r.tables, "file": file})  # fmt: skip
        else:
            table.add_row(r.id, escape(who.entity), f"{who.year} {STAGE[str(who.stage)]}",
                          NAMES.get(r.media, r.media), str(r.pages), str(r.tables), escape(file))  # fmt: skip
    if rows and not as_json:
        Console().print(table)


@app.command()
def tables(corpus: Corpus = None, as_json: AsJson = False) -> None:
    """每一张表：印成什么样，读成什么数。"""
    from ingest.export.shapes import table_json, table_text

    for disclosure in disclosures_of(corpus_of(corpus)):
        for table in disclosure.tables:
            if as_json:
                put(table_json(disclosure, table))
            else:
                typer.echo(table_text(disclosure, table))


@app.command()
def audit(
    corpus: Corpus = None,
    disclosure: Annotated[str | None, typer.Option("--disclosure", help="只看这一份")] = None,
    as_json: AsJson = False,
) -> None:
    """文件自相矛盾、名称写错、尾差、缺漏的地方。

    另存一遍的同一份文件只算一次，与页面上的条数一致。
    """
    from ingest.export.shapes import finding_json

    names = {"contradiction": "矛盾", "rounding": "尾差", "omission": "缺漏", "notice": "提示"}
    for files, finding in _found(corpus_of(corpus), disclosure):
        if as_json:
            put(finding_json(files[0], finding, files))
        else:
            typer.echo(f"[{names[str(finding.severity)]}] {finding.message}")


def _found(corpus: Path, only: str | None) -> Iterator[Found]:
    """Body by body, so that a corpus of any size can be told: nothing is said between two bodies."""
    from ingest.check.beside.across import bare_name
    from ingest.corpus.beside import findings_beside
    from ingest.corpus.ledger import open_ledger
    from ingest.corpus.linking import linked, without_copies

    asked_for = {row.id for row in rows_of(corpus, only)}
    with open_ledger(corpus) as ledger:
        bodies: dict[str, list[str]] = {}
        for row in ledger.disclosures():
            bodies.setdefault(bare_name(row.identity.entity), []).append(row.id)
        for ids in bodies.values():
            if not asked_for.intersection(ids):
                continue
            held = [ledger.load(one) for one in ids]
            chosen = [d for d in held if d.id in asked_for] if only else [*without_copies(held)]
            read = chosen if only else [d for files in linked(chosen) for d in files]
            yield from (((doc,), f) for doc in read for f in doc.findings)
            asked = {doc.sha256 for doc in chosen}
            for files, finding in findings_beside(held):
                if asked & {side.source.file for side in finding.sides}:
                    yield files, finding


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="写到哪个文件；datapackage 是文件夹")],
    form: Annotated[
        str, typer.Option("--format", help="csv、xlsx、parquet 或 datapackage")
    ] = "csv",
    corpus: Corpus = None,
    everything: Annotated[
        bool, typer.Option("--all", help="同一份公开文件的别的格式和副本也写")
    ] = False,
) -> None:
    """把所有的数连同出处写成一张表；一份公开文件有几种格式的，只写回答所依据的那一种。"""
    from ingest.errors import ChazhangError
    from ingest.export.writers import WRITERS

    if form not in WRITERS:
        raise ChazhangError(f"还不会导出 {form}，现在有 {'、'.join(WRITERS)}")
    folder = corpus_of(corpus)
    count = WRITERS[form](disclosures_of(folder) if everything else _answering(folder), out)
    typer.echo(f"{out}：{count} 个数", err=True)


def _answering(corpus: Path) -> Iterator[Disclosure]:
    """What answers are read from: of each part the best format, no copies. One body's one year's
    one stage is loaded at a time."""
    from ingest.corpus.ledger import open_ledger
    from ingest.corpus.linking import linked

    groups: dict[tuple[str, int, str], list[str]] = {}
    for row in rows_of(corpus):
        who = row.identity
        groups.setdefault((who.entity, who.year, str(who.stage)), []).append(row.id)
    with open_ledger(corpus) as ledger:
        for ids in groups.values():
            for files in linked([ledger.load(one) for one in ids]):
                yield from files
