"""Who a request is from, told by the cookie that Streamlit signed at the login."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request

from ingest.settings import Settings, current_settings
from ui.gate import is_allowed
from ui.guard import OnlyKnown


@cache
def settings() -> Settings:
    return current_settings()


def may_come_in(request: Request) -> bool:
    given = settings()
    return not given.login or is_allowed(user_of(request), given.login_allowed)


def may_send() -> bool:
    return not settings().read_only


def user_of(request: Request) -> dict[str, Any]:
    """What the provider said of whoever sent it; {} where the cookie is missing or forged."""
    # its own door for this is the page script, which runs too late for a file
    from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

    signed = _get_signed_cookie_with_chunks(request.cookies, "_streamlit_user")
    try:
        told = json.loads(signed) if signed else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) and told.get("is_logged_in") else {}


KNOWN = Middleware(OnlyKnown, may_come_in=may_come_in, may_send=may_send)
