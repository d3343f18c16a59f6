"""What the page draws itself, as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant import answer as contract
from assistant.answer import Answer, Citation, Status
from ui import format as said
from ui.words import say

Node = dict[str, Any]
LISTED = 5  # bodies in the sidebar; the page of the library has them all


def node(
    tag: str, name: str, *children: Node | str, **attributes: str | float | dict[str, str]
) -> Node:
    """An element; `pick` makes it a button that reports that citation."""
    made: Node = {"tag": tag, "class": name, "children": list(children)}
    return made | attributes


def question(text: str) -> Node:
    return node("div", "question", node("div", "bubble", text))


def answer(given: Answer) -> Node:
    """Status, sentences with chips, warnings."""
    parts: list[Node] = []
    if given.status is not Status.ANSWERED:
        word = said.status_word(given.status)
        parts.append(node("div", f"status {given.status.value}", word))
    parts += [line(pieces) for pieces in said.lines_of(given)]
    if given.warnings:
        parts.append(warnings(given.warnings))
    return node("div", "answer", *parts)


def line(pieces: list[said.Piece]) -> Node:
    first = pieces[0]
    listed = isinstance(first, said.Words) and first.text.lstrip().startswith(("· ", "- ", "• "))
    return node("p", "item" if listed else "line", *(piece(p) for p in pieces))


def piece(part: said.Piece) -> Node | str:
    match part:
        case said.Words(text):
            return text
        case said.Mark(citation):
            return node(
                "button",
                "mark",
                str(citation),
                pick=citation,
                title=say("ask.see_source", n=citation),
            )
        case said.Chip():
            return chip(part)


def chip(part: said.Chip) -> Node:
    number = part.number
    ids = number.citations
    title = said.chip_title(number)
    inner = [
        node("span", "sign", said.SIGNS[number.check]),
        node("span", "figure", part.text),
        *([node("sup", "ids", ",".join(map(str, ids)))] if ids else []),
    ]
    named = f"chip {number.check.value}"
    made = (
        node("button", named, *inner, title=title, label=_spoken(part), pick=ids[0],
             also=" ".join(map(str, ids)))
        if ids
        else node("span", named, *inner, title=title)
    )  # fmt: skip
    # closing punctuation never starts a line
    return node("span", "keep", made, part.tail) if part.tail else made


def _spoken(part: said.Chip) -> str:
    """364.4 万元，已核对: what a screen reader says."""
    return f"{part.text}{say('ask.comma')}{said.check_word(part.number.check)}"


def warnings(found: Iterable[contract.Caution]) -> Node:
    return node("div", "warnings", *(warning(w) for w in found))


def warning(found: contract.Caution) -> Node:
    marks = [
        node("button", "mark", str(i), pick=i, title=say("ask.see_source", n=i))
        for i in found.citations
    ]
    return node("div", "warning", node("span", "sign", "⚠"), node("div", "", found.message, *marks))


def footer(given: Answer) -> Node:
    return node("div", "footer", said.footer(given))


def formulas(citation: Citation, given: Answer) -> list[Node]:
    """How the numbers that were computed with a cited one came about."""
    found = [(n.formula or "", n.text) for n in given.numbers if citation.id in n.citations]
    told = [f if "=" in f else f"{f} = {text}" for f, text in found if f]
    key = f"∑ {say('ask.formula')}"
    return [node("div", "path", node("span", "key sum", key), text) for text in told[:4]]


def panel(citation: Citation, given: Answer, unit: str = "") -> Node:
    """The words over the picture in the side panel."""
    check = said.check_of(given, citation.id)
    badge = (
        [node("span", f"badge {check.value}", f"{said.SIGNS[check]} {said.check_word(check)}")]
        if check
        else []
    )
    rows = [node("div", "path", node("span", "key", say("ask.row")), " / ".join(citation.row))]
    columns = [
        node("div", "path", node("span", "key", say("ask.column")), " / ".join(citation.column))
    ]
    return node(
        "div",
        "panel",
        node("div", "eyebrow", say("ask.source_n", n=citation.id), *badge),
        node("div", "heading", said.heading(citation)),
        node("div", "value", citation.text, *([node("span", "unit", unit)] if unit else [])),
        *(rows if citation.row else []),
        *(columns if citation.column else []),
        *formulas(citation, given),
        node("div", "whose", said.whose(citation)),
        node("div", "file", Path(citation.file).name),
    )


def text_lines(lines: list[tuple[int, str, bool]]) -> Node:
    """Numbered lines of a text file, the cited one highlighted."""
    return node(
        "div",
        "lines",
        *(
            node(
                "div",
                "textline cited" if cited else "textline",
                node("span", "no", str(number)),
                node("span", "words", text),
            )
            for number, text, cited in lines
        ),
    )


def brand() -> Node:
    return node(
        "div",
        "brand",
        node("div", "name", say("common.name")),
        node("div", "promise", say("common.promise")),
    )


def welcome() -> Node:
    return node(
        "div",
        "welcome",
        node("h1", "title", say("common.name")),
        node("p", "lead", say("ask.lead")),
    )


def notice(title: str, text: str, command: str = "") -> Node:
    code = [node("code", "command", command)] if command else []
    return node("div", "notice", node("div", "heading", title), node("div", "", text), *code)


def library(held: list[dict[str, Any]]) -> Node:
    """Entities with their years, as the sidebar lists them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in held:
        groups.setdefault(str(item.get("entity") or say("library.side_unknown")), []).append(item)
    blocks = [
        node("div", "entity", node("div", "entityname", name), *map(_shelf, sorted_by_year(items)))
        for name, items in sorted(groups.items())[:LISTED]
    ]
    if len(groups) > LISTED:
        blocks.append(node("div", "shelf", say("library.side_more", n=len(groups) - LISTED)))
    head = node("div", "shelfhead", say("library.side_head", bodies=len(groups), files=len(held)))
    return node("div", "library", head, *blocks)


def sorted_by_year(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(items, key=lambda i: (-int(i.get("year") or 0), str(i.get("stage"))))


def _shelf(item: dict[str, Any]) -> Node:
    stage = str(item.get("stage"))
    stage = say(f"common.{stage}") if stage in said.STAGES else stage
    pages, tables = count(item.get("pages")), count(item.get("tables"))
    told = said.extent(str(item.get("media") or "pdf"), pages), say("library.in_tables", n=tables)
    return node(
        "div",
        "shelf",
        node("span", "year", say("library.yearly", year=item.get("year"), stage=stage)),
        node("span", "size", " · ".join(filter(None, told))),
        title=str(item.get("file") or item.get("title") or ""),
    )


def count(value: Any) -> int:
    """Pages and tables may come as a number or as the things themselves."""
    return value if isinstance(value, int) else len(value or ())
