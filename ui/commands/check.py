"""chazhang check: every number of a draft."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.shared import AsJson, Corpus, app


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
