"""Conversations, kept for whoever had them: a small SQLite of its own, never the corpus's ledger.

An owner is known by the hash of an unguessable word that only the owner's browser (or login) has.
A single answer can be opened by whoever has its unguessable id: that is what a link is for.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.answer import Answer
from ui.asking.talk import Talk, Turn, name_of, now, token

FILE = Path("history") / "conversations.sqlite"  # under the corpus; its own folder is not looked at
MOST = 1000  # conversations of one owner; the oldest go
VERSION = 1
SCHEMA = """
create table if not exists talk (
  id text primary key, owner text not null, name text not null, changed text not null);
create index if not exists talk_owner on talk (owner, changed);
create table if not exists turn (
  id text primary key, talk text not null references talk (id) on delete cascade, at integer not null,
  question text not null, answer text, problem text not null, correction text not null,
  asked text not null, edition text not null, unique (talk, at));
"""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A conversation as the list shows it."""

    id: str
    name: str
    changed: datetime


class Histories:
    """All conversations; every method but `answer` sees one owner's alone.

    sqlite3.Error and OSError where the file cannot be read or written."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        with self._open() as opened:
            opened.executescript(SCHEMA)
            opened.execute("pragma journal_mode = wal")
            opened.execute(f"pragma user_version = {VERSION}")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=5)) as opened:
            opened.execute("pragma foreign_keys = on")
            with opened:
                yield opened

    # ------------------------------------------------------------------ the list

    def listed(self, owner: str, search: str = "", most: int = 30) -> list[Shelved]:
        """The newest first; `search` in names, questions and the words of answers."""
        sql = "select id, name, changed from talk where owner = ?"
        values: list[str | int] = [_hidden(owner)]
        for word in search.split()[:5]:
            sql += (
                " and (name like ? escape '!' or exists (select 1 from turn where talk = talk.id"
                " and (question like ? escape '!' or json_extract(answer, '$.text') like ? escape '!')))"
            )
            values += [_like(word)] * 3
        sql += " order by changed desc, rowid desc limit ?"
        with self._open() as opened:
            rows = opened.execute(sql, [*values, most]).fetchall()
        return [Shelved(i, name, datetime.fromisoformat(changed)) for i, name, changed in rows]

    def rename(self, owner: str, talk: str, name: str) -> None:
        """A blank name changes nothing."""
        if called := name_of(name):
            with self._open() as opened:
                opened.execute(
                    "update talk set name = ? where id = ? and owner = ?",
                    (called, talk, _hidden(owner)),
                )

    def delete(self, owner: str, talk: str) -> None:
        """With its answers: links to them end."""
        with self._open() as opened:
            opened.execute("delete from talk where id = ? and owner = ?", (talk, _hidden(owner)))

    # ------------------------------------------------------------------ one of them

    def open(self, owner: str, talk: str) -> Talk | None:
        with self._open() as opened:
            found = opened.execute(
                "select name from talk where id = ? and owner = ?", (talk, _hidden(owner))
            ).fetchone()
            rows = opened.execute(f"{_TURNS} where talk = ? order by at", (talk,)).fetchall()
        return Talk(talk, found[0], [_turn(row) for row in rows]) if found else None

    def keep(self, owner: str, talk: Talk) -> None:
        """Write what is new of a conversation; gives it an id and a name where it has none."""
        if not talk.turns:
            return
        talk.id = talk.id or token()
        talk.name = talk.name or name_of(talk.turns[0].question)
        with self._open() as opened:
            opened.execute(
                "insert into talk values (?, ?, ?, ?) on conflict (id) do update"
                " set changed = excluded.changed where owner = excluded.owner",
                (talk.id, _hidden(owner), talk.name, now().isoformat()),
            )
            _own(opened, owner, talk.id)
            for at, turn in enumerate(talk.turns):
                opened.execute(_ADD if turn.kept else _PUT, _row(talk, at))
            opened.execute(
                "delete from talk where owner = ? and id not in"
                " (select id from talk where owner = ? order by changed desc limit ?)",
                (_hidden(owner), _hidden(owner), MOST),
            )

    def answer(self, link: str) -> Turn | None:
        """One answer, for whoever has its id."""
        with self._open() as opened:
            row = opened.execute(f"{_TURNS} where id = ?", (link,)).fetchone()
        return _turn(row) if row else None


_ADD = "insert or ignore into turn values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT = "insert or replace into turn values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TURNS = "select id, question, answer, problem, correction, asked, edition from turn"


def _own(opened: sqlite3.Connection, owner: str, talk: str) -> None:
    """A conversation of somebody else is not written to."""
    sql = "select 1 from talk where id = ? and owner = ?"
    if opened.execute(sql, (talk, _hidden(owner))).fetchone() is None:
        raise PermissionError(talk)


def _hidden(owner: str) -> str:
    """The file does not hold the words that open it."""
    if not owner:
        raise PermissionError("nobody")
    return hashlib.sha256(owner.encode()).hexdigest()


def _like(word: str) -> str:
    for special in "!%_":
        word = word.replace(special, f"!{special}")
    return f"%{word}%"


def _row(talk: Talk, at: int) -> tuple[str | int | None, ...]:
    turn = talk.turns[at]
    answer = None
    if turn.answer is not None:
        answer = json.dumps(turn.answer.to_json(), ensure_ascii=False)
    return (turn.id, talk.id, at, turn.question, answer, turn.problem, turn.correction,
            turn.asked.isoformat(), turn.edition)  # fmt: skip


def _turn(row: tuple[str, str, str | None, str, str, str, str]) -> Turn:
    link, question, answer, problem, correction, asked, edition = row
    given = None if answer is None else Answer.from_json(json.loads(answer))
    return Turn(question, given, problem, correction, link, datetime.fromisoformat(asked), edition,
                kept=True)  # fmt: skip
