"""The command line: `chazhang`. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.answer import Answer
    from assistant.ask import Assistant
    from ingest.corpus.ledger import DisclosureRow
    from ingest.pipeline import IngestResult
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
SAMPLES = Path(__file__).resolve().parents[1] / "eval" / "data" / "samples"


def main() -> None:
    """The entry point: a fault that is ours to explain is one line, not a traceback."""
    from ingest.errors import ChazhangError

    try:
        app()
    except ChazhangError as error:
        typer.echo(f"chazhang：{error}", err=True)
        sys.exit(2)
    except OSError as error:
        from ingest.corpus.faults import explain

        where = f"{error.filename}：" if error.filename else ""
        typer.echo(f"chazhang：{where}{explain(error)}", err=True)
        sys.exit(2)


def corpus_of(given: Path | None) -> Path:
    from ingest.settings import Settings

    return given or Settings().corpus


def put(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


# ---------------------------------------------------------------------- ingest


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF、文字稿，或装着它们的文件夹")],
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """把公开文件读进文件库；没变的文件会跳过，变了的整份替换。"""
    results = _ingest(paths, corpus_of(corpus))
    if as_json:
        for result in results:
            put(_result_json(result))
    else:
        _show_results(results)
    if any(r.status == "failed" for r in results):
        raise typer.Exit(1)


def _ingest(paths: list[Path], corpus: Path) -> list[IngestResult]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from ingest.pipeline import ingest_paths

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("读文件", total=None)

        def moved(done: int, everything: int, name: str) -> None:
            bar.update(task, completed=done, total=everything, description=name[:40] or "建索引")

        return ingest_paths(paths, corpus, moved)


def _result_json(result: IngestResult) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(result) | {"error": result.error or None}


def _show_results(results: list[IngestResult]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    names = {"ingested": "已读入", "unchanged": "没有变化", "failed": "失败"}
    if not results:
        typer.echo("没有找到可读的文件（PDF 或文字稿）。", err=True)
        return
    table = Table("文件", "结果", "部门", "年度", "页", "表", "数", box=None)
    for r in results:
        year = f"{r.year} {STAGE.get(r.stage, '')}" if r.year else ""
        table.add_row(escape(Path(r.path).name), names[r.status], escape(r.entity or r.error), year,
                      str(r.pages or ""), str(r.tables or ""), str(r.facts or ""))  # fmt: skip
    Console().print(table)


# ---------------------------------------------------------------------- ask


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="问题")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="一行一个问题的 JSONL")] = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """问一个问题，或用 --batch 一次问很多个。"""
    if (question is None) == (batch is None):
        raise typer.BadParameter("给一个问题，或用 --batch 给一个文件")
    asking = _assistant(corpus_of(corpus))
    if batch is not None:
        asking.warm()
        for line in _lines(batch):
            put(_batch_answer(asking, line))
        return
    answer = asking.ask(question or "")
    if as_json:
        put(answer.to_json())
    else:
        _show_answer(answer)


def _assistant(corpus: Path) -> Assistant:
    from assistant.ask import Assistant

    return Assistant(corpus)


def _lines(batch: Path) -> Iterator[dict[str, Any]]:
    from ingest.errors import ChazhangError

    if not batch.exists():
        raise ChazhangError(f"没有这个文件：{batch}")
    try:
        text = batch.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ChazhangError(f"{batch} 不是 UTF-8 文字") from None
    # not splitlines(): a question may hold U+2028, which JSON allows unescaped
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError:
            item = None
        if not isinstance(item, dict) or not ("q" in item or "turns" in item):
            raise ChazhangError(f'{batch} 第 {number} 行不是 {{"q": …}} 或 {{"turns": […]}}')
        yield item


def _batch_answer(asking: Assistant, item: dict[str, Any]) -> dict[str, Any]:
    if "turns" not in item:
        return asking.ask(str(item["q"])).to_json()
    turns = [str(t) for t in item["turns"]]
    return {"answers": [asking.ask(t, turns[:i]).to_json() for i, t in enumerate(turns)]}


def _show_answer(answer: Answer) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.print(answer.text)
    for c in answer.citations:
        place = f"第 {c.page} 页" if c.page else f"第 {c.line} 行"
        path = " / ".join((*c.row, *c.column))
        console.print(f"  [{c.id}] {c.entity} {c.year} {STAGE[c.stage]}《{c.table}》{path}，{place}",
                      style="dim")  # fmt: skip
    for warning in answer.warnings:
        console.print(f"注意：{warning.message}", style="yellow")


# ---------------------------------------------------------------------- look into the corpus


def _rows(corpus: Path, only: str | None = None) -> tuple[DisclosureRow, ...]:
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


def _disclosures(corpus: Path, only: str | None = None) -> Iterator[Disclosure]:
    from ingest.corpus.ledger import open_ledger

    rows = _rows(corpus, only)
    with open_ledger(corpus) as ledger:
        for row in rows:
            yield ledger.load(row.id)


@app.command("list")
def list_held(corpus: Corpus = None, as_json: AsJson = False) -> None:
    """文件库里有哪些部门、哪些年度。"""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    rows = _rows(corpus_of(corpus))
    table = Table("编号", "部门", "年度", "页", "表", "文件", box=None)
    for r in rows:
        who, file = r.identity, Path(r.path).name
        if as_json:
            put({"id": r.id, "entity": who.entity, "year": who.year, "stage": str(who.stage),
                 "pages": r.pages, "tables": r.tables, "file": file})  # fmt: skip
        else:
            table.add_row(r.id, escape(who.entity), f"{who.year} {STAGE[str(who.stage)]}",
                          str(r.pages), str(r.tables), escape(file))  # fmt: skip
    if rows and not as_json:
        Console().print(table)


@app.command()
def tables(corpus: Corpus = None, as_json: AsJson = False) -> None:
    """每一张表：印成什么样，读成什么数。"""
    from ingest.export import table_json, table_text

    for disclosure in _disclosures(corpus_of(corpus)):
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
    """文件自相矛盾、名称写错、尾差、缺漏的地方。"""
    from ingest.export import finding_json

    names = {"contradiction": "矛盾", "rounding": "尾差", "omission": "缺漏", "notice": "提示"}
    for held in _disclosures(corpus_of(corpus), disclosure):
        for finding in held.findings:
            if as_json:
                put(finding_json(held, finding))
            else:
                typer.echo(f"[{names[str(finding.severity)]}] {finding.message}")


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="写到哪个文件（csv）或文件夹（datapackage）")],
    form: Annotated[str, typer.Option("--format", help="csv 或 datapackage")] = "csv",
    corpus: Corpus = None,
) -> None:
    """把所有的数连同出处写成一张表。"""
    from ingest.errors import ChazhangError
    from ingest.export import WRITERS

    if form not in WRITERS:
        raise ChazhangError(f"还不会导出 {form}，现在有 {'、'.join(WRITERS)}")
    count = WRITERS[form](_disclosures(corpus_of(corpus)), out)
    typer.echo(f"{out}：{count} 个数", err=True)


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="稿子的文件，- 是标准输入")],
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """核对稿子里的每个数字（还没有做好）。"""
    from ingest.errors import ChazhangError

    del file, corpus, as_json
    raise ChazhangError("核对稿子的功能还没有做好；现在可以用 chazhang ask 一个一个地问")


# ---------------------------------------------------------------------- eval and the page


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
    from eval.report import report_markdown
    from eval.run import BASELINE, check_baseline, run_eval

    result = run_eval(corpus, name)
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
    from ingest.settings import Settings
    from ui.serve import serve

    port = port or Settings().port
    typer.echo(f"聊天页面：http://127.0.0.1:{port} （按 Ctrl-C 停止）", err=True)
    serve(corpus_of(corpus), port, open_browser=False)


@app.command()
def demo(
    corpus: Corpus = None,
    port: Annotated[int | None, typer.Option("--port", help="端口（默认 8501）")] = None,
) -> None:
    """读入自带的样本，再打开聊天页面。"""
    _show_results(_ingest([SAMPLES], corpus_of(corpus)))
    open_page(corpus, port)
