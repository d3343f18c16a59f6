"""Starts the page: `chazhang ui`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from ingest.errors import ChazhangError
from ingest.settings import current_settings

HERE = Path(__file__).parent
FONT = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
OPTIONS: dict[str, str] = {
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "server.runOnSave": "false",
    "server.showEmailPrompt": "false",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": "127.0.0.1",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showSidebarNavigation": "false",
    "runner.postScriptGC": "false",
    "logger.level": "error",  # its remarks on our warm-up at start say nothing to a reader
    "theme.font": FONT,
    "theme.baseRadius": "10px",
    # with both given, the page follows the reader's system
    "theme.light.primaryColor": "#0f5c4d",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f4f3ee",
    "theme.light.textColor": "#1f2a30",
    "theme.light.borderColor": "#dcdfd9",
    "theme.light.sidebar.backgroundColor": "#f7f6f2",
    "theme.dark.primaryColor": "#4fb298",
    "theme.dark.backgroundColor": "#15191b",
    "theme.dark.secondaryBackgroundColor": "#24292b",
    "theme.dark.textColor": "#e3e8e6",
    "theme.dark.borderColor": "#3a4244",
    "theme.dark.sidebar.backgroundColor": "#1c2124",
}


def serve(corpus: Path, port: int, open_browser: bool) -> NoReturn:
    """Run the page until it is stopped; does not return. ChazhangError where a login is asked for and cannot work."""
    from ui.gate import problem

    settings = current_settings()
    if told := problem(settings):
        raise ChazhangError(told)
    headless = "false" if open_browser else "true"
    words = command(HERE / "app.py", port, headless=headless)
    # this process becomes the server: who ends it ends the page, and nothing is left behind
    os.execve(words[0], words, environment(corpus))


def command(script: Path, port: int, headless: str = "true") -> list[str]:
    """The command line that starts Streamlit on a script."""
    settings = current_settings()
    options = {
        **OPTIONS,
        "server.port": str(port),
        "server.headless": headless,
        "server.maxUploadSize": str(settings.upload_mb),
    }
    if settings.login_secrets is not None:
        options["secrets.files"] = str(settings.login_secrets.resolve())
    flags = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(script), *flags]


def environment(corpus: Path) -> dict[str, str]:
    """The child's environment: the corpus, and this checkout first on the path."""
    paths = [str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "CHAZHANG_CORPUS": str(corpus),
        "PYTHONPATH": os.pathsep.join(paths),
        "ANONYMIZED_TELEMETRY": "False",
    }
