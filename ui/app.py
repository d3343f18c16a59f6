"""The server: imports and opens everything before the first visitor comes."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.drawing import RereaderApart, SpotsApart
from assistant.prove import reread_with
from ingest.errors import ChazhangError
from ingest.events import keep_logs
from ingest.settings import current_settings
from ui import start
from ui.guard import ENTRANCE, GUARD
from ui.known import KNOWN
from ui.watching.metrics import serve_metrics

log = logging.getLogger(__name__)
AHEAD = -10  # niceness


@asynccontextmanager
async def warm(_: Any) -> AsyncIterator[None]:
    """Load what is slow now; a corpus that is not there yet is told on the page."""
    keep_logs(current_settings())
    serve_metrics(current_settings())
    _come_first()
    reread_with(RereaderApart, SpotsApart)
    try:
        start.open_desk()
    except ChazhangError as error:
        log.warning("%s", error)
    gc.freeze()
    yield


def _come_first() -> None:
    """Where we may: all who ask wait for this one process, whatever else the machine does."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, AHEAD)


app = st.App(
    Path(__file__).with_name("page.py"), lifespan=warm, middleware=[GUARD, KNOWN, ENTRANCE]
)
