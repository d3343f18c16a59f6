"""What the source itself shows: no query is built from text, and secrets have their own type."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from ingest.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
RUNS = {"execute", "executemany", "executescript", "exec_driver_sql", "text", "where_document"}
SHELLS = {"system", "popen", "getoutput", "getstatusoutput"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for package in ("ingest", "assistant", "ui"):  # what is served; eval asks its own corpora
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def calls() -> Iterator[tuple[str, ast.Module, ast.Call]]:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{path}:{node.lineno}", tree, node


def values_of(name: str, tree: ast.Module) -> list[ast.expr]:
    """All that a module ever puts into a variable, or adds to it."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value is not None:
            found += [node.value for t in targets if isinstance(t, ast.Name) and t.id == name]
    return found


def is_built(text: ast.expr, tree: ast.Module) -> bool:
    """Whether a query is put together from anything but constants of ours."""
    if isinstance(text, ast.JoinedStr):
        values = [v.value for v in text.values if isinstance(v, ast.FormattedValue)]
        return not all(isinstance(v, ast.Name) and v.id.isupper() for v in values)
    if isinstance(text, ast.BinOp):
        return is_built(text.left, tree) or is_built(text.right, tree)
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
        return text.func.attr in ("format", "join", "replace")
    if isinstance(text, ast.Name) and not text.id.isupper():
        return any(is_built(value, tree) for value in values_of(text.id, tree))
    return False


@pytest.mark.parametrize(
    ("source", "built"),
    [
        ("f'SELECT {name}'", True),
        ("'SELECT ' + 'x'", False),
        ("'SELECT %s'.format(x)", True),
        ("f'LOCK {NUMBER}'", False),
        ("'SELECT ?'", False),
        ("sql", True),
        ("other", False),
    ],
)
def test_a_query_that_is_put_together_is_known(source: str, built: bool) -> None:
    tree = ast.parse("sql = 'SELECT 1'\nsql += f' WHERE {x}'\nother = 'SELECT 1'")
    assert is_built(ast.parse(source, mode="eval").body, tree) is built


def test_no_query_is_put_together_from_text() -> None:
    found = [
        where
        for where, tree, call in calls()
        if isinstance(call.func, ast.Attribute) and call.func.attr in RUNS and call.args
        if is_built(call.args[0], tree)
    ]
    assert found == []


def test_no_shell_is_started() -> None:
    found = []
    for where, _, call in calls():
        shell = any(
            k.arg == "shell" and not (isinstance(k.value, ast.Constant) and k.value.value is False)
            for k in call.keywords
        )
        if shell or (isinstance(call.func, ast.Attribute) and call.func.attr in SHELLS):
            found.append(where)
    assert found == []


def test_what_is_secret_in_the_settings_is_not_printed_with_them() -> None:
    held = Settings(
        llm_key="geheim",  # type: ignore[arg-type]
        ledger_url="postgresql://u:geheim@h/d",  # type: ignore[arg-type]
    )
    assert "geheim" not in f"{held!r} {held} {held.model_dump_json()}"
    named = {n for n, f in Settings.model_fields.items() if n.endswith(("_key", "_url"))}
    secret = {n for n, f in Settings.model_fields.items() if f.annotation is SecretStr}
    assert named - secret == {"chroma_url", "llm_base_url"}  # shown without what is secret in them
