"""What every command stands on: the app itself, the corpus option, JSON lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from ingest.corpus.ledger import DisclosureRow
    from ingest.records import Disclosure

app = typer.Typer(
    name="chazhang",
    help="查账：用大白话问政府预算、决算公开文件，每个数字都有出处并经过核对。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Corpus = Annotated[
    Path | None, typer.Option("--corpus", help="文件库的文件夹（默认 CHAZHANG_CORPUS 或 ./corpus）")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，一行一个")]
STAGE = {"budget": "预算", "final": "决算"}


def corpus_of(given: Path | None) -> Path:
    from ingest.settings import current_settings

    return given or current_settings().corpus


def put(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def table_of(*columns: str) -> Table:
    """A table in a terminal that breaks long cells: half a name or a reason helps nobody."""
    from rich.table import Column, Table

    return Table(*(Column(name, overflow="fold") for name in columns), box=None)


def rows_of(corpus: Path, only: str | None = None) -> tuple[DisclosureRow, ...]:
    from ingest.corpus.ledger import open_ledger
    from ingest.errors import ChazhangError

    with open_ledger(corpus) as ledger:
        rows = ledger.disclosures()
    if not rows:
        typer.echo("文件库是空的：先用 chazhang ingest 放进公开文件。", err=True)
    chosen = tuple(r for r in rows if only is None or r.id.startswith(only))
    if rows and not chosen:
        raise ChazhangError(f"文件库里没有编号 {only}；编号见 chazhang list")
    return chosen


def disclosures_of(corpus: Path, only: str | None = None) -> Iterator[Disclosure]:
    from ingest.corpus.ledger import open_ledger

    rows = rows_of(corpus, only)
    with open_ledger(corpus) as ledger:
        for row in rows:
            yield ledger.load(row.id)
