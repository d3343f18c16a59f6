"""Both languages say everything, and the pages ask for nothing that is not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.words import say, speak, table, tongue

UI = Path(__file__).resolve().parents[2] / "ui"


def asked() -> Iterator[tuple[str, str]]:
    """Each key that a module says outright, with the module."""
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                key = getattr(node.args[0], "value", None)
                if isinstance(key, str):
                    yield key, path.relative_to(UI).as_posix()


def test_every_word_that_a_page_says_is_in_the_table() -> None:
    assert [(key, where) for key, where in asked() if key not in table()] == []


@pytest.mark.parametrize("key", table())
def test_both_languages_are_there_with_the_same_names_to_fill_in(key: str) -> None:
    entry = table()[key]
    assert list(entry) == ["zh", "en"]
    assert all(text.strip() for text in entry.values())
    zh, en = (sorted(re.findall(r"{(\w*)[^}]*}", text)) for text in entry.values())
    assert zh == en
    assert not re.search(
        r"[\u4e00-\u9fff]", re.sub(r"《[^》]*》|“[^”]*”|（[^）]*）", "", entry["en"])
    )


def test_words_follow_the_language_and_an_unknown_one_is_chinese() -> None:
    assert (speak("en"), say("common.close")) == ("en", "Close")
    assert (speak("fr"), tongue(), say("common.close")) == ("zh", "zh", "关闭")
