"""A small part of what eval.fuzz hands in, from a seed; and that it would see what goes wrong."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from eval.fuzz import DATA, Found, broken_files, hand_in, put, questions_of, report, unfit
from eval.fuzzing import offices, pdfs, words
from eval.run import SAMPLES
from ingest.pipeline import IngestResult
from ingest.reading import Limits
from ingest.workers import Workers


def failed(error: str) -> IngestResult:
    return IngestResult("a.pdf", "", "failed", error=error)


def test_the_same_seed_breaks_the_same_files() -> None:
    first, again = (list(islice(broken_files([SAMPLES], 3), 12)) for _ in range(2))
    dated = (".docx", ".xlsx")  # drawn anew each time, and a zip says when
    assert [f[:3] for f in first] == [f[:3] for f in again]
    assert [f for f in first if f[2] not in dated] == [f for f in again if f[2] not in dated]
    assert len({kind.split(":")[0] for kind, *_ in first}) >= 3


@pytest.mark.parametrize("harm", sorted(pdfs.HARMS))
def test_every_harm_changes_a_pdf(harm: str) -> None:
    whole = next(SAMPLES.glob("*.pdf")).read_bytes()
    changed = [pdfs.HARMS[harm](whole, random.Random(n)) != whole for n in range(8)]
    assert any(changed)


@pytest.mark.parametrize("bomb", offices.BOMBS)
def test_a_bomb_is_small_and_bears_a_zip(bomb: object) -> None:
    content = bomb(".docx")  # type: ignore[operator]
    assert (content[:2], len(content) < 3_000_000) == (b"PK", True)


@pytest.mark.parametrize(
    ("result", "seconds", "told"),
    [
        (failed("文件已损坏"), 1, ""),
        (failed("KeyError: 'x'"), 1, "told"),
        (failed("打不开 /tmp/abc/x.pdf"), 1, "told"),
        (failed("broken"), 1, "told"),
        (failed("文件已损坏"), 1000, "took 1000 seconds"),
        (IngestResult("a", "", "lost"), 1, "status lost"),
    ],
)
def test_what_goes_wrong_with_a_file_is_seen(
    result: IngestResult, seconds: float, told: str
) -> None:
    assert unfit(result, seconds).startswith(told) is True
    assert bool(unfit(result, seconds)) is bool(told)


def test_a_process_that_answers_and_ends_is_seen(tmp_path: Path) -> None:
    found = Found()
    with Workers(1, Limits(seconds=60)) as worker:
        put("question", 2, 1, ["多少？"], tmp_path / "nothing", found, worker)
    assert found.counts == {"question refused": 2}
    assert "2 inputs, 0 problems" in report(found)


def test_no_broken_file_question_or_draft_does_harm(founding_corpus: Path) -> None:
    found, known = Found(), list(questions_of(DATA))
    with Workers(1, Limits(seconds=60, megabytes=8000)) as worker:
        hand_in([SAMPLES], 14, 11, found, worker)
        put("question", 40, 11, known, founding_corpus, found, worker)
        put("draft", 12, 11, known, founding_corpus, found, worker)
    assert found.problems == []
    assert sum(found.counts.values()) == 66


def test_questions_are_drawn_of_known_ones() -> None:
    drawn = [words.question(["某局2024年收入总计是多少？"], random.Random(n)) for n in range(50)]
    assert len(set(drawn)) > 40
    assert any("收入" in one for one in drawn)
