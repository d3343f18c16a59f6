"""The checked story as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from datetime import date

from assistant.answer import Citation
from assistant.claims.check import Checked, Report
from ui import format as said
from ui.drafts import words
from ui.nodes import Node, node


def heading() -> Node:
    return node(
        "div",
        "pagehead",
        node("h1", "pagetitle", "核对稿子"),
        node(
            "p",
            "lead",
            "把稿子贴进来，每个数字都拿去和公开文件比：对不对，该是多少，在哪一页哪一格。",
        ),
    )


def result(report: Report, day: date) -> Node:
    """Counts, the story with its numbers, and what to look at."""
    return node("div", "checked", summary(report, day), story(report), *to_do(report))


def summary(report: Report, day: date) -> Node:
    if not report.numbers:
        return node("div", "tally", node("h1", "pagetitle", said.counted(report)))
    marks = [
        node("span", f"tag {v}", node("span", "sign", said.VERDICTS[v].mark), f" {told}")
        for v, told in words.tally(report)
    ]
    torn = sum(bool(n.warnings) for n in report.numbers)
    warned = f"有 {torn} 个数，文件自己前后不一致。"
    return node(
        "div",
        "tally",
        node("h1", "pagetitle", f"{len(report.numbers)} 个数字："),
        *marks,
        copy("复制全部出处", words.notes(report, day)),
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
    return [node("div", "shelfhead", f"要看的 {len(found)} 处"), *map(row, found)]


def row(piece: words.Said) -> Node:
    number = piece.number
    verdict = said.VERDICTS[number.verdict]
    right = words.right_value(number)
    warned = [node("span", "torn", f"⚠ {w}") for w in number.warnings]
    return node(
        "button",
        "todo",
        node("span", f"tag {number.verdict}", node("span", "sign", verdict.mark), f" {verdict.word}"),
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
        node("div", "eyebrow", "稿子里",
             node("span", f"tag {number.verdict}", f"{verdict.mark} {verdict.word}")),
        node("div", f"value {number.verdict}", number.text),
        *([node("div", "expected", node("span", "key", "公开文件"), right)] if right else []),
        node("div", "why", number.reason or words.HELP[number.verdict]),
        *(node("div", "warning", node("span", "sign", "⚠"), node("div", "", w))
          for w in number.warnings),
        copy("复制出处", words.note(report, number, day)),
    ]  # fmt: skip
    return node("div", "panel", *told, *(place(cited, unit) if cited else []))


def place(citation: Citation, unit: str) -> list[Node]:
    """Which cell is outlined below."""
    row, column = " / ".join(citation.row), " / ".join(citation.column)
    return [
        node("div", "rule"),
        node("div", "eyebrow", f"来源 {citation.id}"),
        node("div", "heading", said.heading(citation)),
        node("div", "found", said.shorten(citation.text, 120),
             *([node("span", "unit", unit)] if unit else [])),
        *([node("div", "path", node("span", "key", "行"), row)] if row else []),
        *([node("div", "path", node("span", "key", "列"), column)] if column else []),
        node("div", "whose", said.whose(citation)),
    ]  # fmt: skip


def copy(label: str, text: str) -> Node:
    """A button that puts text on the clipboard."""
    return node("button", "copy", label, copy=text)
