"""The checked story as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from datetime import date

from assistant.answer import Citation
from assistant.claims.verdict import Checked, Report
from ui import format as said
from ui.drafts import words
from ui.nodes import Node, node
from ui.words import say


def heading() -> Node:
    return node(
        "div",
        "pagehead",
        node("h1", "pagetitle", say("draft.title")),
        node("p", "lead", say("draft.lead")),
    )


def result(report: Report, day: date) -> Node:
    """Counts, the story with its numbers, and what to look at."""
    return node("div", "checked", summary(report, day), story(report), *to_do(report))


def summary(report: Report, day: date) -> Node:
    if not report.numbers:
        return node("div", "tally", node("h1", "pagetitle", say("draft.none")))
    marks = [
        node("span", f"tag {v}", node("span", "sign", said.VERDICTS[v].mark), f" {told}")
        for v, told in words.tally(report)
    ]
    torn = sum(bool(n.warnings) for n in report.numbers)
    warned = say("draft.torn", n=torn)
    return node(
        "div",
        "tally",
        node("h1", "pagetitle", say("draft.numbers", n=len(report.numbers))),
        *marks,
        copy(say("draft.copy_all"), words.notes(report, day)),
        *([node("p", "torn", node("span", "sign", "⚠ "), warned)] if torn else []),
    )


def story(report: Report) -> Node:
    lines = words.paragraphs_of(report)
    return node("div", "story", *(node("p", "line", *map(part, line)) for line in lines))


def part(piece: words.Part) -> Node | str:
    return piece if isinstance(piece, str) else figure(piece)


def figure(piece: words.Said) -> Node:
    """A number in the story: coloured, underlined and signed, a button that tells more."""
    number = piece.number
    marks = said.VERDICTS[number.verdict].mark + (" ⚠" if number.warnings else "")
    return node(
        "button",
        f"figure {number.verdict}",
        node("span", "printed", number.text),
        node("span", "sign", marks),
        pick=piece.at + 1,
        title=words.hover(number),
        label=f"{number.text}：{words.verdict_words(number)}",
    )


def to_do(report: Report) -> list[Node]:
    found = words.to_look_at(report)
    if not found:
        return []
    return [node("div", "shelfhead", say("draft.to_do", n=len(found))), *map(row, found)]


def row(piece: words.Said) -> Node:
    number = piece.number
    verdict = said.VERDICTS[number.verdict]
    right = words.right_value(number)
    warned = [node("span", "torn", f"⚠ {w}") for w in number.warnings]
    return node(
        "button",
        "todo",
        node("span", f"tag {number.verdict}", node("span", "sign", verdict.mark), f" {words.verdict_name(number.verdict)}"),
        node("span", "what", node("span", "printed", number.text),
             *([node("span", "right", f" → {right}")] if right else [])),
        node("span", "why", number.reason, *warned),
        pick=piece.at + 1,
    )  # fmt: skip


def panel(report: Report, number: Checked, cited: Citation | None, unit: str, day: date) -> Node:
    """What the side panel says of a number, over the picture of its cell."""
    verdict = said.VERDICTS[number.verdict]
    right = words.right_value(number)
    told = [
        node("div", "eyebrow", say("draft.in_draft"),
             node("span", f"tag {number.verdict}", f"{verdict.mark} {words.verdict_name(number.verdict)}")),
        node("div", f"value {number.verdict}", number.text),
        *([node("div", "expected", node("span", "key", say("draft.in_file")), right)] if right else []),
        node("div", "why", number.reason or words.help_of(number.verdict)),
        *(node("div", "warning", node("span", "sign", "⚠"), node("div", "", w))
          for w in number.warnings),
        copy(say("draft.copy"), words.note(report, number, day)),
    ]  # fmt: skip
    return node("div", "panel", *told, *(place(cited, unit) if cited else []))


def place(citation: Citation, unit: str) -> list[Node]:
    """Which cell is outlined below."""
    row, column = " / ".join(citation.row), " / ".join(citation.column)
    return [
        node("div", "rule"),
        node("div", "eyebrow", say("draft.source", n=citation.id)),
        node("div", "heading", said.heading(citation)),
        node("div", "found", said.shorten(citation.text, 120),
             *([node("span", "unit", unit)] if unit else [])),
        *([node("div", "path", node("span", "key", say("draft.row")), row)] if row else []),
        *([node("div", "path", node("span", "key", say("draft.column")), column)] if column else []),
        node("div", "whose", said.whose(citation)),
    ]  # fmt: skip


def copy(label: str, text: str) -> Node:
    """A button that puts text on the clipboard."""
    return node("button", "copy", label, copy=text)
