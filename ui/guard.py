"""The browser is told to fetch nothing from anywhere else, and is let in by one door."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}


class OnlyHere:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


class OneDoor:
    """A page opened by its own address comes in by the front: Streamlit's client would look for
    the server under that address first, and log an error for each try."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].strip("/") if scope["type"] == "http" else ""
        app = self.app
        if name in PAGES:
            asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            kept = [(key, value) for key, value in asked if key != DOOR]
            app = RedirectResponse(f"/?{urlencode([(DOOR, name), *kept])}")
        await app(scope, receive, send)


class OnlyKnown:
    """Streamlit hands out files, and takes them, beside the page script: what the script refuses
    is refused there, too. `may_come_in` and `may_send` judge a request."""

    def __init__(
        self,
        app: ASGIApp,
        may_come_in: Callable[[Request], bool],
        may_send: Callable[[], bool],
    ) -> None:
        self.app, self.may_come_in, self.may_send = app, may_come_in, may_send

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.app
        if scope["type"] == "http" and scope["path"].startswith(FILES):
            taken_in = scope["path"].startswith(UPLOADS) and scope["method"] not in READING
            if not self.may_come_in(Request(scope)) or (taken_in and not self.may_send()):
                app = PlainTextResponse("不允许", status_code=403)
        await app(scope, receive, send)


DOOR = "page"  # the query parameter that says which page was meant
# their addresses; the chat page is at the front
PAGES = ("draft", "contradictions", "library", "quality", "settings")
UPLOADS = "/_stcore/upload_file"
FILES = (UPLOADS, "/media/", "/component_state")
READING = ("GET", "HEAD", "OPTIONS")
ENTRANCE = Middleware(OneDoor)
GUARD = Middleware(OnlyHere)
