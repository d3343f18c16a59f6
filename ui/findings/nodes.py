"""Findings as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.audited import Audited
from ui import format as said
from ui.drafts.nodes import copy
from ui.findings import words
from ui.nodes import Node, node
from ui.words import say

SHOWN = 40  # sides that are listed; the export has all


def heading() -> Node:
    return node(
        "div",
        "pagehead",
        node("h1", "pagetitle", say("findings.title")),
        node("p", "lead", say("findings.lead")),
    )


def listed(found: Sequence[Audited]) -> Node:
    """One page of the list; each is a button that opens it."""
    return node("div", "findings", *(entry(one, at) for at, one in enumerate(found, 1)))


def entry(one: Audited, at: int) -> Node:
    return node(
        "button",
        "finding",
        node("span", "tags", severity(one), node("span", "rulename", words.rule_name(one.rule))),
        node("span", "message", said.shorten(one.message, 260)),
        node("span", "whose", " · ".join(t for t in (words.whose(one), words.places(one)) if t)),
        pick=at,
    )


def severity(one: Audited) -> Node:
    sign = node("span", "sign", words.SIGNS[one.severity])
    return node("span", f"tag {one.severity}", sign, f" {words.severity_name(one.severity)}")


def opened(one: Audited) -> Node:
    """The finding in words, over its two sides."""
    gap = words.gap(one)
    return node(
        "div",
        "opened",
        node("div", "tags", severity(one), node("span", "rulename", words.rule_name(one.rule)),
             *([node("span", "gap", gap)] if gap else [])),
        node("p", "message", one.message),
        node("div", "whose", words.whose(one)),
        copy(say("findings.copy"), words.note(one)),
    )  # fmt: skip


def side(one: Audited, at: int, head: str, unit: str) -> Node:
    """What one side is, over its picture."""
    cited = one.citations[at]
    return node(
        "div",
        "panel side",
        node("div", "eyebrow", head),
        node("div", "heading", one.whats[at] or said.heading(cited)),
        node("div", "value", said.shorten(cited.text, 160),
             *([node("span", "unit", unit)] if unit else [])),
        node("div", "whose", said.whose(cited)),
    )  # fmt: skip


def others(one: Audited) -> Node:
    """All sides of a finding that has more than two; picking one shows it on the right."""
    rows = [
        node("button", "other", node("span", "no", str(at)), node("span", "what", what),
             node("span", "printed", said.shorten(cited.text, 40)),
             node("span", "where", said.place(cited)), pick=at + 1)
        for at, (what, cited) in enumerate(zip(one.whats, one.citations, strict=True))
        if 0 < at < SHOWN
    ]  # fmt: skip
    rest = len(one.citations) - SHOWN
    more = [node("div", "shelf", say("findings.others_rest", n=rest))] if rest > 0 else []
    head = node("div", "shelfhead", say("findings.others", n=len(one.citations) - 1))
    return node("div", "others", head, *rows, *more)
