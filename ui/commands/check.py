"""chazhang check: every number of a draft."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.shared import AsJson, Corpus, app, corpus_of, put

if TYPE_CHECKING:
    from assistant.claims.verdict import Report


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="稿子的文件（UTF-8 文字），- 是标准输入")],
    corpus: Corpus = None,
    as_json: AsJson = False,
) -> None:
    """核对稿子里的每个数字：相符、不符、没有找到，还是说不准。"""
    draft = _read(file)
    from assistant.ask import Assistant

    report = Assistant(corpus_of(corpus)).check(draft)
    if as_json:
        put(report.to_json())
    else:
        _show(report)


def _read(file: str) -> str:
    from ingest.errors import ChazhangError

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except IsADirectoryError:
        raise ChazhangError(f"{file} 是文件夹，要给一个文字文件") from None
    except OSError:
        raise ChazhangError(f"读不了这个文件：{file}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ChazhangError(f"{file} 不是 UTF-8 文字") from None
    if not text.strip():
        raise ChazhangError("稿子是空的")
    return text


def _show(report: Report) -> None:
    from rich.console import Console
    from rich.text import Text

    from ui.format import VERDICTS, counted, note_of

    console = Console(highlight=False, markup=False)
    text = Text(report.text)
    for number in report.numbers:
        text.stylize(VERDICTS[number.verdict].style, number.start, number.end)
    console.print(text)
    console.print()
    for number in report.numbers:
        verdict = VERDICTS[number.verdict]
        said = f"{verdict.mark} {number.text}  {verdict.word}"
        said += "，但文件自己前后不一致" if number.warnings else ""
        console.print(said, style=verdict.style)
        console.print(f"    {number.reason}")
        for line in note_of(number):
            console.print(f"    {line}", style="dim")
        for warning in number.warnings:
            console.print(f"    注意：{warning}", style="yellow")
    console.print(counted(report))
