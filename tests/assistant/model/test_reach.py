"""Whether the model's endpoint is there, told apart by what comes back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import SecretStr

from assistant.model.reach import Reach, reach, shown_url
from ingest.settings import Settings

SEEN: list[str | None] = []


@contextmanager
def answering(status: int, body: str, location: str = "") -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            SEEN.append(self.headers["Authorization"])
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Tests need no log."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


MODELS = json.dumps({"data": [{"id": "qwen"}]})


@pytest.mark.parametrize(
    ("status", "body", "model", "found"),
    [
        (200, MODELS, "qwen", Reach.OK),
        (200, MODELS, "other", Reach.NO_MODEL),
        (200, "<html>", "qwen", Reach.STATUS),
        (401, "", "qwen", Reach.KEY),
        (404, "", "qwen", Reach.UNLISTED),
        (500, "", "qwen", Reach.STATUS),
        (302, "", "qwen", Reach.STATUS),
    ],
)
def test_what_comes_back_tells_how_it_stands(
    status: int, body: str, model: str, found: Reach
) -> None:
    with answering(status, body, "http://127.0.0.1:9/" if status == 302 else "") as url:
        given = Settings(llm_base_url=url, llm_model=model, llm_key=SecretStr("k"))
        assert reach(given).reach is found
    assert SEEN[-1] == "Bearer k"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "not an address", ""])
def test_nothing_there_is_not_reachable(url: str) -> None:
    assert reach(Settings(llm_base_url=url, llm_model="m")).reach is Reach.NO


def test_an_address_is_shown_without_the_secrets_in_it() -> None:
    assert shown_url("https://me:word@host:8/v1?key=x#y") == "https://host:8/v1"
