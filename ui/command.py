"""The command line: `chazhang`. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import sys

import typer

import ui.commands.ingest  # isort: split

import ui.commands.ask
import ui.commands.check
import ui.commands.doctor
import ui.commands.held
import ui.commands.look
import ui.commands.pages
import ui.commands.removing  # noqa: F401 (each puts its commands into the app, in this order)
from ui.commands.shared import app as app


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
