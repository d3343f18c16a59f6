"""The documentation cannot fall behind: every command, option and setting is in it."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from ingest.settings import Settings
from ui.command import app

DOCS = (Path(__file__).resolve().parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")


def test_every_command_and_option_is_documented() -> None:
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    words = {f"chazhang {name}" for name in commands}
    for command in commands.values():
        words |= {o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"}
    assert sorted(w for w in words if w not in DOCS) == []


def test_every_setting_is_documented() -> None:
    names = [f"CHAZHANG_{name.upper()}" for name in Settings.model_fields]
    assert [n for n in names if n not in DOCS] == []


def test_every_rule_of_the_audit_is_documented() -> None:
    root = Path(__file__).resolve().parents[1]
    told = (root / "docs" / "audit.md").read_text(encoding="utf-8")
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((root / "ingest" / "check").rglob("*.py"))
    )
    rules = set(
        re.findall(r'(?:[fF]inding|_same|_unlike|_reported|_finding)\(\s*"([a-z_]+)"', source)
    )
    assert len(rules) >= 20
    assert sorted(rule for rule in rules if f"`{rule}`" not in told) == []
