"""What happens, told to whoever keeps logs: one event a file, a question, an error.

`happened("ingest.file", status="failed", …)` is an ordinary record of the logger chazhang.events;
CHAZHANG_LOG=json writes it, and every other record, as one line of JSON. No line holds a secret,
and none what was asked: an error is told by its kind and where it was raised, without its text.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from ingest.settings import Settings

EVENTS = "chazhang.events"
PACKAGES = ("ingest", "assistant", "eval", "ui", "chazhang")
ROOT = Path(__file__).resolve().parents[1]
HIDDEN = "***"
SHORTEST = 4  # letters of a secret that is looked for: shorter ones stand in any text
FRAMES = 12  # of the way to an error, the innermost
log = logging.getLogger(EVENTS)


def happened(event: str, level: int = logging.INFO, **told: Any) -> None:
    """Tell of an event; the values must fit into JSON, and be fit for anyone who reads logs."""
    log.log(level, event, extra={"told": told})


def told_in(record: logging.LogRecord) -> dict[str, Any] | None:
    """What an event tells; None of any other record."""
    found: dict[str, Any] | None = getattr(record, "told", None)
    return found


def keep_logs(settings: Settings) -> None:
    """What this process logs goes where the settings say, from now on."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _Kept)]:
        root.removeHandler(handler)
        handler.close()
    handler = _Kept(settings)
    root.addHandler(handler)
    for name in PACKAGES:
        logging.getLogger(name).setLevel(logging.INFO if settings.log else logging.WARNING)


class _Kept(logging.StreamHandler[Any]):
    """To a file, line by line, or to stderr; a disk that is full must not end the program."""

    def __init__(self, settings: Settings) -> None:
        stream = sys.stderr
        if settings.log_file is not None:
            settings.log_file.parent.mkdir(parents=True, exist_ok=True)
            stream = settings.log_file.open("a", encoding="utf-8", buffering=1)
        super().__init__(stream)
        self._owned = settings.log_file is not None
        self.setLevel(logging.INFO if settings.log else logging.WARNING)
        secrets = secrets_of(settings)
        self.setFormatter(Lines(secrets) if settings.log == "json" else Plain(secrets))

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing more can be done, and nobody is to be told of it here."""

    def close(self) -> None:
        if self._owned:
            with suppress(OSError):
                self.stream.close()
        super().close()


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every word in the settings that must not be seen."""
    found = [settings.llm_key.get_secret_value()]
    for url in (settings.ledger_url.get_secret_value(), settings.chroma_url, settings.llm_base_url):
        password = _password(url)
        found += [password, unquote(password)]
    return tuple(dict.fromkeys(s for s in found if len(s) >= SHORTEST))


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def _without(secrets: Iterable[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN).replace(json.dumps(secret)[1:-1], HIDDEN)
    return text


class Plain(logging.Formatter):
    """For people, as ever: the message, and the way to an error where there is one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(message)s")
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return _without(self._secrets, super().format(record))


class Lines(logging.Formatter):
    """For machines: one record is one line of JSON."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        told = told_in(record)
        if told is None:
            line |= {"event": "log", "logger": record.name, "message": record.getMessage()}
        else:
            line |= {"event": record.getMessage(), **told}
        if record.exc_info and record.exc_info[0] is not None:
            line |= {"event": "error", "error": record.exc_info[0].__name__,
                     "at": _way(record.exc_info[2])}  # fmt: skip
        return _without(self._secrets, json.dumps(line, ensure_ascii=False, default=str))


def _way(trace: TracebackType | None) -> list[str]:
    """Where it was raised, from the outside in: ours from the checkout on."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{_shown(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _shown(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
