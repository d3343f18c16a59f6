"""Figures of quality are never rounded in our favour, and settings never show a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.health import Health
from assistant.shelf.adding import Adding
from eval.last import Kept, keep, last
from eval.run import Report
from ingest.records import Severity
from ingest.settings import Settings
from ui.quality import words
from ui.settings import words as settings_words


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(1, 3, "33.3%"), (9999, 10000, "99.9%"), (1, 1, "100%"), (0, 7, "0.0%"), (0, 0, "—")],
)
def test_a_share_is_never_rounded_up(part: int, whole: int, told: str) -> None:
    assert words.share(part, whole) == told


def test_the_corpus_in_figures() -> None:
    found = Health(158, 3, 5410, 900, 90, 60_000, 4000, Adding(700, 7, 90, 9000, 8990), 4,
                   {Severity.CONTRADICTION: 12})  # fmt: skip
    cards = {card.name: (card.value, card.mood) for card in words.health_cards(found, 2)}
    assert cards == {
        "读进来的文件": ("158", "plain"),
        "没有读成的文件": ("2", "bad"),
        "合计对得上的表": ("99.0%", "plain"),
        "对得上的合计": ("99.8%", "plain"),
        "两种读法不同的数": ("4", "bad"),
        "读出的数": ("64,000", "plain"),
        "认得的标准表": ("90.0%", "plain"),
    }
    assert words.vector_card(7, 10).mood == "bad"
    assert words.layer_card({"a": 3, "b": 0}, 40).help == "1 份文件里有；这些页上的内容没有读到"
    assert words.layer_card(None, 40).value == "…"


def test_a_tick_on_a_wrong_number_is_bad_whatever_else_is_good() -> None:
    kept = Kept("x", "2026-11-26", "", {"n": 10, "right": 9, "confident_wrong": 1})
    assert words.result_cards(kept)[1] == words.Card(
        "打了勾却答错", "1", "最要紧的一项，应当是 0", "bad"
    )


def test_the_last_result_of_a_corpus_comes_before_the_shipped_one(tmp_path: Path) -> None:
    shipped = last(tmp_path)
    assert shipped is not None
    assert (shipped.shipped, shipped.corpus) == (True, "samples")
    keep(Report((), 0, 0, 0), tmp_path, tmp_path, "my")
    mine = last(tmp_path)
    assert mine is not None
    assert (mine.corpus, mine.sets, mine.shipped, mine.result["n"]) == (
        tmp_path.name,
        "my",
        False,
        0,
    )
    (tmp_path / "eval.json").write_text("{", encoding="utf-8")
    assert last(tmp_path) == shipped


def test_settings_never_show_a_secret() -> None:
    given = Settings(llm_base_url="http://me:word@h/v1", llm_model="m", llm_key=SecretStr("geheim"))
    told = " ".join(map(str, settings_words.model_rows(given)))
    assert ("geheim" in told, "word" in told, "http://h/v1" in told) == (False, False, True)
    assert "m" in settings_words.model_note(given) or settings_words.has_model(given)


@pytest.mark.parametrize(
    ("kept", "note", "days"),
    [(True, "记着：问题的文字", "30"), (False, "不记。", "没有设")],
)
def test_whoever_asks_can_read_that_it_is_written_down(kept: bool, note: str, days: str) -> None:
    given = Settings(trail=kept, trail_days=30)
    assert settings_words.trail_note(given).startswith(note)
    assert [row[1] for row in settings_words.trail_rows(given)] == [days]
