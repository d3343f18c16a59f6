"""chazhang remove: a disclosure out of the corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.shared import STAGE, AsJson, Corpus, app, corpus_of, put


@app.command()
def remove(
    disclosure: Annotated[str, typer.Argument(help="编号，见 chazhang list；可以只写前几位")],
    corpus: Corpus = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再问一遍")] = False,
    as_json: AsJson = False,
) -> None:
    """把一份文件从文件库里移除：读到的内容、向量和保存的原件都删掉。"""
    from ingest.corpus.removal import remove as take_out
    from ui.commands.shared import rows_of

    folder = corpus_of(corpus)
    if not yes and not as_json:
        row = rows_of(folder, disclosure)[0]
        who = row.identity
        said = f"{who.entity} {who.year} 年{STAGE[str(who.stage)]}，{Path(row.path).name}"
        typer.confirm(f"移除 {said}？", abort=True)
    gone = take_out(folder, disclosure)
    if as_json:
        put({"id": gone.row.id, "file": Path(gone.row.path).name, "vectors": gone.vectors})
    else:
        typer.echo(f"已移除 {gone.row.id}（{Path(gone.row.path).name}）", err=True)
