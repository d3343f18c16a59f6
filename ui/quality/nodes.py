"""The quality page as trees of plain nodes: text is only ever text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.health import Health
from eval.last import Kept
from ingest.corpus.failures import Failed
from ui.findings.words import SIGNS, severity_name
from ui.nodes import Node, node
from ui.quality import words
from ui.quality.words import Card
from ui.words import say

LISTED = 100  # files that failed, the newest first


def heading() -> Node:
    return node(
        "div",
        "pagehead",
        node("h1", "pagetitle", say("quality.title")),
        node("p", "lead", say("quality.lead")),
    )


def result(kept: Kept) -> Node:
    """What the last run of the question sets gave, of what and when."""
    note = [node("p", "remark", say("quality.shipped"))] if kept.shipped else []
    return node(
        "div",
        "block",
        node("h2", "blocktitle", say("quality.eval_title")),
        node("p", "remark", words.asked(kept)),
        *note,
        cards(words.result_cards(kept)),
    )


def by_kind(kept: Kept) -> Node:
    head = node("tr", "", node("th", "", say("quality.kind"), scope="col"),
                node("th", "amount", say("quality.right"), scope="col"))  # fmt: skip
    rows = (
        node("tr", "", node("th", "", kind, scope="row"), node("td", "amount", f"{right} / {n}"))
        for kind, right, n in words.kinds(kept)
    )
    return node("table", "plain", node("thead", "", head), node("tbody", "", *rows),
                label=say("quality.kinds_title"))  # fmt: skip


def failed_questions(kept: Kept) -> Node:
    found = words.failures(kept)
    rows = (
        node("li", "", node("span", "filename", asked), node("span", "told", why))
        for asked, why in found
    )
    return node("ul", "items", *rows)


def health(made: Iterable[Card]) -> Node:
    return node("div", "block", node("h2", "blocktitle", say("quality.corpus_title")), cards(made))


def cards(made: Iterable[Card]) -> Node:
    return node("div", "cards", *map(_card, made))


def _card(card: Card) -> Node:
    return node(
        "div",
        f"card {card.mood}",
        node("div", "name", card.name),
        node("div", "value", card.value),
        node("div", "help", card.help),
    )


def findings(found: Health) -> Node:
    counted = [
        node("span", f"tag {s}", f"{SIGNS[s]} {severity_name(s)} {n:,}")
        for s, n in words.severity_counts(found)
        if n
    ]
    return node(
        "div",
        "block",
        node("h2", "blocktitle", say("quality.findings_title")),
        node("div", "tags", *(counted or [node("span", "remark", say("quality.no_findings"))])),
    )


def failed_files(found: Sequence[Failed]) -> Node:
    rows = (
        node("li", "item failed", node("span", "sign", "✗"), node("span", "filename", one.file),
             node("span", "told", one.error), node("span", "found", one.day))
        for one in list(reversed(found))[:LISTED]
    )  # fmt: skip
    return node(
        "div",
        "block",
        node("h2", "blocktitle", say("quality.failures_list")),
        node("ul", "items", *rows),
    )
