"""Figures of the page for Prometheus: counted from the events that are logged, served on loopback.

The door to prometheus_client. Without CHAZHANG_METRICS_PORT it is not even imported.
"""

from __future__ import annotations

import logging
from typing import Any

from ingest.events import EVENTS, told_in
from ingest.settings import Settings

HOST = "127.0.0.1"
BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds
log = logging.getLogger(__name__)
_served: list[int] = []


def serve_metrics(settings: Settings) -> None:
    """Once in a process; a port that is taken is told, and the page goes on."""
    if not settings.metrics_port or _served:
        return
    from prometheus_client import start_http_server

    try:
        start_http_server(settings.metrics_port, addr=HOST)
    except OSError as error:
        log.warning("指标的端口 %d 用不了：%s", settings.metrics_port, error.strerror)
        return
    _served.append(settings.metrics_port)
    logging.getLogger().addHandler(Counting())
    logging.getLogger(EVENTS).setLevel(logging.INFO)


class Counting(logging.Handler):
    """Events → figures; of all other records only the errors are counted."""

    def __init__(self, registry: Any = None) -> None:
        super().__init__()
        from prometheus_client import REGISTRY, Counter, Gauge, Histogram

        kept: Any = {"registry": registry or REGISTRY}
        self._questions = Counter(
            "chazhang_questions", "Questions answered, by status.", ["status"], **kept
        )
        self._seconds = Histogram(
            "chazhang_question_seconds", "From a question to its answer.", buckets=BOUNDS, **kept
        )
        self._drafts = Counter("chazhang_drafts", "Drafts checked, by status.", ["status"], **kept)
        self._files = Counter(
            "chazhang_files", "Files taken in on the page, by outcome.", ["status"], **kept
        )
        self._errors = Counter("chazhang_errors", "Records of level error or above.", **kept)
        self._held = Gauge("chazhang_disclosures", "Disclosures that can be asked about.", **kept)
        self._opened = Gauge(
            "chazhang_corpus_opened_timestamp_seconds", "When the corpus was opened last.", **kept
        )

    def emit(self, record: logging.LogRecord) -> None:
        told = told_in(record)
        if told is None:
            if record.levelno >= logging.ERROR:
                self._errors.inc()
        else:
            self._count(record.getMessage(), told)

    def _count(self, event: str, told: dict[str, Any]) -> None:
        if event == "question":
            self._questions.labels(told["status"]).inc()
            self._seconds.observe(told["seconds"])
        elif event == "draft":
            self._drafts.labels(told["status"]).inc()
        elif event == "library.job":
            for status in ("ingested", "unchanged", "failed"):
                self._files.labels(status).inc(told.get(status, 0))
        elif event == "corpus.opened":
            self._held.set(told["disclosures"])
            self._opened.set_to_current_time()
