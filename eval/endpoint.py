"""An OpenAI-compatible endpoint over real HTTP whose replies are written by the test."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.settings import Settings

TOKENS = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}


@dataclass(slots=True)
class Said:
    """One reply: the words of the model, or a bare status; `pace` seconds for each byte sent."""

    text: str = ""
    status: int = 200
    delay: float = 0.0
    pace: float = 0.0
    body: bytes | None = None


@dataclass(slots=True)
class Script:
    """Replies in turn (the last for ever), or one made from each request."""

    replies: list[Said] | Callable[[dict[str, Any]], Said]
    requests: list[dict[str, Any]] = field(default_factory=list)

    def next(self, request: dict[str, Any]) -> Said:
        self.requests.append(request)
        if callable(self.replies):
            return self.replies(request)
        return self.replies[min(len(self.requests), len(self.replies)) - 1]


def completion(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    whole = {"id": "c", "object": "chat.completion", "created": 0, "model": "m",
             "choices": [choice], "usage": TOKENS}  # fmt: skip
    return json.dumps(whole, ensure_ascii=False).encode()


@contextmanager
def endpoint(script: Script, **changes: Any) -> Iterator[Settings]:
    """The settings of a server on loopback that speaks the script."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            said = script.next(json.loads(self.rfile.read(length)))
            time.sleep(said.delay)
            body = said.body if said.body is not None else completion(said.text)
            self.send_response(said.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for byte in body if said.pace else ():
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(said.pace)
                self.wfile.write(b"" if said.pace else body)
            except OSError:
                return  # the client went away

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    given: dict[str, Any] = {
        "llm_base_url": f"http://127.0.0.1:{server.server_address[1]}/v1",
        "llm_model": "scripted", "llm_seconds": 5.0, "llm_retries": 1,
    }  # fmt: skip
    try:
        yield Settings(**(given | changes))
    finally:
        server.shutdown()
        server.server_close()
