"""chazhang doctor: is everything as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ui.commands.shared import AsJson, Corpus, app, corpus_of, put

if TYPE_CHECKING:
    from ingest.health import Check
    from ingest.settings import Settings

SIGNS = {"ok": "✓", "warning": "⚠", "fault": "✗"}


@app.command()
def doctor(corpus: Corpus = None, as_json: AsJson = False) -> None:
    """检查程序和文件库：版本、原件、向量、索引、字体、模型接口；有 ✗ 退出码为 1。"""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn

    from ingest.health import State, checks
    from ingest.settings import current_settings

    settings, found = current_settings(), []
    columns = (TextColumn("{task.description}"), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("比对原件", total=None)

        def watch(done: int, everything: int) -> None:
            bar.update(task, completed=done, total=everything)

        for check in (*checks(corpus_of(corpus), settings, watch), _model(settings)):
            found.append(check)
    for check in found:
        _show(check, as_json)
    if any(check.state is State.BAD for check in found):
        raise typer.Exit(1)


def _show(check: Check, as_json: bool) -> None:
    if as_json:
        put({"check": check.name, "state": str(check.state), "message": check.told})
    else:
        typer.echo(f"{SIGNS[check.state]} {check.told}")


def _model(settings: Settings) -> Check:
    from assistant.model.client import unreachable
    from ingest.health import Check, State

    if not settings.llm_base_url or not settings.llm_model:
        return Check("model", State.GOOD, "没有设模型：不需要，照样回答")
    if reason := unreachable(settings):
        told = f"模型 {settings.llm_model} 的接口{reason}：照样回答，只是看不懂的问法没有它帮忙"
        return Check("model", State.DOUBT, told)
    return Check("model", State.GOOD, f"模型 {settings.llm_model} 的接口通了")
