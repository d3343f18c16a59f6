"""Who may come in: with CHAZHANG_LOGIN everything is behind the newsroom's own login."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from ingest.settings import Settings
from ui import nodes
from ui.chips import draw
from ui.words import say


def let_in(settings: Settings) -> bool:
    """True where the visitor may see the page; else the door is drawn, and nothing else."""
    if not settings.login:
        return True
    user: Mapping[str, Any] = st.user
    if (
        "is_logged_in" not in user
    ):  # no [auth] in the secrets: nobody can be known, so nobody comes in
        _door(say("settings.door_unset"), None)
    elif not user["is_logged_in"]:
        _door(say("settings.door"), st.login)
    elif not is_allowed(user, settings.login_allowed):
        _door(say("settings.door_refused", who=address_of(user) or "?"), st.logout)
    else:
        return True
    return False


def _door(told: str, go: Any) -> None:
    with st.container(key="door"):
        draw(nodes.welcome(), "welcome")
        draw(nodes.node("p", "doorword", told), "door-word")
        if go is not None:
            word = say("settings.login") if go is st.login else say("settings.other_account")
            st.button(word, on_click=go, type="primary", icon=":material/login:", key="door-go")


def address_of(user: Mapping[str, Any]) -> str:
    """The address that the provider vouches for; "" where there is none, or it is not verified."""
    address = user.get("email")
    if not isinstance(address, str) or user.get("email_verified") is False:
        return ""
    return address.strip().lower()


def is_allowed(user: Mapping[str, Any], allowed: str) -> bool:
    """`allowed` has addresses and @domains, parted by commas or blanks; nothing allows any address
    that the provider vouches for."""
    address = address_of(user)
    named = [word.lower() for word in allowed.replace(",", " ").replace("，", " ").split()]
    local, at, domain = address.rpartition("@")
    if not (local and at and domain):
        return False
    return not named or any(word in (address, f"@{domain}") for word in named)


def problem(settings: Settings) -> str:
    """Why a login that is asked for cannot work, said before the server starts; "" where it can."""
    if not settings.login:
        return ""
    found = [path for path in secret_files(settings) if path.is_file()]
    if not found:
        places = "、".join(str(p) for p in secret_files(settings))
        return f"设了 CHAZHANG_LOGIN，但没有找到写着 [auth] 的 secrets.toml（找过：{places}）"
    return _missing(found[-1])


def secret_files(settings: Settings) -> tuple[Path, ...]:
    """Where Streamlit looks, the last one first in rank."""
    if settings.login_secrets is not None:
        return (settings.login_secrets,)
    return (Path.home() / ".streamlit" / "secrets.toml", Path(".streamlit") / "secrets.toml")


def _missing(path: Path) -> str:
    import tomllib

    try:
        auth = tomllib.loads(path.read_text(encoding="utf-8")).get("auth") or {}
    except (OSError, ValueError):
        return f"{path} 读不了，或不是 TOML"
    names = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
    lacking = [name for name in names if not auth.get(name)]
    return f"{path} 的 [auth] 缺少 {'、'.join(lacking)}" if lacking else ""
