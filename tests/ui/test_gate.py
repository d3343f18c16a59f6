"""Who may come in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.settings import Settings
from ui.gate import is_allowed, problem

ME = {"email": "Reporter@Paper.example"}


@pytest.mark.parametrize(
    ("user", "allowed", "comes_in"),
    [
        (ME, "", True),
        (ME, "@paper.example", True),
        (ME, "reporter@paper.example", True),
        (ME, "@other.example，@PAPER.example", True),
        (ME, "@other.example", False),
        (ME, "paper.example", False),
        ({"email": "a@evilpaper.example"}, "@paper.example", False),
        ({"email": "a@paper.example.evil"}, "@paper.example", False),
        ({"email": "@paper.example"}, "@paper.example", False),
        ({"email": "a@paper.example", "email_verified": False}, "@paper.example", False),
        ({"email": ["a@paper.example"]}, "@paper.example", False),
        ({}, "", False),
    ],
)
def test_only_vouched_addresses_that_are_named_come_in(
    user: dict[str, Any], allowed: str, comes_in: bool
) -> None:
    assert is_allowed(user, allowed) is comes_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "没有找到写着 [auth]"),
        ("not toml [", "不是 TOML"),
        (
            "[auth]\nclient_id = 'x'",
            "缺少 redirect_uri、cookie_secret、client_secret、server_metadata_url",
        ),
    ],
)
def test_a_login_that_cannot_work_is_told_before_the_server_starts(
    tmp_path: Path, text: str | None, told: str
) -> None:
    path = tmp_path / "secrets.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert told in problem(Settings(login=True, login_secrets=path))
    assert problem(Settings(login=False)) == ""
