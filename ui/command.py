"""The command line: `chazhang`. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

import ui.commands.ingest  # isort: split

import ui.commands.ask
import ui.commands.check
import ui.commands.doctor
import ui.commands.held
import ui.commands.look
import ui.commands.pages
import ui.commands.removing
import ui.commands.trail  # noqa: F401 (each puts its commands into the app, in this order)
from ui.commands.shared import app as app

if TYPE_CHECKING:
    from pydantic import ValidationError


def main() -> None:
    """The entry point: whatever goes wrong is one line for people, never a traceback."""
    from pydantic import ValidationError

    from ingest.errors import ChazhangError
    from ingest.events import keep_logs
    from ingest.settings import current_settings

    try:
        keep_logs(current_settings())
        app()
    except ChazhangError as error:
        _end(str(error))
    except ValidationError as error:
        _end(_wrong_settings(error))
    except OSError as error:
        from ingest.corpus.faults import explain

        where = f"{error.filename}：" if error.filename else ""
        _end(f"{where}{explain(error)}")
    except Exception as error:  # noqa: BLE001 (the edge)
        _end(_unforeseen(error))


def _end(told: str) -> None:
    typer.echo(f"chazhang：{told}", err=True)
    sys.exit(2)


def _wrong_settings(error: ValidationError) -> str:
    """Which settings, never what they were set to: one of them may be a secret."""
    names = "、".join(f"CHAZHANG_{str(e['loc'][0]).upper()}" for e in error.errors() if e["loc"])
    return f"设置 {names} 写得不对，见 docs/commands.md"


def _unforeseen(error: Exception) -> str:
    import logging

    from ingest.settings import current_settings

    how = "设 CHAZHANG_LOG=json 再运行一次，会写出错在哪里"
    if current_settings().log:
        logging.getLogger("chazhang").exception("unforeseen")
        how = "错在哪里，日志里有"
    return f"程序内部出错（{type(error).__name__}）；{how}"
