"""The measure and the page: eval, ui, demo."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.ingest import show_results, take_in
from ui.commands.shared import AsJson, Corpus, app, corpus_of, put

SAMPLES = Path(__file__).resolve().parents[2] / "eval" / "data" / "samples"


@app.command("eval")
def evaluate(
    corpus: Corpus = None,
    name: Annotated[
        str | None, typer.Option("--set", help="eval/data 里的哪一套，默认全部")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="报告写到这个 Markdown 文件")
    ] = None,
    against: Annotated[bool, typer.Option("--check", help="低于基线就失败")] = False,
    as_json: AsJson = False,
) -> None:
    """跑固定的问题集，给出对、错、拒答和核对的比例。"""
    from eval.last import keep
    from eval.report import report_markdown
    from eval.run import BASELINE, check_baseline, run_eval

    result = run_eval(corpus, name)
    home = corpus_of(corpus)
    if home.is_dir() and os.access(home, os.W_OK):
        keep(result, home, corpus, name)
    if report is not None:
        report.write_text(report_markdown(result), encoding="utf-8")
    if as_json:
        put(result.to_json())
    else:
        typer.echo(report_markdown(result))
    problems = check_baseline(result, BASELINE) if against else []
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


@app.command("ui")
def open_page(
    corpus: Corpus = None,
    port: Annotated[int | None, typer.Option("--port", help="端口（默认 8501）")] = None,
) -> None:
    """打开聊天页面。"""
    from ingest.settings import current_settings
    from ui.serve import serve

    port = port or current_settings().port
    typer.echo(f"聊天页面：http://127.0.0.1:{port} （按 Ctrl-C 停止）", err=True)
    serve(corpus_of(corpus), port, open_browser=False)


@app.command()
def demo(
    corpus: Corpus = None,
    port: Annotated[int | None, typer.Option("--port", help="端口（默认 8501）")] = None,
) -> None:
    """读入自带的样本，再打开聊天页面。"""
    from ingest.settings import current_settings

    show_results(take_in([SAMPLES], corpus_of(corpus), current_settings()))
    open_page(corpus, port)
