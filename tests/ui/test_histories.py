"""Conversations are kept for their owner alone; an answer for whoever has its link."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Status
from tests.ui.test_format import ANSWER
from ui.asking.talk import Talk, Turn
from ui.history.store import Histories


@pytest.fixture
def held(tmp_path: Path) -> Histories:
    return Histories(tmp_path / "history" / "conversations.sqlite")


def kept(held: Histories, owner: str, *questions: str) -> Talk:
    talk = Talk(turns=[Turn(q, replace(ANSWER, question=q), edition="e1") for q in questions])
    held.keep(owner, talk)
    return talk


def names(held: Histories, owner: str, search: str = "") -> list[str]:
    return [one.name for one in held.listed(owner, search)]


def test_a_conversation_is_read_as_it_was_kept(held: Histories) -> None:
    talk = kept(held, "a", "收入总计？", "支出呢？")
    read = held.open("a", talk.id)
    assert read is not None
    assert (read.id, read.name) == (talk.id, "收入总计？")
    assert [replace(t, kept=False) for t in read.turns] == talk.turns


def test_nobody_lists_opens_renames_deletes_or_writes_what_is_another_s(held: Histories) -> None:
    talk = kept(held, "a", "收入总计？")
    held.rename("b", talk.id, "别人的")
    held.delete("b", talk.id)
    assert (names(held, "b"), held.open("b", talk.id)) == ([], None)
    with pytest.raises(PermissionError):
        held.keep("b", Talk(talk.id, "别人的", [Turn("写进去", ANSWER)]))
    assert names(held, "a") == ["收入总计？"]
    assert len((held.open("a", talk.id) or Talk()).turns) == 1
    for nobody in ("",):
        with pytest.raises(PermissionError):
            held.listed(nobody)


def test_conversations_are_found_by_name_question_and_words_of_answers(held: Histories) -> None:
    kept(held, "a", "第一问", "三公经费100%是多少？")
    kept(held, "a", "第二问")
    assert names(held, "a") == ["第二问", "第一问"]
    assert names(held, "a", "三公 100%") == ["第一问"]
    assert names(held, "a", "收入总计") == ["第二问", "第一问"]
    assert names(held, "a", "%") == ["第一问"]
    assert names(held, "a", "' or 1=1 --") == []


def test_a_conversation_is_renamed_and_deleted_with_the_links_to_its_answers(
    held: Histories,
) -> None:
    talk = kept(held, "a", "第一问")
    held.rename("a", talk.id, "  三公 专题 ")
    held.rename("a", talk.id, "   ")
    assert names(held, "a") == ["三公 专题"]
    link = talk.turns[0].id
    found = held.answer(link)
    assert found is not None
    assert (found.question, found.edition, found.kept) == ("第一问", "e1", True)
    assert found.answer is not None
    assert found.answer.numbers == ANSWER.numbers
    held.delete("a", talk.id)
    assert (names(held, "a"), held.answer(link)) == ([], None)


def test_a_turn_that_is_kept_again_takes_the_place_of_the_one_before(held: Histories) -> None:
    talk = kept(held, "a", "第一问")
    talk.turns[0] = replace(talk.turns[0], problem="没有答成", answer=None)
    talk.turns.append(Turn("第二问", ANSWER))
    held.keep("a", talk)
    read = held.open("a", talk.id)
    assert read is not None
    assert [(t.question, t.problem) for t in read.turns] == [("第一问", "没有答成"), ("第二问", "")]


def test_the_file_does_not_hold_the_words_that_open_it(held: Histories) -> None:
    kept(held, "browser:secretword", "第一问")
    files = held.file.parent.glob("*")
    assert all(b"secretword" not in file.read_bytes() for file in files)
    assert held.file.stat().st_mode & 0o077 == 0


def test_a_hostile_question_is_kept_as_it_is(held: Histories) -> None:
    text = "'); drop table talk; -- <img src=x>"
    answer = Answer(text, Status.NOT_FOUND, text)
    talk = Talk(turns=[Turn(text, answer)])
    held.keep("a", talk)
    assert names(held, "a") == [text]
    assert (held.open("a", talk.id) or Talk()).turns[0].answer == answer
