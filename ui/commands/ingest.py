"""chazhang ingest: files into the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.shared import STAGE, AsJson, Corpus, app, corpus_of, put, table_of

if TYPE_CHECKING:
    from ingest.pipeline import IngestResult
    from ingest.settings import Settings


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="PDF、Word、Excel、网页、文字稿，或装着它们的文件夹；不给就重读旧版读的、补上向量"
        ),
    ] = None,
    corpus: Corpus = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, help="几个进程同时读（默认有几个处理器用几个）")
    ] = 0,
    executor: Annotated[
        str, typer.Option("--executor", help="由谁来读：dask://主机:端口（默认这台机器的进程）")
    ] = "",
    no_embed: Annotated[
        bool, typer.Option("--no-embed", help="不算向量；以后再运行一次会补上")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """把公开文件读进文件库；没变的文件会跳过，变了的整份替换。"""
    from ingest.errors import OutOfStep
    from ingest.settings import current_settings

    settings = current_settings()
    settings = settings.model_copy(
        update={
            "jobs": jobs or settings.jobs,
            "executor": executor or settings.executor,
            "embed": settings.embed and not no_embed,
        }
    )
    behind = None
    try:
        results = take_in(paths or [], corpus_of(corpus), settings)
    except OutOfStep as error:
        results, behind = list(error.results), error
    make_askable(corpus_of(corpus), settings)
    if as_json:
        for result in results:
            put(_result_json(result))
    elif paths or results:
        show_results(results)
    if behind:
        typer.echo(f"chazhang：{behind}", err=True)
    if behind or any(r.status == "failed" for r in results):
        raise typer.Exit(1)


def take_in(paths: list[Path], corpus: Path, settings: Settings) -> list[IngestResult]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from ingest.pipeline import ingest_paths

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读文件", total=None)

        def moved(done: int, everything: int, name: str) -> None:
            bar.update(task, completed=done, total=everything, description=name[-40:] or "算向量")

        return ingest_paths(paths, corpus, moved, settings, notice=bar.console.print)


def make_askable(corpus: Path, settings: Settings) -> None:
    """What answering needs is worked out now, rather than by whoever asks first."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from assistant.shelf.settling import settle
    from ingest.corpus.ledger import open_ledger

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
        open_ledger(corpus, settings=settings) as ledger,
    ):
        task = bar.add_task("编索引", total=None)
        settle(ledger, lambda done, every: bar.update(task, completed=done, total=every))


def _result_json(result: IngestResult) -> dict[str, Any]:
    from dataclasses import asdict

    told = asdict(result) | {"error": result.error or None}
    del told["replaces"]  # only ever so for what the page was given
    return told


def show_results(results: list[IngestResult]) -> None:
    from rich.console import Console
    from rich.markup import escape

    names = {"ingested": "已读入", "unchanged": "没有变化", "failed": "失败"}
    if not results:
        typer.echo("没有找到可读的文件（PDF、Word、Excel、网页或文字稿）。", err=True)
        return
    table = table_of("文件", "结果", "部门", "年度", "页", "表", "数")
    for r in results:
        year = f"{r.year} {STAGE.get(r.stage, '')}" if r.year else ""
        table.add_row(escape(Path(r.path).name), names[r.status], escape(r.entity or r.error), year,
                      str(r.pages or ""), str(r.tables or ""), str(r.facts or ""))  # fmt: skip
    Console().print(table)
