"""chazhang ask: questions, one or a file full of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.shared import STAGE, AsJson, Corpus, app, corpus_of, put

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.answer import Answer
    from assistant.ask import Assistant


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="问题")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="一行一个问题的 JSONL")] = None,
    corpus: Corpus = None,
    as_json: AsJson = False,
    no_model: Annotated[bool, typer.Option("--no-model", help="就算设了模型，也不问它")] = False,
) -> None:
    """问一个问题，或用 --batch 一次问很多个。"""
    if (question is None) == (batch is None):
        raise typer.BadParameter("给一个问题，或用 --batch 给一个文件")
    asking = _assistant(corpus_of(corpus))
    if batch is not None:
        asking.warm()
        for line in _lines(batch):
            put(_batch_answer(asking, line, with_model=not no_model))
        return
    answer = _asked(asking, question or "", (), with_model=not no_model)
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


def _batch_answer(asking: Assistant, item: dict[str, Any], *, with_model: bool) -> dict[str, Any]:
    if "turns" not in item:
        return _asked(asking, str(item["q"]), (), with_model=with_model).to_json()
    turns = [str(t) for t in item["turns"]]
    answers = [_asked(asking, t, turns[:i], with_model=with_model) for i, t in enumerate(turns)]
    return {"answers": [a.to_json() for a in answers]}


def _asked(asking: Assistant, question: str, before: Sequence[str], *, with_model: bool) -> Answer:
    from assistant.answer import told_of
    from ingest.events import happened

    answer = asking.ask(question, before, with_model=with_model)
    happened("question", **told_of(answer))
    return answer


def _show_answer(answer: Answer) -> None:
    from rich.console import Console

    from ui.format import model_note, place, reading

    console = Console(highlight=False, markup=False)
    console.print(answer.text)
    for c in answer.citations:
        path = " / ".join((*c.row, *c.column))
        console.print(f"  [{c.id}] {c.entity} {c.year} {STAGE[c.stage]}《{c.table}》{path}，{place(c)}",
                      style="dim")  # fmt: skip
    notes = [n for n in (reading(answer), model_note(answer)) if n]
    if notes:
        console.print("；".join(notes), style="dim")
    for warning in answer.warnings:
        console.print(f"注意：{warning.message}", style="yellow")
