"""An answer as something to take away: plain text, Markdown, rows of numbers. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from assistant.answer import Answer, Citation, Number
from ingest.export.sheets import Value
from ui import format as said
from ui.words import say

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-!|<>~$:@&]|(?<!\d)\.|\.(?!\d))")
CHECKED = "查账核对"


def bare(text: str) -> str:
    """On one line, without what cannot be seen."""
    return " ".join(re.sub(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", "", text).split())


def day_of(asked: datetime) -> str:
    return asked.astimezone().strftime("%Y-%m-%d")


def origin(cited: Citation) -> str:
    """Whose, which table, where, what is printed there: enough to find it without us."""
    row, column = " / ".join(cited.row), " / ".join(cited.column)
    said_by = f"{bare(cited.entity)} {said.book(cited)}《{bare(said.heading(cited))}》"
    labels = "，".join(
        part
        for part in (
            f"{say('ask.row')} {bare(row)}" if row else "",
            f"{say('ask.column')} {bare(column)}" if column else "",
        )
        if part
    )
    printed = f"“{bare(said.shorten(cited.text, 200))}”"
    parts = (f"{said_by}{said.place(cited)}", labels, printed)
    return "；".join(part for part in parts if part)


def file_of(cited: Citation) -> str:
    return f"{bare(Path(cited.file).name)}（SHA-256 {cited.sha256}）"


def as_text(given: Answer, asked: datetime) -> str:
    """The answer with its sources, for the clipboard."""
    lines = [bare(given.question), "", *given.text.split("\n"), ""]
    lines += [f"⚠ {bare(w.message)}" for w in given.warnings]
    lines += [f"[{c.id}] {origin(c)}\n    {file_of(c)}" for c in given.citations]
    lines += [f"∑ {n.text} = {n.formula}" for n in given.numbers if n.formula]
    return "\n".join([*lines, f"{say('common.name')} · {day_of(asked)}", ""])


# ---------------------------------------------------------------------- markdown


def escaped(text: str) -> str:
    """Nothing in it is markup."""
    return SPECIAL.sub(r"\\\1", bare(text))


def as_markdown(given: Answer, asked: datetime) -> str:
    parts = [f"# {escaped(given.question)}", *(escaped(x) for x in given.text.split("\n") if x)]
    parts += [f"> ⚠ {escaped(w.message)}" for w in given.warnings]
    if given.numbers:
        parts.append("\n".join(_markdown_table(given)))
    if given.citations:
        parts.append(f"## {say('ask.sources')}")
        parts += [f"\\[{c.id}\\] {escaped(origin(c))}  \n{escaped(file_of(c))}"
                  for c in given.citations]  # fmt: skip
    return "\n\n".join([*parts, f"{say('common.name')} · {day_of(asked)}"]) + "\n"


def _markdown_table(given: Answer) -> Iterator[str]:
    header = columns()[:5]
    yield "| " + " | ".join(header) + " |"
    yield "|" + " --- |" * len(header)
    for row in number_rows(given):
        yield "| " + " | ".join(escaped(str("" if v is None else v)) for v in row[:5]) + " |"


# ---------------------------------------------------------------------- numbers


def columns() -> tuple[str, ...]:
    return tuple(say("ask.columns").split("|"))


def number_rows(given: Answer) -> Iterator[tuple[Value, ...]]:
    """Each number with its first source; more of them in the last column."""
    by_id = {c.id: c for c in given.citations}
    for number in given.numbers:
        cited = [by_id[i] for i in number.citations if i in by_id]
        yield (*_value(number), *_source(cited[0] if cited else None),
               "；".join(f"[{c.id}] {origin(c)}" for c in cited[1:]) or None)  # fmt: skip


def _value(number: Number) -> tuple[Value, ...]:
    return (number.text, Decimal(number.value), number.unit, said.check_word(number.check),
            number.formula)  # fmt: skip


def _source(cited: Citation | None) -> tuple[Value, ...]:
    if cited is None:
        return (None,) * 10
    return (bare(cited.entity), cited.year, said.stage_word(cited.stage), bare(cited.table),
            bare(" / ".join(cited.row)), bare(" / ".join(cited.column)), said.place(cited),
            bare(cited.text), bare(Path(cited.file).name), cited.sha256)  # fmt: skip
