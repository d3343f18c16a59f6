"""A newsroom's own login, walked in a real browser against a small provider on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.ui.browser import BOX, HERE_OR_SKIPPED, PATIENCE, REAL_APP, served_at, settle

pytestmark = HERE_OR_SKIPPED


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def provider() -> Iterator[str]:
    """An OpenID Connect provider that believes whoever says who they are."""
    mock = pytest.importorskip("oidc_provider_mock")
    with mock.run_server_in_thread(port=0) as server:
        yield f"http://localhost:{server.server_port}"


def secrets(path: Path, issuer: str, port: int) -> Path:
    path.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "not a secret outside this test, but long enough for it"
client_id = "desk"
client_secret = "desk secret"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, founding_corpus: Path) -> Iterator[str]:
    port = free_port()
    with provider() as issuer:
        path = secrets(tmp_path_factory.mktemp("secrets") / "secrets.toml", issuer, port)
        settings = {
            "CHAZHANG_LOGIN": "true",
            "CHAZHANG_LOGIN_ALLOWED": "@paper.example, guest@other.example",
            "CHAZHANG_LOGIN_SECRETS": str(path),
        }
        yield from served_at(port, REAL_APP, founding_corpus, **settings)


def log_in(page: Any, address: str, who: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.locator(".st-key-door-go button").click()
    page.locator("input[name=sub]").fill(who)
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(f"{address}/**")
    page.wait_for_selector("[data-testid=stApp]")


def test_nothing_is_shown_before_the_login_and_no_file_is_handed_out(
    browser: Any, desk: str
) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    for path in ("", "/library", "/draft", "/contradictions", "/quality", "/settings"):
        page.goto(desk + path)
        page.locator(".doorword").wait_for()
        settle(page)
        assert page.locator(f"{BOX}, .st-key-pages a, .library, .pagehead").count() == 0
    for method, path in (("get", "/media/x.pdf"), ("put", "/_stcore/upload_file/a/b")):
        assert getattr(page.request, method)(desk + path).status == 403
    page.close()


def test_an_address_of_the_newsroom_comes_in_and_goes_out_again(browser: Any, desk: str) -> None:
    page = browser.new_context().new_page()
    log_in(page, desk, "reporter@paper.example")
    page.wait_for_selector(BOX)
    settle(page)
    page.get_by_role("link", name="设置").click()
    page.locator(".setting", has_text="reporter@paper.example").wait_for()
    page.locator(".st-key-logout button").click()
    page.wait_for_url("**/oauth2/end_session**")  # the provider's own page says good-bye
    page.goto(desk)
    page.locator(".doorword").wait_for()
    settle(page)
    assert page.locator(BOX).count() == 0
    page.close()


def test_another_address_is_refused_by_its_name(browser: Any, desk: str) -> None:
    page = browser.new_context().new_page()
    log_in(page, desk, "reporter@rival.example")
    page.locator(".doorword", has_text="reporter@rival.example").wait_for()
    settle(page)
    assert page.locator(f"{BOX}, .st-key-pages a").count() == 0
    page.close()
