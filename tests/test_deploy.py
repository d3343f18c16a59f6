"""The files of deploy/ hold together, as far as can be told without a container engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.settings import Settings

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, s in SERVICES.items() if s.get("image") == "chazhang")
KNOWN = {  # of the Compose specification, as far as it is used here
    "build", "cap_add", "cap_drop", "command", "depends_on", "entrypoint", "environment",
    "healthcheck", "image", "logging", "mem_limit", "network_mode", "pids_limit", "ports",
    "profiles", "read_only", "restart", "security_opt", "tmpfs", "volumes",
}  # fmt: skip


def test_every_service_says_only_what_compose_knows() -> None:
    said = {name: set(service) - KNOWN for name, service in SERVICES.items()}
    assert said == {name: set() for name in SERVICES}
    assert set(COMPOSE) == {"name", "x-closed", "x-chazhang", "services", "volumes"}


def test_every_volume_and_every_service_that_is_named_is_there() -> None:
    volumes = {
        given.split(":")[0] for s in SERVICES.values() for given in s.get("volumes", ())
    }  # fmt: skip
    assert {v for v in volumes if v[0] not in "./$"} == set(COMPOSE["volumes"])
    waited = {name for s in SERVICES.values() for name in s.get("depends_on", ())}
    shared = {s["network_mode"].removeprefix("service:") for s in SERVICES.values()
              if "network_mode" in s}  # fmt: skip
    assert (waited | shared) - set(SERVICES) == set()


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_do_nothing_that_they_need_not(name: str) -> None:
    service = SERVICES[name]
    assert (service["cap_drop"], service["read_only"], service["security_opt"]) == (
        ["ALL"], True, ["no-new-privileges:true"],
    )  # fmt: skip
    assert "privileged" not in service


def test_only_the_way_in_has_a_port() -> None:
    assert {name: s["ports"] for name, s in SERVICES.items() if "ports" in s} == {
        "app": ["80:80", "443:443"]
    }


def test_every_setting_that_is_given_is_one() -> None:
    given = {
        key for s in SERVICES.values() for key in (s.get("environment") or {})
        if key.startswith("CHAZHANG_")
    }  # fmt: skip
    known = {f"CHAZHANG_{name.upper()}" for name in Settings.model_fields}
    assert given - known == {"CHAZHANG_SITE"}  # the proxy's


def test_every_word_that_is_asked_of_the_environment_is_in_the_example_or_has_a_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+)[:}]", text))
    example = set(re.findall(r"^(\w+)=", (DEPLOY / "env.example").read_text("utf-8"), re.M))
    defaults = set(re.findall(r"\$\{(\w+):-", text))
    assert asked - example - defaults == set()


def test_the_proxy_lets_in_what_the_page_takes_and_sets_what_only_it_can_know() -> None:
    caddy = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert caddy.count("{") == caddy.count("}")
    (most,) = re.findall(r"CHAZHANG_BODY:(\d+)MB", caddy)
    assert int(most) > Settings.model_fields["upload_mb"].default
    assert "Strict-Transport-Security" in caddy
    assert "Content-Security-Policy" not in caddy  # the page's own: two would both hold
