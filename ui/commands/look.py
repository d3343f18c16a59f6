"""chazhang look: a page with what was recognised on it, for whoever extends the reader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.commands.shared import app


@app.command()
def look(
    file: Annotated[Path, typer.Argument(help="PDF 文件，不必在文件库里")],
    page: Annotated[int, typer.Argument(min=1, help="第几页，从 1 数起")],
    out: Annotated[
        Path | None, typer.Option("--out", help="图片写到哪里（默认 文件名-p页码.png）")
    ] = None,
) -> None:
    """把一页画成图，标出读到的表格线、表头、行名、数和表名。"""
    from ingest.look import look_at
    from ingest.settings import current_settings

    target = out or Path(f"{file.stem}-p{page}.png")
    seen = look_at(file, page, current_settings())
    part = target.with_name(target.name + ".part")
    part.write_bytes(seen.png)
    part.replace(target)
    for line in seen.lines:
        typer.echo(line)
    typer.echo(f"{target}：第 {page} 页", err=True)
