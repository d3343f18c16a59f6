"""chazhang trail: who asked what on the page."""

from __future__ import annotations

import typer

from ui.commands.shared import AsJson, Corpus, app, corpus_of, put


@app.command()
def trail(corpus: Corpus = None, as_json: AsJson = False) -> None:
    """谁在页面上问过什么；CHAZHANG_TRAIL=false 就不记。"""
    from ingest.settings import current_settings
    from ui.watching.trail import Trail

    settings = current_settings()
    for line in Trail(corpus_of(corpus), settings.trail_days).lines():
        if as_json:
            put(line)
            continue
        what = line.get("question") or f"（核对稿子，{line.get('letters', 0)} 字）"
        typer.echo(f"{line.get('time')}  {line.get('who')}  {line.get('status')}  {what}")
